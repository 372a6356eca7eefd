import { BatchGetItemCommand, BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { createItemTable } from './item-tables.ts';
import { failureOf } from './refusal.ts';

const target = useCloud();
let client: DynamoDBClient;
beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createItemTable(client, 'things', ['pk', 'S']);
  await createItemTable(client, 'others', ['pk', 'N']);
});

const key = (pk: string) => ({ pk: { S: pk } });
const put = (pk: string, size = 0) => ({ PutRequest: { Item: { ...key(pk), filler: { S: 'x'.repeat(size) } } } });

describe('BatchWriteItem, BatchGetItem', () => {
  it('write to and read from several tables', async () => {
    const written = await client.send(
      new BatchWriteItemCommand({
        RequestItems: { things: [put('a'), put('b')], others: [{ PutRequest: { Item: { pk: { N: '1' } } } }] },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    await client.send(new BatchWriteItemCommand({ RequestItems: { things: [{ DeleteRequest: { Key: key('b') } }] } }));
    const read = await client.send(
      new BatchGetItemCommand({
        RequestItems: {
          things: { Keys: [key('a'), key('b')], ProjectionExpression: 'pk', ConsistentRead: true },
          others: { Keys: [{ pk: { N: '1.0' } }] },
        },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );

    expect(written.UnprocessedItems).toEqual({});
    expect(written.ConsumedCapacity).toEqual([
      { TableName: 'things', CapacityUnits: 2 },
      { TableName: 'others', CapacityUnits: 1 },
    ]);
    expect(read.Responses).toEqual({ things: [key('a')], others: [{ pk: { N: '1' } }] });
    expect(read.UnprocessedKeys).toEqual({});
    expect(read.ConsumedCapacity).toEqual([
      { TableName: 'things', CapacityUnits: 2 },
      { TableName: 'others', CapacityUnits: 0.5 },
    ]);
  });

  it('answer 16 MB and leave the rest to the caller', async () => {
    const names = Array.from({ length: 45 }, (_, index) => `big-${index}`);
    for (let start = 0; start < names.length; start += 15) {
      const things = names.slice(start, start + 15).map((name) => put(name, 400_000));
      await client.send(new BatchWriteItemCommand({ RequestItems: { things } }));
    }

    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { things: { Keys: names.map(key), ConsistentRead: true } } }),
    );

    const fitting = Math.floor((16 * 1024 * 1024) / 400_020);
    expect(Responses?.things).toHaveLength(fitting);
    expect(UnprocessedKeys).toEqual({ things: { Keys: names.slice(fitting).map(key), ConsistentRead: true } });
  });

  it('reject a request that asks for nothing', async () => {
    const RequestItems = undefined as never;
    const nothing =
      "ValidationException: 1 validation error detected: Value null at 'requestItems' failed to satisfy constraint: " +
      'Member must not be null';

    expect(await failureOf(client.send(new BatchGetItemCommand({ RequestItems })))).toBe(nothing);
    expect(await failureOf(client.send(new BatchWriteItemCommand({ RequestItems })))).toBe(nothing);
  });

  it('reject the same key twice', async () => {
    const get = new BatchGetItemCommand({ RequestItems: { things: { Keys: [key('a'), key('a')] } } });
    const write = new BatchWriteItemCommand({
      RequestItems: { things: [put('a'), { DeleteRequest: { Key: key('a') } }] },
    });
    const duplicates = 'ValidationException: Provided list of item keys contains duplicates';

    expect(await failureOf(client.send(get))).toBe(duplicates);
    expect(await failureOf(client.send(write))).toBe(duplicates);
  });

  it('reject more than 25 writes and 100 keys over all tables', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
    const write = new BatchWriteItemCommand({
      RequestItems: {
        things: many(20).map((pk) => put(pk)),
        others: many(6).map((N) => ({ PutRequest: { Item: { pk: { N } } } })),
      },
    });
    const get = new BatchGetItemCommand({
      RequestItems: { things: { Keys: many(60).map(key) }, others: { Keys: many(41).map((N) => ({ pk: { N } })) } },
    });

    expect(await failureOf(client.send(write))).toBe(
      'ValidationException: Too many items requested for the BatchWriteItem call',
    );
    expect(await failureOf(client.send(get))).toBe(
      'ValidationException: Too many items requested for the BatchGetItem call',
    );
  });
});
