import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { createItemTable } from './item-tables.ts';
import { failureOf } from './refusal.ts';

const target = useCloud({ clock: 'virtual' });
let client: DynamoDBClient;
beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createItemTable(client, 'things', ['pk', 'S']);
  await client.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: 'old' }, n: { N: '1' } } }));
});

const TableName = 'things';
const key = (pk: string) => ({ pk: { S: pk } });
const write = (TransactItems: TransactWriteItem[], more: Partial<TransactWriteItemsCommandInput> = {}) =>
  client.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
const get = async (pk: string) => (await client.send(new GetItemCommand({ TableName, Key: key(pk) }))).Item;
const add = (pk: string, by = '1'): TransactWriteItem => ({
  Update: { TableName, Key: key(pk), UpdateExpression: 'ADD n :by', ExpressionAttributeValues: { ':by': { N: by } } },
});

describe('TransactWriteItems', () => {
  it('does all kinds of actions at once, at twice the capacity', async () => {
    const output = await write(
      [
        { Put: { TableName, Item: { ...key('new'), s: { S: 'x' } } } },
        add('old'),
        { ConditionCheck: { TableName, Key: key('none'), ConditionExpression: 'attribute_not_exists(pk)' } },
        { Delete: { TableName, Key: key('gone') } },
      ],
      { ReturnConsumedCapacity: 'TOTAL' },
    );

    expect(await get('new')).toEqual({ ...key('new'), s: { S: 'x' } });
    expect((await get('old'))?.n).toEqual({ N: '2' });
    expect(await get('none')).toBeUndefined();
    expect(output.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 8, WriteCapacityUnits: 8 }]);
  });

  it('does nothing when one action cannot be done, and tells why for each in order', async () => {
    const call = write([
      { Put: { TableName, Item: key('new') } },
      {
        ConditionCheck: {
          TableName,
          Key: key('old'),
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      {
        Update: {
          TableName,
          Key: key('other'),
          UpdateExpression: 'SET a.b = :v',
          ExpressionAttributeValues: { ':v': { S: 'x' } },
        },
      },
    ]);

    await expect(call).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError]',
      CancellationReasons: [
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { pk: { S: 'old' }, n: { N: '1' } },
        },
        {
          Code: 'ValidationError',
          Message: 'The document path provided in the update expression is invalid for update',
        },
      ],
    });
    expect(await get('new')).toBeUndefined();
  });

  it('does a request with a token once in ten minutes', async () => {
    const request = [add('old')];
    const token = { ClientRequestToken: 'token-1' };

    await write(request, token);
    const again = await write(request, { ...token, ReturnConsumedCapacity: 'TOTAL' });
    const other = await failureOf(write([add('old', '2')], token));

    expect((await get('old'))?.n).toEqual({ N: '2' });
    expect(again.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 2, ReadCapacityUnits: 2 }]);
    expect(other).toContain('IdempotentParameterMismatchException');

    await target.cloud.clock.advance('10m');
    await write(request, token);

    expect((await get('old'))?.n).toEqual({ N: '3' });
  });

  it('lets a cancelled request be tried again with its token', async () => {
    const request: TransactWriteItem[] = [
      { Put: { TableName, Item: key('new'), ConditionExpression: 'attribute_not_exists(pk)' } },
    ];
    const token = { ClientRequestToken: 'token-2' };
    await client.send(new PutItemCommand({ TableName, Item: key('new') }));

    expect(await failureOf(write(request, token))).toContain('TransactionCanceledException');
    expect(await failureOf(write(request, token))).toContain('TransactionCanceledException');
  });

  it('rejects two actions on one item and an action that is two', async () => {
    const twice = await failureOf(write([add('old'), { Delete: { TableName, Key: key('old') } }]));
    const both = await failureOf(write([{ ...add('old'), Delete: { TableName, Key: key('new') } }]));

    expect(twice).toBe('ValidationException: Transaction request cannot include multiple operations on one item');
    expect(both).toBe('ValidationException: TransactItems can only contain one of Check, Put, Update or Delete');
  });
});

describe('TransactGetItems', () => {
  it('answers in the order of the request, with nothing for what is not there', async () => {
    const output = await client.send(
      new TransactGetItemsCommand({
        TransactItems: [
          { Get: { TableName, Key: key('none') } },
          { Get: { TableName, Key: key('old'), ProjectionExpression: 'n' } },
        ],
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );

    expect(output.Responses).toEqual([{}, { Item: { n: { N: '1' } } }]);
    expect(output.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4, ReadCapacityUnits: 4 }]);
  });

  it('tells a key that does not fit as the reason of its action', async () => {
    const call = client.send(
      new TransactGetItemsCommand({
        TransactItems: [{ Get: { TableName, Key: key('old') } }, { Get: { TableName, Key: { pk: { N: '1' } } } }],
      }),
    );

    await expect(call).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
      ],
    });
  });
});
