import {
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import {
  attributes,
  clientWithoutRetries,
  createTable,
  globalIndex,
  keySchema,
  provisionedInput,
  units,
} from './table-inputs.ts';

const target = useCloud({ clock: 'virtual' });

async function update(client: DynamoDBClient, input: Omit<UpdateTableCommandInput, 'TableName'>) {
  const { TableDescription } = await client.send(new UpdateTableCommand({ TableName: 'orders', ...input }));
  return TableDescription;
}

async function describeOrders(client: DynamoDBClient) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'orders' }));
  return Table;
}

describe('UpdateTable › capacity', () => {
  it('answers the old units and UPDATING, then tells the new ones', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, provisionedInput());

    const answer = await update(client, { ProvisionedThroughput: units(10, 5) });
    const table = await describeOrders(client);

    expect(answer).toMatchObject({ TableStatus: 'UPDATING', ProvisionedThroughput: units(5, 5) });
    expect(table).toMatchObject({ TableStatus: 'ACTIVE', ProvisionedThroughput: units(10, 5) });
    expect(table?.ProvisionedThroughput?.LastIncreaseDateTime).toBeInstanceOf(Date);
    expect(table?.ProvisionedThroughput?.LastDecreaseDateTime).toBeUndefined();
    expect(table?.WarmThroughput).toMatchObject({ ReadUnitsPerSecond: 10, WriteUnitsPerSecond: 5 });
  });

  it('counts decreases of a day, four freely and then one an hour', async () => {
    const client = clientWithoutRetries(target);
    await createTable(client, provisionedInput({ ProvisionedThroughput: units(9, 9) }));
    // Away from midnight, where the day's count begins anew.
    const untilNoonMs = (86_400_000 * 1.5 - (target.cloud.clock.now() % 86_400_000)) % 86_400_000;
    await target.cloud.clock.advance(untilNoonMs);

    for (const writes of [8, 7, 6, 5]) await update(client, { ProvisionedThroughput: units(9, writes) });
    const fifth = update(client, { ProvisionedThroughput: units(9, 4) });
    await expect(fifth).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: expect.stringMatching(
        /^Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day\. .*: 4\. /,
      ),
    });
    await target.cloud.clock.advance('1h');
    await update(client, { ProvisionedThroughput: units(9, 4) });

    const table = await describeOrders(client);
    expect(table?.ProvisionedThroughput).toMatchObject({ NumberOfDecreasesToday: 5, ...units(9, 4) });
  });

  it('forgets the decreases of yesterday', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, provisionedInput());

    await update(client, { ProvisionedThroughput: units(4, 4) });
    await target.cloud.clock.advance('1d');

    expect((await describeOrders(client))?.ProvisionedThroughput?.NumberOfDecreasesToday).toBe(0);
  });

  it('switches to on-demand mode', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, provisionedInput());

    await update(client, { BillingMode: 'PAY_PER_REQUEST' });

    const table = await describeOrders(client);
    expect(table?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
    expect(table?.ProvisionedThroughput).toMatchObject(units(0, 0));
    expect(table?.WarmThroughput).toMatchObject({ ReadUnitsPerSecond: 12000, WriteUnitsPerSecond: 4000 });
  });

  it('switches to provisioned mode with units for the table and each index, and drops on-demand maxima', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, {
      AttributeDefinitions: attributes({ pk: 'S', g: 'S' }),
      GlobalSecondaryIndexes: [globalIndex('by-g', 'g')],
      OnDemandThroughput: { MaxReadRequestUnits: 100 },
    });

    await update(client, {
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units(3, 3),
      GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'by-g', ProvisionedThroughput: units(2, 2) } }],
    });

    const table = await describeOrders(client);
    expect(table).toMatchObject({ ProvisionedThroughput: units(3, 3) });
    expect(table?.BillingModeSummary?.BillingMode).toBe('PROVISIONED');
    expect(table?.OnDemandThroughput).toBeUndefined();
    expect(table?.GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).toMatchObject(units(2, 2));
  });

  it('changes single on-demand maxima, and -1 takes one away', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, { OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 5 } });

    await update(client, { OnDemandThroughput: { MaxReadRequestUnits: 20 } });
    const raised = await describeOrders(client);
    await update(client, { OnDemandThroughput: { MaxReadRequestUnits: -1 } });
    const lowered = await describeOrders(client);
    await update(client, { OnDemandThroughput: { MaxWriteRequestUnits: -1 } });

    expect(raised?.OnDemandThroughput).toEqual({ MaxReadRequestUnits: 20, MaxWriteRequestUnits: 5 });
    expect(lowered?.OnDemandThroughput).toEqual({ MaxWriteRequestUnits: 5 });
    expect((await describeOrders(client))?.OnDemandThroughput).toBeUndefined();
  });
});

describe('UpdateTable › indexes', () => {
  it('adds a global index whose attribute alone is defined', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    const answer = await update(client, {
      AttributeDefinitions: attributes({ g: 'S' }),
      GlobalSecondaryIndexUpdates: [{ Create: globalIndex('by-g', 'g') }],
    });
    const table = await describeOrders(client);

    expect(answer?.TableStatus).toBe('UPDATING');
    expect(answer?.GlobalSecondaryIndexes?.[0]).toMatchObject({ IndexStatus: 'CREATING', Backfilling: false });
    expect(table?.GlobalSecondaryIndexes?.[0]).toMatchObject({ IndexName: 'by-g', IndexStatus: 'ACTIVE' });
    expect(table?.AttributeDefinitions).toEqual(attributes({ g: 'S', pk: 'S' }));
  });

  it('removes a global index, and the attributes that no key uses any more', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, {
      AttributeDefinitions: attributes({ pk: 'S', g: 'S' }),
      GlobalSecondaryIndexes: [globalIndex('by-g', 'g')],
    });

    const answer = await update(client, { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-g' } }] });
    const table = await describeOrders(client);

    expect(answer?.GlobalSecondaryIndexes?.[0]?.IndexStatus).toBe('DELETING');
    expect(table?.GlobalSecondaryIndexes).toBeUndefined();
    expect(table?.AttributeDefinitions).toEqual(attributes({ pk: 'S' }));
  });

  it('takes no notice of definitions of what is defined already', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    await update(client, {
      AttributeDefinitions: attributes({ pk: 'N', g: 'S', unused: 'B' }),
      GlobalSecondaryIndexUpdates: [{ Create: globalIndex('by-g', 'g') }],
    });

    expect((await describeOrders(client))?.AttributeDefinitions).toEqual(attributes({ g: 'S', pk: 'S' }));
  });

  it('leaves local indexes alone', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, {
      KeySchema: keySchema('pk', 'sk'),
      AttributeDefinitions: attributes({ pk: 'S', sk: 'S', l: 'S' }),
      LocalSecondaryIndexes: [
        { IndexName: 'local', KeySchema: keySchema('pk', 'l'), Projection: { ProjectionType: 'ALL' } },
      ],
    });

    await expect(
      update(client, { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'local' } }] }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Cannot delete an index that is not a GlobalSecondaryIndex: local',
    });
  });
});

describe('UpdateTable › settings', () => {
  it('turns a stream off and on again with another ARN', async () => {
    const client = target.client(DynamoDBClient);
    const view = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } as const;
    const first = await createTable(client, { StreamSpecification: view });

    await update(client, { StreamSpecification: { StreamEnabled: false } });
    const off = await describeOrders(client);
    await target.cloud.clock.advance('1s');
    await update(client, { StreamSpecification: view });
    const again = await describeOrders(client);

    expect(off?.StreamSpecification).toBeUndefined();
    expect(off?.LatestStreamArn).toBe(first?.LatestStreamArn);
    expect(again?.StreamSpecification).toEqual(view);
    expect(again?.LatestStreamArn).not.toBe(first?.LatestStreamArn);
  });

  it('changes table class and deletion protection', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    await update(client, { TableClass: 'STANDARD_INFREQUENT_ACCESS' });
    const answer = await update(client, { DeletionProtectionEnabled: true });

    expect(answer).toMatchObject({ TableStatus: 'ACTIVE', DeletionProtectionEnabled: true });
    expect((await describeOrders(client))?.TableClassSummary?.TableClass).toBe('STANDARD_INFREQUENT_ACCESS');
  });

  it('turns encryption with a KMS key on and off', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    await update(client, { SSESpecification: { Enabled: true } });
    const on = await describeOrders(client);
    const off = await update(client, { SSESpecification: { Enabled: false } });

    expect(off?.SSEDescription).toEqual({ Status: 'UPDATING' });
    expect(on?.SSEDescription?.Status).toBe('ENABLED');
    expect((await describeOrders(client))?.SSEDescription).toBeUndefined();
  });
});
