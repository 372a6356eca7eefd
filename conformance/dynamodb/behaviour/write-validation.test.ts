import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../../cloud.ts';
import { invalid, type Refusal, refusal, validation } from '../refusal.ts';
import { attributes, createTable, keySchema } from '../table-inputs.ts';

const target = useCloud();

/** What DynamoDB finds in a write before it looks at the table, it counts since the summer of 2026. */
const counted = (message: string): Refusal => validation(`1 validation error detected: ${message}`);

const pk = { S: 'a' };
type Put = Partial<PutItemCommandInput>;
type Update = Partial<UpdateItemCommandInput>;
const withValue = (value: AttributeValue): Put => ({ Item: { pk, bad: value } });

const values: readonly (readonly [string, Put, Refusal])[] = [
  [
    'an empty string set',
    withValue({ SS: [] }),
    counted('One or more parameter values were invalid: An string set  may not be empty'),
  ],
  [
    'an empty number set',
    withValue({ NS: [] }),
    counted('One or more parameter values were invalid: An number set  may not be empty'),
  ],
  [
    'a string set with duplicates',
    withValue({ SS: ['a', 'a'] }),
    counted('One or more parameter values were invalid: Input collection ["a", "a"] contains duplicates.'),
  ],
  [
    'a number that is too large',
    withValue({ N: '1E+126' }),
    counted('Number overflow. Attempting to store a number with magnitude larger than supported range'),
  ],
  [
    'a number that is too small',
    withValue({ N: '1E-131' }),
    counted('Number underflow. Attempting to store a number with magnitude smaller than supported range'),
  ],
  [
    'a number of 39 digits',
    withValue({ N: '123456789012345678901234567890123456789' }),
    counted('Attempting to store more than 38 significant digits in a Number'),
  ],
  [
    'NULL that is false',
    withValue({ NULL: false } as unknown as AttributeValue),
    counted('One or more parameter values were invalid: Null attribute value types must have the value of true'),
  ],
  ['what is no number', withValue({ N: 'one' }), counted('The parameter cannot be converted to a numeric value: one')],
];

const expressions: readonly (readonly [string, Put, Refusal])[] = [
  [
    'expressions beside legacy parameters',
    { Expected: { pk: { Exists: false } }, ConditionExpression: 'attribute_not_exists(pk)' },
    counted(
      'Can not use both expression and non-expression parameters in the same request: ' +
        'Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}',
    ),
  ],
  [
    'values without an expression',
    { ExpressionAttributeValues: { ':v': { S: 'x' } } },
    counted('ExpressionAttributeValues can only be specified when using expressions'),
  ],
  [
    'redundant parentheses',
    { ConditionExpression: '((attribute_not_exists(pk)))' },
    counted('Invalid ConditionExpression: The expression has redundant parentheses;'),
  ],
  [
    'a function of one operand twice',
    { ConditionExpression: 'contains(#a, #a)', ExpressionAttributeNames: { '#a': 'data' } },
    counted(
      'Invalid ConditionExpression: The first operand must be distinct from the remaining operands for this ' +
        'operator or function; operator: contains, first operand: [data]',
    ),
  ],
];

const updates: readonly (readonly [string, Update, Refusal])[] = [
  [
    'a syntax error',
    { UpdateExpression: 'INVALID SYNTAX HERE' },
    counted('Invalid UpdateExpression: Syntax error; token: "INVALID", near: "INVALID SYNTAX"'),
  ],
  [
    'an empty expression',
    { UpdateExpression: '' },
    counted('Invalid UpdateExpression: The expression can not be empty;'),
  ],
  [
    'an unused name',
    {
      UpdateExpression: 'SET b = :v',
      ExpressionAttributeValues: { ':v': { S: 'x' } },
      ExpressionAttributeNames: { '#unused': 'x' },
    },
    counted('Value provided in ExpressionAttributeNames unused in expressions: keys: {#unused}'),
  ],
  [
    'an unused value',
    { UpdateExpression: 'REMOVE b', ExpressionAttributeValues: { ':unused': { S: 'x' } } },
    counted('Value provided in ExpressionAttributeValues unused in expressions: keys: {:unused}'),
  ],
  [
    'a value that is not defined',
    { UpdateExpression: 'SET b = :v' },
    counted(
      'Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :v',
    ),
  ],
  [
    'an update of the key, once it knows the table',
    { UpdateExpression: 'SET pk = :v', ExpressionAttributeValues: { ':v': { S: 'x' } } },
    invalid('Cannot update attribute pk. This attribute is part of the key'),
  ],
];

describe('PutItem › validation', () => {
  it.each([...values, ...expressions])('rejects %s', async (_title, given, refused) => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    const put = new PutItemCommand({ TableName: 'orders', Item: { pk }, ...given });

    expect(await refusal(client.send(put))).toEqual(refused);
  });

  it('counts broken enums together, in the order of the service', async () => {
    const client = target.client(DynamoDBClient);
    const bad = 'INVALID' as never;

    const put = new PutItemCommand({
      TableName: 'orders',
      Item: { pk },
      ReturnValues: bad,
      ReturnConsumedCapacity: bad,
      ReturnItemCollectionMetrics: bad,
    });

    expect(await refusal(client.send(put))).toEqual(
      validation(
        "3 validation errors detected: Value 'INVALID' at 'returnConsumedCapacity' failed to satisfy constraint: " +
          'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Failed to satisfy constraint: Member must ' +
          'satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]; Value ' +
          "'INVALID' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must satisfy enum value " +
          'set: [SIZE, NONE]',
      ),
    );
  });

  it('looks at the item before it looks for the table', async () => {
    const client = target.client(DynamoDBClient);

    const wrong = new PutItemCommand({ TableName: 'nowhere', ...withValue({ SS: [] }), Item: { pk, bad: { SS: [] } } });
    const right = new PutItemCommand({ TableName: 'nowhere', Item: { pk } });

    expect((await refusal(client.send(wrong))).name).toBe('ValidationException');
    expect(await refusal(client.send(right))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
  });
});

describe('UpdateItem › validation', () => {
  it.each(updates)('rejects %s', async (_title, given, refused) => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    const update = new UpdateItemCommand({ TableName: 'orders', Key: { pk }, ...given });

    expect(await refusal(client.send(update))).toEqual(refused);
  });

  it('tells one broken enum alone, ReturnValues first, unless the key is missing', async () => {
    const client = target.client(DynamoDBClient);
    const bad = 'INVALID' as never;
    const input = { TableName: 'orders', ReturnConsumedCapacity: bad, ReturnValues: bad };

    const alone = client.send(new UpdateItemCommand({ ...input, Key: { pk } }));
    const keyless = client.send(new UpdateItemCommand({ ...input, Key: undefined }));

    expect(await refusal(alone)).toEqual(
      counted(
        'Failed to satisfy constraint: Member must satisfy enum value set: ' +
          '[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]',
      ),
    );
    expect((await refusal(keyless)).message).toMatch(/^3 validation errors detected: /);
  });

  it('rejects arithmetic that overflows', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);
    const largest = { N: '9.9e125' };

    const update = new UpdateItemCommand({
      TableName: 'orders',
      Key: { pk },
      UpdateExpression: 'SET n = :a + :b',
      ExpressionAttributeValues: { ':a': largest, ':b': largest },
    });

    expect((await refusal(client.send(update))).message).toContain('Number overflow');
  });

  it('keeps 31 containers inside of an attribute and refuses one more', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);
    const nested = (levels: number): AttributeValue => (levels === 0 ? { S: 'x' } : { M: { a: nested(levels - 1) } });
    const update = (levels: number) =>
      new UpdateItemCommand({
        TableName: 'orders',
        Key: { pk },
        UpdateExpression: 'SET b = :v',
        ExpressionAttributeValues: { ':v': nested(levels) },
      });

    await client.send(update(31));

    expect(await refusal(client.send(update(32)))).toEqual(
      counted(
        'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported ' +
          'limit',
      ),
    );
  });
});

describe('names of tables in writes', () => {
  const commands = (TableName: string | undefined) => [
    new PutItemCommand({ TableName, Item: { pk } }),
    new DeleteItemCommand({ TableName, Key: { pk } }),
    new UpdateItemCommand({ TableName, Key: { pk } }),
  ];

  it.each<readonly [string, string | undefined, Refusal]>([
    [
      'a missing one',
      undefined,
      counted("Value null at 'tableName' failed to satisfy constraint: Member must not be null"),
    ],
    [
      'an empty one',
      '',
      counted("Value at 'TableName' failed to satisfy constraint: Member must have length greater than or equal to 1"),
    ],
    [
      'one with other characters',
      'bad table!@#',
      counted(
        "Value 'bad table!@#' at 'tableName' failed to satisfy constraint: " +
          'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
      ),
    ],
  ])('rejects %s', async (_title, name, refused) => {
    const client = target.client(DynamoDBClient);

    for (const command of commands(name)) {
      expect(await refusal((client.send as (c: unknown) => Promise<unknown>)(command))).toEqual(refused);
    }
  });
});

describe('keys of items', () => {
  const table = {
    KeySchema: keySchema('pk', 'sk'),
    AttributeDefinitions: attributes({ pk: 'S', sk: 'B' }),
  };
  const sk = { B: new Uint8Array([1]) };

  it.each<readonly [string, Record<string, AttributeValue>, Refusal]>([
    ['a missing part', { pk }, invalid('Missing the key sk in the item')],
    ['another type', { pk: { N: '1' }, sk }, invalid('Type mismatch for key pk expected: S actual: N')],
    ['a list', { pk: { L: [] }, sk }, invalid('Type mismatch for key pk expected: S actual: L')],
    [
      'an empty string',
      { pk: { S: '' }, sk },
      validation(
        'One or more parameter values are not valid. ' +
          'The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
      ),
    ],
    [
      'empty bytes',
      { pk, sk: { B: new Uint8Array() } },
      validation(
        'One or more parameter values are not valid. ' +
          'The AttributeValue for a key attribute cannot contain an empty binary value. Key: sk',
      ),
    ],
    [
      'a partition key of 2,049 bytes',
      { pk: { S: 'a'.repeat(2049) }, sk },
      invalid('Size of hashkey has exceeded the maximum size limit of2048 bytes'),
    ],
    [
      'a sort key of 1,025 bytes',
      { pk, sk: { B: new Uint8Array(1025) } },
      invalid('Aggregated size of all range keys has exceeded the size limit of 1024 bytes'),
    ],
  ])('PutItem rejects %s', async (_title, Item, refused) => {
    const client = target.client(DynamoDBClient);
    await createTable(client, table);

    expect(await refusal(client.send(new PutItemCommand({ TableName: 'orders', Item })))).toEqual(refused);
  });

  it.each<readonly [string, Record<string, AttributeValue>]>([
    ['a missing part', { pk }],
    ['one part too many', { pk, sk, more: { S: 'x' } }],
    ['another type', { pk: { N: '1' }, sk }],
    ['a list', { pk: { L: [] }, sk }],
  ])('GetItem and DeleteItem reject %s', async (_title, Key) => {
    const client = target.client(DynamoDBClient);
    await createTable(client, table);
    const refused = validation('The provided key element does not match the schema');

    expect(await refusal(client.send(new GetItemCommand({ TableName: 'orders', Key })))).toEqual(refused);
    expect(await refusal(client.send(new DeleteItemCommand({ TableName: 'orders', Key })))).toEqual(refused);
  });
});
