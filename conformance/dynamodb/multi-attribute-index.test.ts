import { BatchWriteItemCommand, DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { createItemTable } from './item-tables.ts';
import { failureOf } from './refusal.ts';

const target = useCloud();
let client: DynamoDBClient;
beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createItemTable(client, 'matches', ['id', 'S'], undefined, {
    AttributeDefinitions: [
      { AttributeName: 'cup', AttributeType: 'S' },
      { AttributeName: 'area', AttributeType: 'S' },
      { AttributeName: 'stage', AttributeType: 'S' },
      { AttributeName: 'score', AttributeType: 'N' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-cup',
        KeySchema: [
          { AttributeName: 'cup', KeyType: 'HASH' },
          { AttributeName: 'area', KeyType: 'HASH' },
          { AttributeName: 'stage', KeyType: 'RANGE' },
          { AttributeName: 'score', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  const rows = [
    ['1', 'winter', 'north', 'final', '9'],
    ['2', 'winter', 'north', 'final', '10'],
    ['3', 'winter', 'north', 'semi', '1'],
    ['4', 'winter', 'south', 'final', '5'],
    ['5', 'winter', 'north', undefined, '5'],
  ] as const;
  const matches = rows.map(([id, cup, area, stage, score]) => ({
    PutRequest: {
      Item: {
        id: { S: id },
        cup: { S: cup },
        area: { S: area },
        ...(stage && { stage: { S: stage } }),
        score: { N: score },
      },
    },
  }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { matches } }));
});

const values = { ':c': { S: 'winter' }, ':a': { S: 'north' } };
const ids = async (input: Partial<QueryCommandInput>) => {
  const output = await client.send(new QueryCommand({ TableName: 'matches', IndexName: 'by-cup', ...input }));
  return output.Items?.map(({ id }) => id?.S);
};

describe('an index of several attributes', () => {
  it.each([
    ['cup = :c AND area = :a', {}, ['1', '2', '3']],
    ['cup = :c AND area = :a AND stage = :s', { ':s': { S: 'final' } }, ['1', '2']],
    ['score > :n AND stage = :s AND area = :a AND cup = :c', { ':s': { S: 'final' }, ':n': { N: '9' } }, ['2']],
    ['cup = :c AND area = :a AND stage > :s', { ':s': { S: 'final' } }, ['3']],
  ])('is queried by %s', async (KeyConditionExpression, more, expected) => {
    expect(await ids({ KeyConditionExpression, ExpressionAttributeValues: { ...values, ...more } })).toEqual(expected);
  });

  it('goes on where a page ended', async () => {
    const input = { KeyConditionExpression: 'cup = :c AND area = :a', ExpressionAttributeValues: values, Limit: 1 };
    const from = { TableName: 'matches', IndexName: 'by-cup', ...input };

    const first = await client.send(new QueryCommand(from));

    expect(Object.keys(first.LastEvaluatedKey ?? {}).sort()).toEqual(['area', 'cup', 'id', 'score', 'stage']);
    expect(await ids({ ...input, Limit: 9, ExclusiveStartKey: first.LastEvaluatedKey })).toEqual(['2', '3']);
  });

  it('demands the whole partition key, and sort attributes from the left', async () => {
    const onlyCup = ids({ KeyConditionExpression: 'cup = :c', ExpressionAttributeValues: { ':c': { S: 'winter' } } });
    const gap = ids({
      KeyConditionExpression: 'cup = :c AND area = :a AND score = :n',
      ExpressionAttributeValues: { ...values, ':n': { N: '1' } },
    });

    expect(await failureOf(onlyCup)).toBe('ValidationException: Query condition missed key schema element: area');
    expect(await failureOf(gap)).toBe(
      'ValidationException: RANGE key attributes stage must have equality conditions specified in the query because ' +
        'a condition is present on key attribute score',
    );
  });
});
