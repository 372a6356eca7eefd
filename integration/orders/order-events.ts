import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Deployment } from 'squall/vitest';
import { itemsOf } from './orders-test.ts';

const queues = ({ clientConfig }: Deployment) => new SQSClient(clientConfig());
const functions = ({ clientConfig }: Deployment) => new LambdaClient(clientConfig());

/** The event of an order, as `create-order` sends it. */
export const eventOf = ({ orderId, createdAt }: { readonly orderId: string; readonly createdAt: string }) => ({
  eventId: `placed#${orderId}`,
  type: 'OrderPlaced',
  orderId,
  occurredAt: createdAt,
});

export const sendEvent = (deployment: Deployment, event: object | string) =>
  queues(deployment).send(
    new SendMessageCommand({
      QueueUrl: deployment.outputs.OrderEventsUrl,
      MessageBody: typeof event === 'string' ? event : JSON.stringify(event),
    }),
  );

/** Messages of the event queue and of its dead-letter queue, wherever they are in them. */
export async function messages(deployment: Deployment): Promise<{ waiting: number; dead: number }> {
  const count = async (QueueUrl: string | undefined): Promise<number> => {
    const input = { QueueUrl, AttributeNames: ['All' as const] };
    const { Attributes = {} } = await queues(deployment).send(new GetQueueAttributesCommand(input));
    return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
  };
  return {
    waiting: await count(deployment.outputs.OrderEventsUrl),
    dead: await count(deployment.outputs.DeadOrderEventsUrl),
  };
}

/** What operators do when the reason for dead letters is gone. */
export async function redriveDeadEvents(deployment: Deployment): Promise<void> {
  const input = { QueueUrl: deployment.outputs.DeadOrderEventsUrl, AttributeNames: ['QueueArn' as const] };
  const { Attributes = {} } = await queues(deployment).send(new GetQueueAttributesCommand(input));
  await queues(deployment).send(new StartMessageMoveTaskCommand({ SourceArn: Attributes.QueueArn }));
}

/** Invokes `publish-outbox` as a schedule would. */
export async function publishOutbox(deployment: Deployment): Promise<unknown> {
  const FunctionName = deployment.outputs.PublishOutboxFunction;
  const { Payload } = await functions(deployment).send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

/** What became of each order, by id: the shipment, or undefined. */
export async function fulfilments(deployment: Deployment): Promise<Record<string, { shipmentId: string } | undefined>> {
  const orders = await itemsOf(deployment, 'OrdersTable');
  return Object.fromEntries(orders.map(({ orderId, fulfilment }) => [orderId, fulfilment]));
}
