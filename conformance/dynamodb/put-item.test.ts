import { DynamoDBClient, GetItemCommand, PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { createThings } from './item-tables.ts';
import { failureOf } from './refusal.ts';

const target = useCloud();
let client: DynamoDBClient;
beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createThings(client, 'KEYS_ONLY');
});

const put = (input: Partial<PutItemCommandInput>) =>
  client.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: 'a' } }, ...input }));
const get = async (pk: string) =>
  (await client.send(new GetItemCommand({ TableName: 'things', Key: { pk: { S: pk } } }))).Item;

describe('PutItem', () => {
  it('stores all types of values and normalises numbers', async () => {
    await put({
      Item: {
        pk: { S: 'a' },
        n: { N: '+01.50e1' },
        b: { B: new Uint8Array([1, 2, 255]) },
        none: { NULL: true },
        yes: { BOOL: false },
        ss: { SS: ['x', 'y'] },
        ns: { NS: ['1.0', '2'] },
        bs: { BS: [new Uint8Array([0])] },
        list: { L: [{ S: '' }, { M: { __proto__x: { N: '0' } } }] },
      },
    });

    expect(await get('a')).toEqual({
      pk: { S: 'a' },
      n: { N: '15' },
      b: { B: new Uint8Array([1, 2, 255]) },
      none: { NULL: true },
      yes: { BOOL: false },
      ss: { SS: ['x', 'y'] },
      ns: { NS: ['1', '2'] },
      bs: { BS: [new Uint8Array([0])] },
      list: { L: [{ S: '' }, { M: { __proto__x: { N: '0' } } }] },
    });
  });

  it('returns the old item when asked', async () => {
    await put({ Item: { pk: { S: 'a' }, v: { N: '1' } } });

    const first = await put({ Item: { pk: { S: 'b' } }, ReturnValues: 'ALL_OLD' });
    const second = await put({ Item: { pk: { S: 'a' }, v: { N: '2' } }, ReturnValues: 'ALL_OLD' });

    expect(first.Attributes).toBeUndefined();
    expect(second.Attributes).toEqual({ pk: { S: 'a' }, v: { N: '1' } });
  });

  it('replaces only what meets the condition, and tells the item on request', async () => {
    await put({ Item: { pk: { S: 'a' }, v: { N: '1' } } });
    const once = { ConditionExpression: 'attribute_not_exists(pk)' };

    expect(await failureOf(put(once))).toBe('ConditionalCheckFailedException: The conditional request failed');
    await expect(put({ ...once, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).rejects.toMatchObject({
      Item: { pk: { S: 'a' }, v: { N: '1' } },
    });
  });

  it('understands Expected', async () => {
    await put({ Item: { pk: { S: 'a' }, v: { N: '1' } } });

    await put({ Expected: { v: { Value: { N: '1' } } } });
    const failure = await failureOf(put({ Expected: { v: { ComparisonOperator: 'NOT_NULL' } } }));

    expect(failure).toBe('ConditionalCheckFailedException: The conditional request failed');
  });

  it('counts capacity of table and indexes', async () => {
    const written = async (Item: PutItemCommandInput['Item']) =>
      (await put({ Item, ReturnConsumedCapacity: 'INDEXES' })).ConsumedCapacity;

    expect(await written({ pk: { S: 'a' }, pad: { S: 'x'.repeat(1100) } })).toEqual({
      TableName: 'things',
      CapacityUnits: 2,
      Table: { CapacityUnits: 2 },
    });
    expect(await written({ pk: { S: 'a' }, kind: { S: 'k' } })).toEqual({
      TableName: 'things',
      CapacityUnits: 3,
      Table: { CapacityUnits: 2 },
      GlobalSecondaryIndexes: { 'by-kind': { CapacityUnits: 1 } },
    });
    expect(await written({ pk: { S: 'a' }, kind: { S: 'other' } })).toMatchObject({
      CapacityUnits: 3,
      GlobalSecondaryIndexes: { 'by-kind': { CapacityUnits: 2 } },
    });
    expect(await written({ pk: { S: 'a' }, kind: { S: 'other' }, more: { S: 'x' } })).toEqual({
      TableName: 'things',
      CapacityUnits: 1,
      Table: { CapacityUnits: 1 },
    });
  });

  describe('validation', () => {
    it.each<[string, Partial<PutItemCommandInput>, string]>([
      [
        'an item without its key',
        { Item: { x: { S: 'a' } } },
        'One or more parameter values were invalid: Missing the key pk in the item',
      ],
      [
        'a key of another type',
        { Item: { pk: { N: '1' } } },
        'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
      ],
      [
        'an empty key',
        { Item: { pk: { S: '' } } },
        'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
      ],
      [
        'a key of more than 2048 bytes',
        { Item: { pk: { S: 'é'.repeat(1025) } } },
        'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
      ],
      [
        'an index key of another type',
        { Item: { pk: { S: 'a' }, kind: { N: '1' } } },
        'One or more parameter values were invalid: Type mismatch for Index Key kind Expected: S Actual: N IndexName: by-kind',
      ],
      [
        'an empty index key',
        { Item: { pk: { S: 'a' }, kind: { S: '' } } },
        'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-kind, IndexKey: kind',
      ],
      [
        'an empty set',
        { Item: { pk: { S: 'a' }, s: { SS: [] } } },
        '1 validation error detected: One or more parameter values were invalid: An string set  may not be empty',
      ],
      [
        'equal elements of a set',
        { Item: { pk: { S: 'a' }, s: { SS: ['x', 'x'] } } },
        '1 validation error detected: One or more parameter values were invalid: Input collection ["x", "x"] contains duplicates.',
      ],
      [
        'equal numbers in a set',
        { Item: { pk: { S: 'a' }, s: { NS: ['1', '1.0'] } } },
        '1 validation error detected: One or more parameter values were invalid: Input collection contains duplicates.',
      ],
      [
        'what is no number',
        { Item: { pk: { S: 'a' }, n: { N: 'abc' } } },
        '1 validation error detected: The parameter cannot be converted to a numeric value: abc',
      ],
      [
        'an item of more than 400 KB',
        { Item: { pk: { S: 'a' }, pad: { S: 'x'.repeat(400 * 1024 - 5) } } },
        'Item size has exceeded the maximum allowed size',
      ],
      [
        'ReturnValues of updates',
        { ReturnValues: 'UPDATED_NEW' },
        '1 validation error detected: ReturnValues can only be ALL_OLD or NONE',
      ],
      [
        'a condition beside Expected',
        { ConditionExpression: 'a = :a', Expected: {} },
        '1 validation error detected: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}',
      ],
      [
        'values without an expression',
        { ExpressionAttributeValues: { ':a': { S: 'a' } } },
        '1 validation error detected: ExpressionAttributeValues can only be specified when using expressions',
      ],
      [
        'names without an expression',
        { ExpressionAttributeNames: { '#a': 'a' } },
        '1 validation error detected: ExpressionAttributeNames can only be specified when using expressions',
      ],
    ])('rejects %s', async (_what, input, message) => {
      expect(await failureOf(put(input))).toBe(`ValidationException: ${message}`);
    });

    it('accepts an item of exactly 400 KB', async () => {
      const nameAndKey = 'pk'.length + 'a'.length + 'pad'.length;

      await put({ Item: { pk: { S: 'a' }, pad: { S: 'x'.repeat(400 * 1024 - nameAndKey) } } });

      expect((await get('a'))?.pad?.S?.length).toBe(400 * 1024 - nameAndKey);
    });

    it('lets values nest in 31 lists or maps', async () => {
      const nested = (depth: number) => {
        let value: NonNullable<PutItemCommandInput['Item']>[string] = { S: 'leaf' };
        for (let level = 0; level < depth; level += 1) value = { L: [value] };
        return { pk: { S: 'a' }, value };
      };

      await put({ Item: nested(31) });

      expect(await failureOf(put({ Item: nested(32) }))).toContain('Nesting Levels have exceeded supported limits');
    });

    it('rejects a table that is not there', async () => {
      expect(await failureOf(put({ TableName: 'nowhere' }))).toBe(
        'ResourceNotFoundException: Requested resource not found',
      );
    });

    it('reports enumerations with their values', async () => {
      const input = { ReturnValues: 'SOME' as 'NONE', ReturnConsumedCapacity: 'ALL' as 'NONE' };

      expect(await failureOf(put(input))).toBe(
        "ValidationException: 2 validation errors detected: Value 'ALL' at 'returnConsumedCapacity' failed to satisfy " +
          'constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Failed to satisfy constraint: ' +
          'Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]',
      );
    });
  });
});
