import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual', enforceCapacity: true });
let client: DynamoDBClient;
const TableName = 'orders';
/** Seconds of unused capacity that are kept. */
const burst = 300;
const kilobyte = 'x'.repeat(1000);

beforeEach(() => {
  client = new DynamoDBClient({ ...target.cloud.clientConfig(), maxAttempts: 1 });
});

const makeTable = (units: number, further: Partial<CreateTableCommandInput> = {}) =>
  client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      ProvisionedThroughput: { ReadCapacityUnits: units, WriteCapacityUnits: units },
      ...further,
    }),
  );

const put = (id = 'a') => client.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
const get = () => client.send(new GetItemCommand({ TableName, Key: { id: { S: 'a' } }, ConsistentRead: true }));

/** How many calls go through until one is refused. */
async function untilRefused(call: () => Promise<unknown>): Promise<{ count: number; error: Error }> {
  for (let count = 0; ; count += 1) {
    try {
      await call();
    } catch (error) {
      return { count, error: error as Error };
    }
  }
}

describe('a table with provisioned capacity', () => {
  it('takes writes up to its burst, then as fast as its units come', async () => {
    await makeTable(1);
    const first = await untilRefused(put);
    await target.cloud.clock.advance('10s');
    const second = await untilRefused(put);

    expect([first.count, second.count]).toEqual([burst, 10]);
    expect(first.error).toMatchObject({
      name: 'ProvisionedThroughputExceededException',
      message:
        'The level of configured provisioned throughput for the table was exceeded. ' +
        'Consider increasing your provisioning level with the UpdateTable API.',
      ThrottlingReasons: [{ reason: 'TableWriteProvisionedThroughputExceeded' }],
    });
  });

  it('counts reads on their own, by what they cost', async () => {
    await makeTable(1);
    await put();
    const { count, error } = await untilRefused(get);

    expect([count, error.name]).toEqual([burst, 'ProvisionedThroughputExceededException']);
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: 'id = :id',
      ExpressionAttributeValues: { ':id': { S: 'a' } },
    });
    await expect(client.send(query)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    await put();
  });

  it('leaves of batches what is too much, and refuses those of which nothing is done', async () => {
    await makeTable(1);
    for (let count = 0; count < burst - 2; count += 1) await put();
    const ids = ['b', 'c', 'd', 'e'];
    const RequestItems = {
      [TableName]: ids.map((id) => ({ PutRequest: { Item: { id: { S: id }, pad: { S: kilobyte } } } })),
    };
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems }));

    // Two units were left; the first item costs one, the second overdraws nothing.
    expect(UnprocessedItems?.[TableName]?.map(({ PutRequest }) => PutRequest?.Item?.id?.S)).toEqual(['d', 'e']);
    await expect(client.send(new BatchWriteItemCommand({ RequestItems }))).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    });
  });

  it('leaves of batched reads what is too much', async () => {
    await makeTable(1);
    for (let count = 0; count < burst - 1; count += 1) await get();
    const Keys = ['a', 'b', 'c'].map((id) => ({ id: { S: id } }));
    const { UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
    );

    expect(UnprocessedKeys?.[TableName]?.Keys).toHaveLength(2);
  });

  it('cancels transactions with the reason', async () => {
    await makeTable(1);
    await untilRefused(put);
    const TransactItems = [{ Put: { TableName, Item: { id: { S: 'b' } } } }];

    await expect(client.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ProvisionedThroughputExceeded' }],
    });
  });
});

it('a table on demand has the maximum that it was given, or none', async () => {
  const onDemand = { BillingMode: 'PAY_PER_REQUEST' as const, ProvisionedThroughput: undefined };
  await makeTable(0, { ...onDemand, OnDemandThroughput: { MaxWriteRequestUnits: 5, MaxReadRequestUnits: 5 } });
  const { count, error } = await untilRefused(put);
  await target.cloud.reset();
  await makeTable(0, onDemand);
  for (let more = 0; more < 100; more += 1) await put();

  expect([count, error.name]).toEqual([5, 'ThrottlingException']);
});

it('one partition key has its own limit, whatever the table has', async () => {
  await makeTable(40_000);
  const Item = { id: { S: 'hot' }, pad: { S: 'x'.repeat(390_000) } };
  const { count, error } = await untilRefused(() => client.send(new PutItemCommand({ TableName, Item })));

  // 1,000 units a second, kept for five minutes, at 381 units an item.
  expect(count).toBe(Math.ceil((1000 * burst) / 381));
  expect(error).toMatchObject({ ThrottlingReasons: [{ reason: 'TableWriteKeyRangeThroughputExceeded' }] });
  await put('cool');
});
