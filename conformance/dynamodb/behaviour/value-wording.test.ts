import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../../cloud.ts';
import { createItemTable } from '../item-tables.ts';
import { refusal, validation } from '../refusal.ts';

const target = useCloud();
let client: DynamoDBClient;
const TableName = 'things';
const pk = { S: 'a' };
beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createItemTable(client, TableName, ['pk', 'S']);
});

type Surface = readonly [name: string, send: (value: AttributeValue) => Promise<unknown>];

const condition = (value: AttributeValue) => ({
  ConditionExpression: 'a = :v',
  ExpressionAttributeValues: { ':v': value },
});

/** The writes of one item count what they find. */
const counting: readonly Surface[] = [
  ['PutItem', (a) => client.send(new PutItemCommand({ TableName, Item: { pk, a } }))],
  ['PutItem with a condition', (a) => client.send(new PutItemCommand({ TableName, Item: { pk }, ...condition(a) }))],
  ['DeleteItem', (a) => client.send(new DeleteItemCommand({ TableName, Key: { pk: a } }))],
  [
    'UpdateItem',
    (a) => client.send(new UpdateItemCommand({ TableName, Key: { pk }, AttributeUpdates: { a: { Value: a } } })),
  ],
];

const query = (value: AttributeValue) => ({
  TableName,
  KeyConditionExpression: 'pk = :p',
  FilterExpression: 'a = :v',
  ExpressionAttributeValues: { ':p': pk, ':v': value },
});

const bare: readonly Surface[] = [
  ['GetItem', (a) => client.send(new GetItemCommand({ TableName, Key: { pk: a } }))],
  [
    'BatchGetItem',
    (a) => client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [{ pk: a }] } } })),
  ],
  ['Query', (a) => client.send(new QueryCommand(query(a)))],
];

const older: readonly Surface[] = [
  [
    'BatchWriteItem',
    (a) =>
      client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: { pk, a } } }] } })),
  ],
  [
    'TransactWriteItems',
    (a) => client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: { pk, a } } }] })),
  ],
  [
    'TransactGetItems',
    (a) => client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: { pk: a } } }] })),
  ],
  ['Scan', (a) => client.send(new ScanCommand({ TableName, ExclusiveStartKey: { pk: a } }))],
];

const begin = 'One or more parameter values were invalid: Input collection';
const unconvertible = 'The parameter cannot be converted to a numeric value';
const overflow = 'Number overflow. Attempting to store a number with magnitude larger than supported range';
const underflow = 'Number underflow. Attempting to store a number with magnitude smaller than supported range';

/** A value, what is said of it today, and what the older words are. */
const values: readonly (readonly [string, AttributeValue, string, string])[] = [
  [
    'a set of texts with a repeat',
    { SS: ['d', 'b', 'd', 'a'] },
    `${begin} ["b", "d", "d", "a"] contains duplicates.`,
    `${begin} [d, b, d, a] contains duplicates.`,
  ],
  [
    'a set of binary values with a repeat',
    { BS: [Uint8Array.of(9), Uint8Array.of(8), Uint8Array.of(9)] },
    `${begin} ["CA==","CQ==","CQ=="]of type BS contains duplicates.`,
    `${begin} [CQ==, CA==, CQ==]of type BS contains duplicates.`,
  ],
  [
    'a set of numbers with a repeat',
    { NS: ['1', '1.0'] },
    `${begin} contains duplicates.`,
    'Input collection contains duplicates',
  ],
  ['an empty number', { N: '' }, `${unconvertible}: `, unconvertible],
  ['a very large exponent', { N: '1e2147483647' }, overflow, underflow],
  ['an exponent of 33 bits', { N: '1e-2147483648' }, underflow, `${unconvertible}: 1e-2147483648`],
];

describe.each(values)('%s', (_, value, current, old) => {
  it.each(counting)('is counted by %s', async (_name, send) => {
    expect(await refusal(send(value))).toEqual(validation(`1 validation error detected: ${current}`));
  });

  it.each(bare)('is told bare by %s', async (_name, send) => {
    expect(await refusal(send(value))).toEqual(validation(current));
  });

  it.each(older)('is told in older words by %s', async (_name, send) => {
    expect(await refusal(send(value))).toEqual(validation(old));
  });

  it('is told by Scan with the placeholder', async () => {
    const scan = client.send(
      new ScanCommand({ TableName, FilterExpression: 'a = :v', ExpressionAttributeValues: { ':v': value } }),
    );

    expect(await refusal(scan)).toEqual(
      validation(`ExpressionAttributeValues contains invalid value: ${old} for key :v`),
    );
  });
});

describe('names of attributes', () => {
  const name = 'n'.repeat(65_536);
  const tooLong = 'Attribute name is too large, must be less than 65536 bytes';

  it('have less than 64 KB in AttributesToGet and behind placeholders', async () => {
    const get = client.send(new GetItemCommand({ TableName, Key: { pk }, AttributesToGet: [name] }));
    const scan = client.send(
      new ScanCommand({ TableName, ProjectionExpression: '#n', ExpressionAttributeNames: { '#n': name } }),
    );

    expect(await refusal(get)).toEqual(validation(tooLong));
    expect(await refusal(scan)).toEqual(
      validation(`ExpressionAttributeNames contains invalid value: ${tooLong} for key #n`),
    );
  });
});

describe('Query › key conditions', () => {
  it('are no more than the key has attributes', async () => {
    const three = client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :v AND a = :v AND b = :v',
        ExpressionAttributeValues: { ':v': pk },
      }),
    );

    expect(await refusal(three)).toEqual(
      validation('The number of query conditions (3) exceeds the number of key attributes defined in the schema (1)'),
    );
  });
});

describe('UpdateItem › AttributeUpdates', () => {
  it.each(['ADD', 'DELETE'] as const)('%s another type than there is', async (Action) => {
    await client.send(new PutItemCommand({ TableName, Item: { pk, a: { SS: ['x'] } } }));

    const update = client.send(
      new UpdateItemCommand({ TableName, Key: { pk }, AttributeUpdates: { a: { Action, Value: { NS: ['1'] } } } }),
    );

    expect(await refusal(update)).toEqual(validation('Type mismatch for attribute to update'));
  });
});
