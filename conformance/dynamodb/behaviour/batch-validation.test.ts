import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../../cloud.ts';
import { refusal, validation } from '../refusal.ts';
import { createTable } from '../table-inputs.ts';

const target = useCloud();
const missing = { name: 'ResourceNotFoundException', message: 'Requested resource not found' };
const key = (name: string) => ({ pk: { S: name } });
const keys = (count: number) => Array.from({ length: count }, (_, index) => key(`${index}`));

describe('BatchGetItem › validation', () => {
  it('rejects nothing to get', async () => {
    const client = target.client(DynamoDBClient);

    expect(await refusal(client.send(new BatchGetItemCommand({ RequestItems: {} })))).toEqual(
      validation(
        "1 validation error detected: Value at 'RequestItems' failed to satisfy constraint: " +
          'Member must have length greater than or equal to 1',
      ),
    );
  });

  it('rejects the name of a table as a key of its map, as BatchWriteItem does', async () => {
    const client = target.client(DynamoDBClient);
    const keysOfMap =
      "' at 'requestItems' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length " +
      'less than or equal to 255, Member must have length greater than or equal to 3, Member must satisfy regular ' +
      'expression pattern: [a-zA-Z0-9_.-]+]';
    const get = new BatchGetItemCommand({ RequestItems: { 'no name': { Keys: [key('a')] } } });
    const write = new BatchWriteItemCommand({ RequestItems: { ab: [{ DeleteRequest: { Key: key('a') } }] } });

    expect(await refusal(client.send(get))).toEqual(
      validation(`1 validation error detected: Value '{"no name":{"Keys":[{"pk":{"S":"a"}}]}}${keysOfMap}`),
    );
    expect((await refusal(client.send(write))).message).toMatch(/^1 validation error detected: Value '\{ab=\[/);
    expect((await refusal(client.send(write))).message).toContain(keysOfMap);
  });

  it('rejects 101 keys of one table', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    expect(
      await refusal(client.send(new BatchGetItemCommand({ RequestItems: { orders: { Keys: keys(101) } } }))),
    ).toEqual(
      validation(
        "1 validation error detected: Value at 'RequestItems.orders.member.Keys' failed to satisfy constraint: " +
          'Member must have length less than or equal to 100',
      ),
    );
  });

  it('rejects one key twice, and a table that is not there', async () => {
    const client = target.client(DynamoDBClient);
    const get = (Keys: Record<string, { S: string }>[]) =>
      client.send(new BatchGetItemCommand({ RequestItems: { orders: { Keys } } }));

    expect(await refusal(get([key('a'), key('a')]))).toEqual(
      validation('Provided list of item keys contains duplicates'),
    );
    expect(await refusal(get([key('a')]))).toEqual(missing);
  });
});

describe('BatchWriteItem › validation', () => {
  it('rejects nothing to write', async () => {
    const client = target.client(DynamoDBClient);

    expect(await refusal(client.send(new BatchWriteItemCommand({ RequestItems: {} })))).toEqual(
      validation('The requestItems parameter is required for BatchWriteItem'),
    );
  });

  it('rejects 26 requests to one table', async () => {
    const client = target.client(DynamoDBClient);
    const orders = keys(26).map((Item) => ({ PutRequest: { Item } }));

    const refused = await refusal(client.send(new BatchWriteItemCommand({ RequestItems: { orders } })));

    expect(refused.name).toBe('ValidationException');
    expect(refused.message).toMatch(
      /^1 validation error detected: Value '\{orders=\[.+\]\}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: \[Member must have length less than or equal to 25, Member must have length greater than or equal to 1\]$/,
    );
  });

  it('rejects two requests for one item, and keys of another type', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);
    const write = (...orders: NonNullable<BatchWriteItemCommand['input']['RequestItems']>[string]) =>
      client.send(new BatchWriteItemCommand({ RequestItems: { orders } }));

    expect(await refusal(write({ PutRequest: { Item: key('a') } }, { DeleteRequest: { Key: key('a') } }))).toEqual(
      validation('Provided list of item keys contains duplicates'),
    );
    expect(await refusal(write({ PutRequest: { Item: { pk: { N: '1' } } } }))).toEqual(
      validation('The provided key element does not match the schema'),
    );
  });
});

describe('TransactWriteItems › validation', () => {
  const write = (client: DynamoDBClient, ...TransactItems: TransactWriteItem[]) =>
    client.send(new TransactWriteItemsCommand({ TransactItems }));
  const put = (name: string, given = {}): TransactWriteItem => ({
    Put: { TableName: 'orders', Item: key(name), ...given },
  });
  const ifNew = { ConditionExpression: 'attribute_not_exists(pk)' };

  it('rejects nothing to write', async () => {
    const client = target.client(DynamoDBClient);

    expect(await refusal(write(client))).toEqual(
      validation(
        "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: " +
          'Member must have length greater than or equal to 1',
      ),
    );
  });

  it('rejects 101 actions, two on one item, and a table that is not there', async () => {
    const client = target.client(DynamoDBClient);

    const many = await refusal(write(client, ...keys(101).map(({ pk }) => put(pk.S))));
    const none = await refusal(write(client, put('a')));
    await createTable(client);
    const twice = await refusal(write(client, put('a'), put('a')));

    expect(many.message).toMatch(
      /^1 validation error detected: Value '\[.+\]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100$/,
    );
    expect(none).toEqual(missing);
    expect(twice).toEqual(validation('Transaction request cannot include multiple operations on one item'));
  });

  it('tells a reason for each action, and writes nothing', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);
    await client.send(new PutItemCommand({ TableName: 'orders', Item: key('old') }));

    await expect(write(client, put('new', ifNew), put('old', ifNew))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    });
    const { Item } = await client.send(new GetItemCommand({ TableName: 'orders', Key: key('new') }));

    expect(Item).toBeUndefined();
  });

  it('cancels for a key of another type, and rejects an empty one', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);
    const remove = (Key: Record<string, { S: string } | { N: string }>) =>
      write(client, { Delete: { TableName: 'orders', Key } } as TransactWriteItem);

    await expect(write(client, { Put: { TableName: 'orders', Item: { pk: { N: '1' } } } })).rejects.toMatchObject({
      CancellationReasons: [
        {
          Code: 'ValidationError',
          Message: 'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
        },
      ],
    });
    await expect(remove({ pk: { N: '1' } })).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'ValidationError', Message: 'The provided key element does not match the schema' }],
    });
    expect(await refusal(remove({ pk: { S: '' } }))).toEqual(
      validation(
        'One or more parameter values are not valid. ' +
          'The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
      ),
    );
  });
});

describe('TransactGetItems', () => {
  it('answers in the order that was asked, with nothing where nothing is', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);
    await client.send(new PutItemCommand({ TableName: 'orders', Item: key('b') }));

    const { Responses } = await client.send(
      new TransactGetItemsCommand({
        TransactItems: [key('a'), key('b')].map((Key) => ({ Get: { TableName: 'orders', Key } })),
      }),
    );

    expect(Responses).toEqual([{}, { Item: key('b') }]);
  });
});
