import { randomUUID } from 'node:crypto';
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../../cloud.ts';
import { createItemTable } from '../item-tables.ts';
import { failureOf } from '../refusal.ts';
import { attributes, globalIndex } from '../table-inputs.ts';

const target = useCloud();
let client: DynamoDBClient;
const TableName = 'things';
const Key = { pk: { S: 'a' } };
beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await createItemTable(client, TableName, ['pk', 'S'], undefined, {
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
});

const update = (input: Partial<UpdateItemCommandInput>) =>
  client.send(new UpdateItemCommand({ TableName, Key, ...input }));
const stored = async () => (await client.send(new GetItemCommand({ TableName, Key }))).Item;

async function streamEvents(): Promise<readonly (string | undefined)[]> {
  const streams = target.client(DynamoDBStreamsClient);
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const StreamArn = Table?.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ eventName }) => eventName);
}

describe('UpdateItem of an item that is not there', () => {
  it.each<[string, Partial<UpdateItemCommandInput>]>([
    ['REMOVE', { UpdateExpression: 'REMOVE a' }],
    ['REMOVE of a nested path', { UpdateExpression: 'REMOVE a.b, c[0]' }],
    ['DELETE', { UpdateExpression: 'DELETE a :a', ExpressionAttributeValues: { ':a': { SS: ['x'] } } }],
    ['a legacy DELETE', { AttributeUpdates: { a: { Action: 'DELETE' } } }],
  ])('makes nothing by %s alone', async (_, input) => {
    const output = await update({ ...input, ReturnValues: 'ALL_NEW' });

    expect(output.Attributes).toBeUndefined();
    expect(await client.send(new ScanCommand({ TableName }))).toMatchObject({ Count: 0 });
    expect(await streamEvents()).toEqual([]);
  });

  it('makes nothing by REMOVE in a transaction', async () => {
    const Update = { TableName, Key, UpdateExpression: 'REMOVE a' };

    await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }));

    expect(await stored()).toBeUndefined();
    expect(await streamEvents()).toEqual([]);
  });

  it('makes the item without any action, and where another action sets', async () => {
    await update({});
    const bare = await stored();
    const both = await update({
      Key: { pk: { S: 'b' } },
      UpdateExpression: 'REMOVE a SET c = :c',
      ExpressionAttributeValues: { ':c': { N: '1' } },
      ReturnValues: 'ALL_NEW',
    });

    expect(bare).toEqual(Key);
    expect(both.Attributes).toEqual({ pk: { S: 'b' }, c: { N: '1' } });
  });

  it('still demands its condition', async () => {
    const removal = update({ UpdateExpression: 'REMOVE a', ConditionExpression: 'attribute_exists(pk)' });

    expect(await failureOf(removal)).toBe('ConditionalCheckFailedException: The conditional request failed');
  });
});

describe('sets', () => {
  const sets = {
    texts: { SS: ['b', 'ä', 'a', '\u{1F600}', '\uFFFD'] },
    numbers: { NS: ['10', '9', '-1', '1.5'] },
    bytes: { BS: [Uint8Array.of(255), Uint8Array.of(1, 2), Uint8Array.of(1)] },
  };
  const sorted = {
    texts: { SS: ['a', 'b', 'ä', '\uFFFD', '\u{1F600}'] },
    numbers: { NS: ['-1', '1.5', '9', '10'] },
    bytes: { BS: [Uint8Array.of(1), Uint8Array.of(1, 2), Uint8Array.of(255)] },
  };

  it('come back sorted: texts and binary values by bytes, numbers by value', async () => {
    await client.send(new PutItemCommand({ TableName, Item: { ...Key, ...sets, in: { L: [sets.numbers] } } }));

    expect(await stored()).toEqual({ ...Key, ...sorted, in: { L: [sorted.numbers] } });
  });

  it('are sorted after ADD', async () => {
    await client.send(new PutItemCommand({ TableName, Item: { ...Key, n: { NS: ['2', '10'] } } }));

    const { Attributes } = await update({
      UpdateExpression: 'ADD n :n',
      ExpressionAttributeValues: { ':n': { NS: ['3', '1'] } },
      ReturnValues: 'UPDATED_NEW',
    });

    expect(Attributes).toEqual({ n: { NS: ['1', '2', '3', '10'] } });
  });
});

describe('Expected', () => {
  it.each(['CONTAINS', 'NOT_CONTAINS'] as const)('%s fails where the attribute is not there', async (operator) => {
    await update({});
    const Expected = { a: { ComparisonOperator: operator, AttributeValueList: [{ S: 'x' }] } };

    const put = client.send(new PutItemCommand({ TableName, Item: Key, Expected }));

    expect(await failureOf(put)).toBe('ConditionalCheckFailedException: The conditional request failed');
  });
});

describe('UpdateTable › a new index', () => {
  const index = globalIndex('by-pk', 'pk', { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] });
  const create = (type: 'S' | 'N', more: Partial<typeof index> = {}) =>
    client.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: attributes({ pk: type, kind: 'S' }),
        GlobalSecondaryIndexUpdates: [{ Create: { ...index, ...more } }],
      }),
    );

  it('cannot give an attribute another type', async () => {
    expect(await failureOf(create('N'))).toBe(
      'ValidationException: One or more parameter values were invalid: Attributes cannot be redefined. Please check ' +
        'that your attribute has the same type as previously defined. Existing schema: ' +
        'Schema:[SchemaElement: key{pk:S:HASH}] New schema: Schema:[SchemaElement: key{pk:N:HASH}]',
    );
  });

  it('takes no notice of another type of an attribute that it has not', async () => {
    await create('N', { KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }] });

    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table?.AttributeDefinitions).toEqual(attributes({ kind: 'S', pk: 'S' }));
  });
});

describe('ClientRequestToken', () => {
  it('is of the same request when attributes come in another order', async () => {
    const ClientRequestToken = randomUUID();
    const put = (Item: Record<string, { S: string }>) =>
      client.send(new TransactWriteItemsCommand({ ClientRequestToken, TransactItems: [{ Put: { TableName, Item } }] }));
    await put({ pk: { S: 'a' }, x: { S: 'x' } });

    await put({ x: { S: 'x' }, pk: { S: 'a' } });

    expect(await failureOf(put({ pk: { S: 'a' }, x: { S: 'y' } }))).toContain('IdempotentParameterMismatchException');
  });
});
