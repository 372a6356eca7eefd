import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { createItemTable } from './item-tables.ts';
import { failureOf } from './refusal.ts';

const target = useCloud();
let client: DynamoDBClient;
const TableName = 'things';
const Key = { pk: { S: 'a' }, sk: { N: '1' } };
const item = { ...Key, list: { L: [{ S: 'x' }, { S: 'y' }] }, filler: { S: 'x'.repeat(5000) } };
beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createItemTable(client, TableName, ['pk', 'S'], ['sk', 'N'], {
    AttributeDefinitions: [{ AttributeName: 'other', AttributeType: 'S' }],
    LocalSecondaryIndexes: [
      {
        IndexName: 'local',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'other', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  await client.send(new PutItemCommand({ TableName, Item: item }));
});

const get = (input: Partial<GetItemCommandInput>) => client.send(new GetItemCommand({ TableName, Key, ...input }));

describe('GetItem', () => {
  it('finds a number key however it is written', async () => {
    const { Item } = await get({ Key: { ...Key, sk: { N: '0.10e1' } } });

    expect(Item).toEqual(item);
  });

  it('answers without Item where there is none', async () => {
    expect((await get({ Key: { ...Key, sk: { N: '2' } } })).Item).toBeUndefined();
  });

  it('projects', async () => {
    expect((await get({ ProjectionExpression: '#l[1], sk', ExpressionAttributeNames: { '#l': 'list' } })).Item).toEqual(
      {
        sk: { N: '1' },
        list: { L: [{ S: 'y' }] },
      },
    );
    expect((await get({ AttributesToGet: ['sk', 'gone'] })).Item).toEqual({ sk: { N: '1' } });
  });

  it('finds the table by its ARN', async () => {
    const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/things';

    expect((await get({ TableName: arn })).Item).toEqual(item);
  });

  it('counts 4 KB blocks, half as much when eventually consistent', async () => {
    const units = async (ConsistentRead: boolean) =>
      (await get({ ConsistentRead, ReturnConsumedCapacity: 'TOTAL' })).ConsumedCapacity?.CapacityUnits;

    expect([await units(true), await units(false)]).toEqual([2, 1]);
  });

  it.each<[string, Partial<GetItemCommandInput>, string]>([
    ['a key that lacks a part', { Key: { pk: { S: 'a' } } }, 'The provided key element does not match the schema'],
    [
      'an empty key',
      { Key: { ...Key, pk: { S: '' } } },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      'a path into the key',
      { ProjectionExpression: 'pk.x' },
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
    ],
  ])('rejects %s', async (_what, input, message) => {
    expect(await failureOf(get(input))).toBe(`ValidationException: ${message}`);
  });
});

describe('DeleteItem', () => {
  it('deletes, returns the old item and tells of its item collection', async () => {
    const output = await client.send(
      new DeleteItemCommand({
        TableName,
        Key,
        ReturnValues: 'ALL_OLD',
        ReturnItemCollectionMetrics: 'SIZE',
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );

    expect(output.Attributes).toEqual(item);
    expect(output.ItemCollectionMetrics).toEqual({
      ItemCollectionKey: { pk: { S: 'a' } },
      SizeEstimateRangeGB: [0, 1],
    });
    expect(output.ConsumedCapacity).toEqual({ TableName, CapacityUnits: 5 });
    expect((await get({})).Item).toBeUndefined();
  });

  it('deletes what is not there without complaint, unless a condition says so', async () => {
    const gone = { ...Key, sk: { N: '9' } };

    await client.send(new DeleteItemCommand({ TableName, Key: gone }));
    const failure = await failureOf(
      client.send(new DeleteItemCommand({ TableName, Key: gone, ConditionExpression: 'attribute_exists(pk)' })),
    );

    expect(failure).toBe('ConditionalCheckFailedException: The conditional request failed');
  });
});
