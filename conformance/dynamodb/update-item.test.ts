import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { createThings } from './item-tables.ts';
import { failureOf } from './refusal.ts';

const target = useCloud();
let client: DynamoDBClient;
const Key = { pk: { S: 'a' } };
beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createThings(client, 'ALL');
  const item = {
    ...Key,
    n: { N: '1' },
    m: { M: { x: { S: 'x' }, y: { S: 'y' } } },
    l: { L: [{ S: '0' }, { S: '1' }] },
  };
  await client.send(new PutItemCommand({ TableName: 'things', Item: item }));
});

const update = (input: Partial<UpdateItemCommandInput>) =>
  client.send(new UpdateItemCommand({ TableName: 'things', Key, ...input }));

describe('UpdateItem', () => {
  it('creates an item that is not there', async () => {
    const key = { pk: { S: 'new' } };

    const output = await update({
      Key: key,
      UpdateExpression: 'ADD visits :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'ALL_NEW',
    });

    expect(output.Attributes).toEqual({ ...key, visits: { N: '1' } });
  });

  it.each([
    [
      'ALL_OLD',
      { ...Key, n: { N: '1' }, m: { M: { x: { S: 'x' }, y: { S: 'y' } } }, l: { L: [{ S: '0' }, { S: '1' }] } },
    ],
    ['UPDATED_OLD', { n: { N: '1' }, m: { M: { x: { S: 'x' } } }, l: { L: [{ S: '0' }] } }],
    ['UPDATED_NEW', { n: { N: '3' }, m: { M: { x: { S: 'z' } } }, l: { L: [{ S: '1' }] } }],
    ['ALL_NEW', { ...Key, n: { N: '3' }, m: { M: { x: { S: 'z' }, y: { S: 'y' } } }, l: { L: [{ S: '1' }] } }],
  ] as const)('returns %s', async (ReturnValues, expected) => {
    const output = await update({
      UpdateExpression: 'SET m.x = :z, n = n + :two REMOVE l[0]',
      ExpressionAttributeValues: { ':z': { S: 'z' }, ':two': { N: '2' } },
      ReturnValues,
    });

    expect(output.Attributes).toEqual(expected);
  });

  it('returns nothing of what was not there', async () => {
    const output = await update({
      UpdateExpression: 'SET fresh = :v',
      ExpressionAttributeValues: { ':v': { S: 'v' } },
      ReturnValues: 'UPDATED_OLD',
    });

    expect(output.Attributes).toBeUndefined();
  });

  it('checks the condition against the item as it was', async () => {
    const input = {
      UpdateExpression: 'SET n = :two',
      ConditionExpression: 'n = :one',
      ExpressionAttributeValues: { ':one': { N: '1' }, ':two': { N: '2' } },
    };

    await update(input);

    expect(await failureOf(update(input))).toBe('ConditionalCheckFailedException: The conditional request failed');
  });

  it('understands AttributeUpdates', async () => {
    await update({
      AttributeUpdates: {
        n: { Action: 'ADD', Value: { N: '4' } },
        m: { Action: 'DELETE' },
        l: { Action: 'ADD', Value: { L: [{ S: '2' }] } },
        s: { Value: { SS: ['a', 'b'] } },
      },
    });
    await update({ AttributeUpdates: { s: { Action: 'DELETE', Value: { SS: ['a'] } } } });

    const { Item } = await client.send(new GetItemCommand({ TableName: 'things', Key }));
    expect(Item).toEqual({ ...Key, n: { N: '5' }, l: { L: [{ S: '0' }, { S: '1' }, { S: '2' }] }, s: { SS: ['b'] } });
  });

  describe('validation', () => {
    const v = { ':v': { S: 'v' } };
    const n = { ':v': { N: '1' } };
    it.each<[string, Partial<UpdateItemCommandInput>, string]>([
      [
        'an update of the key',
        { UpdateExpression: 'SET pk = :v', ExpressionAttributeValues: v },
        'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
      ],
      [
        'a key with more than the key',
        { Key: { ...Key, x: { S: 'x' } }, UpdateExpression: 'REMOVE n' },
        'The provided key element does not match the schema',
      ],
      [
        'an index key of another type',
        { UpdateExpression: 'SET kind = :v', ExpressionAttributeValues: n },
        'One or more parameter values were invalid: Type mismatch for Index Key kind Expected: S Actual: N IndexName: by-kind',
      ],
      [
        'an index key that turns out to be of another type',
        { UpdateExpression: 'SET kind = n' },
        'The update expression attempted to update the secondary index key to unsupported type',
      ],
      [
        'a path that is not there',
        { UpdateExpression: 'SET gone.x = :v', ExpressionAttributeValues: v },
        'The document path provided in the update expression is invalid for update',
      ],
      [
        'a sum with what is not there',
        { UpdateExpression: 'SET n = gone + :v', ExpressionAttributeValues: n },
        'The provided expression refers to an attribute that does not exist in the item',
      ],
      [
        'an item that would become too large',
        { UpdateExpression: 'SET filler = :v', ExpressionAttributeValues: { ':v': { S: 'x'.repeat(400 * 1024) } } },
        'Item size to update has exceeded the maximum allowed size',
      ],
      [
        'an expression beside AttributeUpdates',
        { UpdateExpression: 'REMOVE n', AttributeUpdates: {} },
        '1 validation error detected: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}',
      ],
    ])('rejects %s', async (_what, input, message) => {
      expect(await failureOf(update(input))).toBe(`ValidationException: ${message}`);
    });
  });
});
