import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import {
  attributes,
  createTable,
  globalIndex,
  keySchema,
  provisionedInput,
  tableInput,
  units,
} from './table-inputs.ts';

const target = useCloud();

describe('CreateTable', () => {
  it('answers CREATING, and the table is ACTIVE at the next look', async () => {
    const client = target.client(DynamoDBClient);

    const created = await createTable(client);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'orders' }));

    expect(created).toMatchObject({
      TableName: 'orders',
      TableStatus: 'CREATING',
      TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders',
      ItemCount: 0,
      TableSizeBytes: 0,
      DeletionProtectionEnabled: false,
    });
    expect(created?.CreationDateTime).toBeInstanceOf(Date);
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE', TableId: created?.TableId });
  });

  it('tells zero units and default warm throughput of an on-demand table', async () => {
    const client = target.client(DynamoDBClient);

    const created = await createTable(client);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'orders' }));

    expect(created?.BillingModeSummary).toEqual({ BillingMode: 'PAY_PER_REQUEST' });
    expect(created?.WarmThroughput).toBeUndefined();
    expect(Table?.BillingModeSummary?.LastUpdateToPayPerRequestDateTime).toBeInstanceOf(Date);
    expect(Table?.ProvisionedThroughput).toEqual({ NumberOfDecreasesToday: 0, ...units(0, 0) });
    expect(Table?.WarmThroughput).toEqual({ ReadUnitsPerSecond: 12000, WriteUnitsPerSecond: 4000, Status: 'ACTIVE' });
  });

  it('tells at once the warm throughput and the policy that were asked for', async () => {
    const client = target.client(DynamoDBClient);
    const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    const asked = { ReadUnitsPerSecond: 13_000, WriteUnitsPerSecond: 5000 };

    const created = await createTable(client, { WarmThroughput: asked, ResourcePolicy });
    const { Policy } = await client.send(new GetResourcePolicyCommand({ ResourceArn: created?.TableArn }));

    expect(created?.WarmThroughput).toEqual({ ...asked, Status: 'UPDATING' });
    expect(Policy).toBe(ResourcePolicy);
  });

  it('is provisioned unless told otherwise, and then has no billing mode summary', async () => {
    const client = target.client(DynamoDBClient);
    const { BillingMode: _default, ...input } = provisionedInput();

    await client.send(new CreateTableCommand(input));
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'orders' }));

    expect(Table?.BillingModeSummary).toBeUndefined();
    expect(Table?.ProvisionedThroughput).toEqual({ NumberOfDecreasesToday: 0, ...units(5, 5) });
    expect(Table?.WarmThroughput).toMatchObject({ ReadUnitsPerSecond: 5, WriteUnitsPerSecond: 5 });
  });

  it('takes global indexes, with attributes sorted by name and indexes as submitted', async () => {
    const client = target.client(DynamoDBClient);

    await createTable(client, {
      AttributeDefinitions: attributes({ z: 'S', pk: 'S', a: 'N' }),
      GlobalSecondaryIndexes: [
        globalIndex('second', 'z', { Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['y', 'b'] } }),
        globalIndex('first', 'a'),
      ],
    });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'orders' }));

    expect(Table?.AttributeDefinitions?.map((attribute) => attribute.AttributeName)).toEqual(['a', 'pk', 'z']);
    expect(Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName)).toEqual(['second', 'first']);
    expect(Table?.GlobalSecondaryIndexes?.[0]).toMatchObject({
      IndexStatus: 'ACTIVE',
      IndexArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders/index/second',
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['b', 'y'] },
      ItemCount: 0,
    });
  });

  it('takes a global index with four partition and four sort key attributes', async () => {
    const client = target.client(DynamoDBClient);
    const names = ['h1', 'h2', 'h3', 'h4', 'r1', 'r2', 'r3', 'r4'];
    const schema = names.map((AttributeName) => ({
      AttributeName,
      KeyType: AttributeName.startsWith('h') ? ('HASH' as const) : ('RANGE' as const),
    }));

    await createTable(client, {
      AttributeDefinitions: attributes(Object.fromEntries(['pk', ...names].map((name) => [name, 'S']))),
      GlobalSecondaryIndexes: [globalIndex('wide', 'h1', { KeySchema: schema })],
    });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'orders' }));

    expect(Table?.GlobalSecondaryIndexes?.[0]?.KeySchema).toEqual(schema);
  });

  it('takes local indexes', async () => {
    const client = target.client(DynamoDBClient);

    await createTable(client, {
      KeySchema: keySchema('pk', 'sk'),
      AttributeDefinitions: attributes({ pk: 'S', sk: 'S', other: 'N' }),
      LocalSecondaryIndexes: [
        { IndexName: 'local', KeySchema: keySchema('pk', 'other'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
    });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'orders' }));

    expect(Table?.LocalSecondaryIndexes).toEqual([
      {
        IndexName: 'local',
        KeySchema: keySchema('pk', 'other'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
        IndexSizeBytes: 0,
        ItemCount: 0,
        IndexArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders/index/local',
      },
    ]);
  });

  it('gives an enabled stream an ARN that ends with its label', async () => {
    const client = target.client(DynamoDBClient);

    const created = await createTable(client, {
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });

    expect(created?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
    expect(created?.LatestStreamLabel).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
    expect(created?.LatestStreamArn).toBe(`${created?.TableArn}/stream/${created?.LatestStreamLabel}`);
  });

  it('keeps table class, deletion protection and on-demand maxima', async () => {
    const client = target.client(DynamoDBClient);

    await createTable(client, {
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      DeletionProtectionEnabled: true,
      OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 5 },
    });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'orders' }));

    expect(Table?.TableClassSummary?.TableClass).toBe('STANDARD_INFREQUENT_ACCESS');
    expect(Table?.DeletionProtectionEnabled).toBe(true);
    expect(Table?.OnDemandThroughput).toEqual({ MaxReadRequestUnits: 10, MaxWriteRequestUnits: 5 });
  });

  it('encrypts with the key that KMS keeps for DynamoDB when no other is named', async () => {
    const client = target.client(DynamoDBClient);

    await createTable(client, { SSESpecification: { Enabled: true } });
    await createTable(client, { TableName: 'plain' });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'orders' }));
    const plain = await client.send(new DescribeTableCommand({ TableName: 'plain' }));

    expect(Table?.SSEDescription).toMatchObject({ Status: 'ENABLED', SSEType: 'KMS' });
    expect(Table?.SSEDescription?.KMSMasterKeyArn).toMatch(/^arn:aws:kms:us-east-1:000000000000:key\//);
    expect(plain.Table?.SSEDescription).toBeUndefined();
  });

  it('takes an ARN for the name, and tells names apart by case', async () => {
    const client = target.client(DynamoDBClient);

    const created = await createTable(client, { TableName: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders' });
    const other = await createTable(client, { TableName: 'ORDERS' });

    expect(created?.TableName).toBe('orders');
    expect(other?.TableName).toBe('ORDERS');
  });

  it('keeps accounts and regions apart', async () => {
    const other = { account: '111111111111', region: 'eu-west-1' };
    const client = target.client(DynamoDBClient);
    const elsewhere = new DynamoDBClient(target.cloud.clientConfig(other));

    await createTable(client);
    const created = await elsewhere.send(new CreateTableCommand(tableInput()));

    expect(created.TableDescription?.TableArn).toBe('arn:aws:dynamodb:eu-west-1:111111111111:table/orders');
  });
});
