import { Agent } from 'node:http';
import { fire, type Shot } from '../load.ts';

const partitions = 100;
const itemsPerPartition = 100;
const data = 'x'.repeat(900);

export const preloaded = partitions * itemsPerPartition;

function shot(operation: string, input: object): Shot {
  const body = JSON.stringify(input);
  return {
    method: 'POST',
    path: '/',
    headers: {
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-date': '20261121T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body,
  };
}

const keyOf = (index: number) => ({
  pk: { S: `user#${index % partitions}` },
  sk: { S: `order#${String(Math.floor(index / partitions) % itemsPerPartition).padStart(4, '0')}` },
});

const itemOf = (index: number) => ({ ...keyOf(index), data: { S: data } });
const TableName = 'bench';

/** One request of each kind, on the item of a number. */
export const shots = {
  Put: (index: number) => shot('PutItem', { TableName, Item: itemOf(index) }),
  'conditional Put': (index: number) =>
    shot('PutItem', {
      TableName,
      Item: itemOf(index),
      ConditionExpression: 'attribute_exists(pk) AND #d = :d',
      ExpressionAttributeNames: { '#d': 'data' },
      ExpressionAttributeValues: { ':d': { S: data } },
    }),
  Get: (index: number) => shot('GetItem', { TableName, Key: keyOf(index) }),
  Update: (index: number) =>
    shot('UpdateItem', {
      TableName,
      Key: keyOf(index),
      UpdateExpression: 'SET touched = :t',
      ExpressionAttributeValues: { ':t': { N: String(index) } },
    }),
  Query: (index: number) =>
    shot('Query', {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: `user#${index % partitions}` } },
      Limit: 10,
    }),
  Scan: () => shot('Scan', { TableName, Limit: 10 }),
  BatchWrite: (index: number) =>
    shot('BatchWriteItem', {
      RequestItems: {
        [TableName]: Array.from({ length: 25 }, (_, more) => ({ PutRequest: { Item: itemOf(index * 25 + more) } })),
      },
    }),
  BatchGet: (index: number) =>
    shot('BatchGetItem', {
      RequestItems: { [TableName]: { Keys: Array.from({ length: 25 }, (_, more) => keyOf(index * 25 + more)) } },
    }),
  TransactWrite: (index: number) =>
    shot('TransactWriteItems', {
      TransactItems: Array.from({ length: 4 }, (_, more) => ({
        Put: { TableName, Item: itemOf(index * 4 + more) },
      })),
    }),
} as const satisfies Readonly<Record<string, (index: number) => Shot>>;

export type ShotName = keyof typeof shots;

/** Makes the table and fills it. */
export async function prepare(port: number, stream = false): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
  const table = shot('CreateTable', {
    TableName,
    AttributeDefinitions: [attribute('pk'), attribute('sk')],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
  });
  if ((await fire(agent, port, table)) !== 200) throw new Error('CreateTable failed');
  // dynalite makes its tables a moment after it has answered.
  for (let index = 0; index < preloaded / 25; ) {
    if ((await fire(agent, port, shots.BatchWrite(index))) === 200) index += 1;
  }
  agent.destroy();
}
