import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../../cloud.ts';
import { invalid, type Refusal, refusal, validation } from '../refusal.ts';
import { attributes, createTable, globalIndex } from '../table-inputs.ts';

const target = useCloud();
const pk = { S: 'a' };

const indexed = {
  AttributeDefinitions: attributes({ pk: 'S', g: 'S' }),
  GlobalSecondaryIndexes: [globalIndex('by-g', 'g')],
};

const mismatch = (actual: string): Refusal =>
  invalid(`Type mismatch for Index Key g Expected: S Actual: ${actual} IndexName: by-g`);

const empty = validation(
  'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
    'The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-g, IndexKey: g',
);

const cases: readonly (readonly [string, AttributeValue, Refusal])[] = [
  ['another type', { N: '1' }, mismatch('N')],
  ['a list', { L: [{ S: 'x' }] }, mismatch('L')],
  ['an empty string', { S: '' }, empty],
];

describe('keys of indexes', () => {
  it.each(cases)('PutItem and BatchWriteItem reject %s', async (_title, g, refused) => {
    const client = target.client(DynamoDBClient);
    await createTable(client, indexed);
    const Item = { pk, g };

    const put = new PutItemCommand({ TableName: 'orders', Item });
    const batch = new BatchWriteItemCommand({ RequestItems: { orders: [{ PutRequest: { Item } }] } });

    expect(await refusal(client.send(put))).toEqual(refused);
    expect(await refusal(client.send(batch))).toEqual(refused);
  });

  it('UpdateItem rejects another type and an empty string', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, indexed);
    const update = (value: AttributeValue) =>
      new UpdateItemCommand({
        TableName: 'orders',
        Key: { pk },
        UpdateExpression: 'SET g = :v',
        ExpressionAttributeValues: { ':v': value },
      });

    expect(await refusal(client.send(update({ N: '1' })))).toEqual(mismatch('N'));
    expect(await refusal(client.send(update({ S: '' })))).toEqual(
      validation(
        'One or more parameter values are not valid. The update expression attempted to update a secondary index ' +
          'key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ' +
          'string value.',
      ),
    );
  });

  it('TransactWriteItems cancels for another type, and rejects an empty string', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, indexed);
    const write = (g: AttributeValue) =>
      client.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'orders', Item: { pk, g } } }] }),
      );

    await expect(write({ N: '1' })).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]',
      CancellationReasons: [{ Code: 'ValidationError', Message: mismatch('N').message }],
    });
    expect(await refusal(write({ S: '' }))).toEqual(empty);
  });

  it('leaves items without the key out of the index', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, indexed);
    const put = (Item: Record<string, AttributeValue>) =>
      client.send(new PutItemCommand({ TableName: 'orders', Item }));
    const found = async () => {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: 'orders',
          IndexName: 'by-g',
          KeyConditionExpression: 'g = :g',
          ExpressionAttributeValues: { ':g': { S: 'x' } },
        }),
      );
      return Items?.map((item) => item.pk?.S);
    };

    await put({ pk: { S: '1' }, g: { S: 'x' } });
    await put({ pk: { S: '2' } });
    const before = await found();
    await put({ pk: { S: '1' } });

    expect(before).toEqual(['1']);
    expect(await found()).toEqual([]);
  });

  it('fills a new index with the items that have its key in the right type', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);
    const values: readonly AttributeValue[] = [{ S: 'x' }, { N: '1' }, { S: 'x' }];
    for (const [index, g] of values.entries()) {
      await client.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: `${index}` }, g } }));
    }

    await client.send(
      new UpdateTableCommand({
        TableName: 'orders',
        AttributeDefinitions: attributes({ g: 'S' }),
        GlobalSecondaryIndexUpdates: [{ Create: globalIndex('by-g', 'g') }],
      }),
    );
    const { Items } = await client.send(
      new QueryCommand({
        TableName: 'orders',
        IndexName: 'by-g',
        KeyConditionExpression: 'g = :g',
        ExpressionAttributeValues: { ':g': { S: 'x' } },
      }),
    );

    expect(Items?.map((item) => item.pk?.S).sort()).toEqual(['0', '2']);
  });
});
