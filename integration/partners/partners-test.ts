import { APIGatewayClient, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Deployment } from 'squall/vitest';
import supertest from 'supertest';

/** The REST API for partners. */
export const partnersOf = (deployment: Deployment) => supertest(deployment.url('PartnersUrl'));

/** The value of the first partner's key. */
export async function keyOf({ clientConfig, outputs }: Deployment): Promise<string> {
  const apis = new APIGatewayClient(clientConfig());
  const { value = '' } = await apis.send(new GetApiKeyCommand({ apiKey: outputs.PartnerKeyId, includeValue: true }));
  return value;
}

/** A report of a carrier, of the shipment that an order has once it was fulfilled. */
export const deliveryOf = ({ orderId }: { readonly orderId: string }, eventId = 'evt-1') => ({
  eventId,
  type: 'ShipmentDelivered',
  shipmentId: orderId.replace(/^ord_/, 'shp_'),
  occurredAt: '2026-11-27T10:11:12.000Z',
});

export const report = async (deployment: Deployment, body: object) =>
  partnersOf(deployment)
    .post('/webhooks')
    .set('x-api-key', await keyOf(deployment))
    .send(body);

/** Puts a product into the catalog, or another in its place. */
export async function putProduct({ clientConfig, outputs }: Deployment, sku: string, price: number): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig()));
  const Item = { sku, name: 'Tea "Assam"', price, currency: 'EUR' };
  await client.send(new PutCommand({ TableName: outputs.CatalogTable ?? '', Item }));
}

/** Messages of the webhooks' queue and of its dead-letter queue, wherever they are in them. */
export async function webhooksOf({ clientConfig, outputs }: Deployment): Promise<{ waiting: number; dead: number }> {
  const queues = new SQSClient(clientConfig());
  const count = async (QueueUrl: string | undefined): Promise<number> => {
    const input = { QueueUrl, AttributeNames: ['All' as const] };
    const { Attributes = {} } = await queues.send(new GetQueueAttributesCommand(input));
    return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
  };
  return { waiting: await count(outputs.WebhooksUrl), dead: await count(outputs.DeadWebhooksUrl) };
}
