import { createHash, randomUUID } from 'node:crypto';
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

interface Event {
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly body: string;
}

const client = new DynamoDBClient({});
const { REQUESTS_TABLE, ORDERS_TABLE } = process.env;

/** Lock, charge, store, complete: four calls, and as many more stores as the query asks for. */
export const handler = async (event: Event) => {
  const id = event.headers['idempotency-key'] ?? '';
  const owner = randomUUID();
  const now = Date.now();
  try {
    await client.send(
      new PutItemCommand({
        TableName: REQUESTS_TABLE,
        Item: { id: { S: id }, owner: { S: owner }, until: { N: String(now + 10_000) } },
        ConditionExpression: 'attribute_not_exists(id) OR (attribute_not_exists(answer) AND #until < :now)',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':now': { N: String(now) } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  } catch (error) {
    const found = (error as { readonly Item?: Readonly<Record<string, { readonly S?: string }>> }).Item;
    if (found?.answer?.S) return { statusCode: 201, body: found.answer.S };
    if (found?.owner?.S !== owner) return { statusCode: found ? 409 : 503, body: 'try again' };
  }
  const orderId = createHash('sha256').update(id).digest('hex').slice(0, 16);
  const charged = await fetch('https://payments.example.com/charges', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': orderId },
    body: event.body,
    signal: AbortSignal.timeout(2000),
  });
  if (!charged.ok) throw new Error(`the provider answered ${charged.status}`);
  const { id: chargeId } = (await charged.json()) as { readonly id: string };
  for (let part = 0; part < Number(event.queryStringParameters?.parts ?? 1); part += 1) {
    const Item = { orderId: { S: `${orderId}-${part}` }, chargeId: { S: chargeId } };
    await client.send(new PutItemCommand({ TableName: ORDERS_TABLE, Item }));
  }
  const body = JSON.stringify({ orderId, chargeId });
  await client.send(
    new UpdateItemCommand({
      TableName: REQUESTS_TABLE,
      Key: { id: { S: id } },
      UpdateExpression: 'SET answer = :answer',
      ConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':answer': { S: body }, ':owner': { S: owner } },
    }),
  );
  return { statusCode: 201, body };
};
