import {
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { createItemTable } from './item-tables.ts';
import { failureOf } from './refusal.ts';

const target = useCloud();
let client: DynamoDBClient;
beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createItemTable(client, 'things', ['pk', 'S'], ['sk', 'S'], {
    AttributeDefinitions: [
      { AttributeName: 'group', AttributeType: 'S' },
      { AttributeName: 'rank', AttributeType: 'N' },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: 'local',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'rank', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'global',
        KeySchema: [
          { AttributeName: 'group', KeyType: 'HASH' },
          { AttributeName: 'rank', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['note'] },
      },
    ],
  });
  const items = ['a1', 'a2', 'b1', 'b2', 'é'].map((sk, index) => ({
    pk: { S: 'p' },
    sk: { S: sk },
    rank: { N: String(10 - index) },
    group: { S: index % 2 === 0 ? 'even' : 'odd' },
    note: { S: `note ${sk}` },
    more: { M: { deep: { N: String(index) } } },
  }));
  await client.send(
    new BatchWriteItemCommand({ RequestItems: { things: items.map((Item) => ({ PutRequest: { Item } })) } }),
  );
});

const query = (input: Partial<QueryCommandInput>) => client.send(new QueryCommand({ TableName: 'things', ...input }));
const p = { ':p': { S: 'p' } };
const sortKeys = async (input: Partial<QueryCommandInput>) => (await query(input)).Items?.map(({ sk }) => sk?.S);

describe('Query', () => {
  it.each([
    ['pk = :p', {}, ['a1', 'a2', 'b1', 'b2', 'é']],
    ['pk = :p AND sk = :x', { ':x': { S: 'b1' } }, ['b1']],
    ['pk = :p AND begins_with(sk, :x)', { ':x': { S: 'a' } }, ['a1', 'a2']],
    ['sk BETWEEN :x AND :y AND pk = :p', { ':x': { S: 'a2' }, ':y': { S: 'b1' } }, ['a2', 'b1']],
    ['(pk = :p) AND (:x < sk)', { ':x': { S: 'b1' } }, ['b2', 'é']],
    ['pk = :p AND sk <= :x', { ':x': { S: 'a2' } }, ['a1', 'a2']],
  ])('finds by %s', async (KeyConditionExpression, values, expected) => {
    expect(await sortKeys({ KeyConditionExpression, ExpressionAttributeValues: { ...p, ...values } })).toEqual(
      expected,
    );
  });

  it('goes backwards and in pages', async () => {
    const input = {
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: p,
      ScanIndexForward: false,
      Limit: 2,
    };

    const first = await query(input);
    const second = await query({ ...input, ExclusiveStartKey: first.LastEvaluatedKey });

    expect(first.Items?.map(({ sk }) => sk?.S)).toEqual(['é', 'b2']);
    expect(first.LastEvaluatedKey).toEqual({ pk: { S: 'p' }, sk: { S: 'b2' } });
    expect(second.Items?.map(({ sk }) => sk?.S)).toEqual(['b1', 'a2']);
  });

  it('filters behind the limit, and counts both', async () => {
    const output = await query({
      KeyConditionExpression: 'pk = :p',
      FilterExpression: '#m.deep > :one',
      ExpressionAttributeNames: { '#m': 'more' },
      ExpressionAttributeValues: { ...p, ':one': { N: '1' } },
      Limit: 3,
    });

    expect(output).toMatchObject({ Count: 1, ScannedCount: 3, LastEvaluatedKey: { sk: { S: 'b1' } } });
  });

  it('counts without items', async () => {
    const output = await query({ KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: p, Select: 'COUNT' });

    expect(output).toMatchObject({ Count: 5, ScannedCount: 5 });
    expect(output.Items).toBeUndefined();
  });

  it('shows what an index projects, in the order of the index', async () => {
    const output = await query({
      IndexName: 'global',
      KeyConditionExpression: '#g = :g',
      ExpressionAttributeNames: { '#g': 'group' },
      ExpressionAttributeValues: { ':g': { S: 'odd' } },
      Limit: 1,
    });

    expect(output.Items).toEqual([
      { pk: { S: 'p' }, sk: { S: 'b2' }, group: { S: 'odd' }, rank: { N: '7' }, note: { S: 'note b2' } },
    ]);
    expect(output.LastEvaluatedKey).toEqual({ pk: { S: 'p' }, sk: { S: 'b2' }, group: { S: 'odd' }, rank: { N: '7' } });
  });

  it('fetches what a local index does not project', async () => {
    const input = { IndexName: 'local', KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: p, Limit: 1 };

    const projected = await query(input);
    const all = await query({ ...input, Select: 'ALL_ATTRIBUTES', ReturnConsumedCapacity: 'INDEXES' });

    expect(projected.Items).toEqual([{ pk: { S: 'p' }, sk: { S: 'é' }, rank: { N: '6' } }]);
    expect(all.Items?.[0]?.note).toEqual({ S: 'note é' });
    expect(all.ConsumedCapacity).toEqual({
      TableName: 'things',
      CapacityUnits: 1,
      Table: { CapacityUnits: 0.5 },
      LocalSecondaryIndexes: { local: { CapacityUnits: 0.5 } },
    });
  });

  it('ends a page at 1 MB', async () => {
    for (const sk of ['1', '2', '3', '4']) {
      const Item = { pk: { S: 'big' }, sk: { S: sk }, filler: { S: 'x'.repeat(390_000) } };
      await client.send(new PutItemCommand({ TableName: 'things', Item }));
    }

    const output = await query({
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'big' } },
      ReturnConsumedCapacity: 'TOTAL',
    });

    expect(output.Items?.map(({ sk }) => sk?.S)).toEqual(['1', '2', '3']);
    expect(output.LastEvaluatedKey).toEqual({ pk: { S: 'big' }, sk: { S: '3' } });
    expect(output.ConsumedCapacity?.CapacityUnits).toBe(143);
  });

  it('understands KeyConditions and QueryFilter', async () => {
    const found = await sortKeys({
      KeyConditions: {
        pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'p' }] },
        sk: { ComparisonOperator: 'GE', AttributeValueList: [{ S: 'a2' }] },
      },
      QueryFilter: { note: { ComparisonOperator: 'CONTAINS', AttributeValueList: [{ S: '2' }] } },
    });

    expect(found).toEqual(['a2', 'b2']);
  });

  describe('validation', () => {
    it.each<[string, Partial<QueryCommandInput>, string]>([
      [
        'no condition',
        {},
        'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
      ],
      [
        'OR',
        { KeyConditionExpression: 'pk = :p OR sk = :p', ExpressionAttributeValues: p },
        'Invalid operator used in KeyConditionExpression: OR',
      ],
      [
        'contains',
        { KeyConditionExpression: 'contains(pk, :p)', ExpressionAttributeValues: p },
        'Invalid operator used in KeyConditionExpression: contains',
      ],
      [
        'a range of the partition key',
        { KeyConditionExpression: 'pk > :p', ExpressionAttributeValues: p },
        'Query key condition not supported',
      ],
      [
        'two conditions on one key',
        { KeyConditionExpression: 'pk = :p AND pk = :p', ExpressionAttributeValues: p },
        'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key',
      ],
      [
        'a value of another type',
        { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { N: '1' } } },
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      ],
      [
        'a filter on the key',
        { KeyConditionExpression: 'pk = :p', FilterExpression: 'sk = :p', ExpressionAttributeValues: p },
        'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
      ],
      [
        'all attributes of a global index that has not all',
        {
          IndexName: 'global',
          Select: 'ALL_ATTRIBUTES',
          KeyConditionExpression: '#g = :p',
          ExpressionAttributeNames: { '#g': 'group' },
          ExpressionAttributeValues: p,
        },
        'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index global because its projection type is not ALL',
      ],
      [
        'a start in another partition',
        {
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: p,
          ExclusiveStartKey: { pk: { S: 'q' }, sk: { S: 'a1' } },
        },
        'The provided starting key is outside query boundaries based on provided conditions',
      ],
      [
        'a start outside of the range',
        {
          KeyConditionExpression: 'pk = :p AND sk > :s',
          ExpressionAttributeValues: { ...p, ':s': { S: 'b' } },
          ExclusiveStartKey: { pk: { S: 'p' }, sk: { S: 'a1' } },
        },
        'The provided starting key does not match the range key predicate',
      ],
    ])('rejects %s', async (_what, input, message) => {
      expect(await failureOf(query(input))).toBe(`ValidationException: ${message}`);
    });
  });
});
