import { DynamoDBClient, UpdateTableCommand, type UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invalid, type Refusal, refusal, validation } from './refusal.ts';
import { attributes, clientWithoutRetries, createTable, globalIndex, provisionedInput, units } from './table-inputs.ts';

const target = useCloud();

type Case = readonly [title: string, input: Partial<UpdateTableCommandInput>, refused: Refusal];

const stream = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } as const;
const create = (name: string) => ({ Create: globalIndex(name, 'g', { ProvisionedThroughput: units(1, 1) }) });
const indexUpdates = (...updates: NonNullable<UpdateTableCommandInput['GlobalSecondaryIndexUpdates']>) => ({
  GlobalSecondaryIndexUpdates: updates,
});

/** Of the request alone: the table need not exist. */
const requests: readonly Case[] = [
  [
    'nothing to update',
    { AttributeDefinitions: attributes({ pk: 'S' }) },
    validation(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, ' +
        'SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, ' +
        'DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
    ),
  ],
  [
    'an empty list of index updates beside another change',
    { ...indexUpdates(), DeletionProtectionEnabled: true },
    invalid('List of GlobalSecondaryIndexUpdates is empty'),
  ],
  [
    'encryption with another change',
    { SSESpecification: { Enabled: true }, DeletionProtectionEnabled: true },
    invalid('Server-Side Encryption modification must be the only operation in the request'),
  ],
  [
    'deletion protection with another change',
    { DeletionProtectionEnabled: true, BillingMode: 'PAY_PER_REQUEST' },
    invalid('DeletionProtection modification must be the only operation in the request'),
  ],
  [
    'on-demand maxima with a stream',
    { OnDemandThroughput: { MaxReadRequestUnits: 1 }, StreamSpecification: stream },
    invalid('OnDemandThroughput can only be combined with BillingMode in an UpdateTable request'),
  ],
  [
    'provisioned mode without units',
    { BillingMode: 'PROVISIONED' },
    invalid('ProvisionedThroughput must be specified when BillingMode is PROVISIONED'),
  ],
  [
    'on-demand mode with units',
    { BillingMode: 'PAY_PER_REQUEST', ProvisionedThroughput: units(5, 5) },
    invalid('Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST'),
  ],
  [
    'units together with a stream',
    { ProvisionedThroughput: units(7, 7), StreamSpecification: stream },
    invalid('You cannot modify stream status while updating table IOPS'),
  ],
  [
    'units together with a new index',
    { ProvisionedThroughput: units(7, 7), ...indexUpdates(create('by-g')) },
    invalid('You cannot create or delete index while updating table IOPS'),
  ],
  [
    'an index update that does nothing',
    indexUpdates({}),
    invalid(
      'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, ' +
        'GlobalSecondaryIndexUpdate.Delete must not be null',
    ),
  ],
  [
    'an index update that does two things',
    indexUpdates({ ...create('by-g'), Delete: { IndexName: 'by-g' } }),
    invalid('Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object'),
  ],
  [
    'two updates of one index',
    indexUpdates({ Delete: { IndexName: 'by-g' } }, { Delete: { IndexName: 'by-g' } }),
    invalid('Only one global secondary index update per index is allowed simultaneously. Index: by-g'),
  ],
];

const unchanged = (what: string, read: number, write: number) =>
  validation(
    `The provisioned throughput for the ${what} will not change. The requested value equals the current value. ` +
      `Current ReadCapacityUnits provisioned for the ${what}: ${read}. Requested ReadCapacityUnits: ${read}. ` +
      `Current WriteCapacityUnits provisioned for the ${what}: ${write}. Requested WriteCapacityUnits: ${write}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  );

/** Of a provisioned table with 5 units and the index `existing`. */
const contents: readonly Case[] = [
  ['units as they are', { ProvisionedThroughput: units(5, 5) }, unchanged('table', 5, 5)],
  [
    'units as they are, with the billing mode as it is',
    { BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5, 5) },
    unchanged('table', 5, 5),
  ],
  [
    'index units as they are',
    indexUpdates({ Update: { IndexName: 'existing', ProvisionedThroughput: units(1, 1) } }),
    unchanged('index existing', 1, 1),
  ],
  [
    'on-demand maxima',
    { OnDemandThroughput: { MaxReadRequestUnits: 1 } },
    invalid('MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED'),
  ],
  [
    'less warm throughput',
    { WarmThroughput: { ReadUnitsPerSecond: 1 } },
    invalid(
      'Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, ' +
        'decreasing WarmThroughput is not supported',
    ),
  ],
  [
    'more units than a table may have',
    { ProvisionedThroughput: units(40_001, 5) },
    {
      name: 'LimitExceededException',
      message:
        'The requested ReadCapacityUnits, 40001, is above the per table maximum for the account in us-east-1. ' +
        'Per table maximum: 40000. ' +
        'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
    },
  ],
  [
    'disabling a stream that is not there',
    { StreamSpecification: { StreamEnabled: false } },
    validation('Table has no stream to disable: TableName: orders'),
  ],
  [
    'disabling encryption that is the default',
    { SSESpecification: { Enabled: false } },
    invalid('Table is already encrypted by default'),
  ],
  [
    'an index that exists',
    { AttributeDefinitions: attributes({ g: 'S' }), ...indexUpdates(create('existing')) },
    validation('Attempting to create an index which already exists'),
  ],
  [
    'an index without AttributeDefinitions',
    indexUpdates(create('by-g')),
    invalid('AttributeDefinitions is not specified for index: by-g'),
  ],
  [
    'an index without units',
    { AttributeDefinitions: attributes({ g: 'S' }), ...indexUpdates({ Create: globalIndex('by-g', 'g') }) },
    invalid('Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: by-g'),
  ],
  [
    'two new indexes',
    { AttributeDefinitions: attributes({ g: 'S' }), ...indexUpdates(create('one'), create('two')) },
    {
      name: 'LimitExceededException',
      message: 'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    },
  ],
  [
    'an index that is not there',
    indexUpdates({ Delete: { IndexName: 'ghost' } }),
    {
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Index ghost for table orders',
    },
  ],
];

const provisioned = () =>
  provisionedInput({
    AttributeDefinitions: attributes({ pk: 'S', e: 'S' }),
    GlobalSecondaryIndexes: [globalIndex('existing', 'e', { ProvisionedThroughput: units(1, 1) })],
  });

describe('UpdateTable › validation', () => {
  it.each(requests)('rejects %s before it looks for the table', async (_title, input, refused) => {
    const client = target.client(DynamoDBClient);

    const answer = refusal(client.send(new UpdateTableCommand({ TableName: 'nowhere', ...input })));

    expect(await answer).toEqual(refused);
  });

  it.each(contents)('rejects %s of a provisioned table', async (_title, input, refused) => {
    const client = clientWithoutRetries(target);
    await createTable(client, provisioned());

    const answer = refusal(client.send(new UpdateTableCommand({ TableName: 'orders', ...input })));

    expect(await answer).toEqual(refused);
  });

  it('rejects a table that is not there', async () => {
    const client = target.client(DynamoDBClient);

    const answer = refusal(
      client.send(new UpdateTableCommand({ TableName: 'nowhere', BillingMode: 'PAY_PER_REQUEST' })),
    );

    expect(await answer).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: nowhere not found',
    });
  });

  it('rejects units of an on-demand table', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    const update = new UpdateTableCommand({ TableName: 'orders', ProvisionedThroughput: units(1, 1) });

    expect(await refusal(client.send(update))).toEqual(
      invalid('Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST'),
    );
  });

  it('rejects enabling a stream that is enabled', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, { StreamSpecification: stream });

    const update = new UpdateTableCommand({ TableName: 'orders', StreamSpecification: stream });

    expect(await refusal(client.send(update))).toEqual(
      validation('Table already has an enabled stream: TableName: orders'),
    );
  });

  it('rejects provisioned mode that leaves out an index', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, {
      AttributeDefinitions: attributes({ pk: 'S', g: 'S' }),
      GlobalSecondaryIndexes: [globalIndex('by-g', 'g')],
    });

    const update = new UpdateTableCommand({
      TableName: 'orders',
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units(1, 1),
    });

    expect(await refusal(client.send(update))).toEqual(
      invalid('ProvisionedThroughput must be specified for index: by-g'),
    );
  });

  it('changes nothing when one of several changes is refused', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client, provisioned());
    const throughput = units(2, 2);

    const update = new UpdateTableCommand({
      TableName: 'orders',
      GlobalSecondaryIndexUpdates: [
        { Update: { IndexName: 'existing', ProvisionedThroughput: throughput } },
        { Update: { IndexName: 'ghost', ProvisionedThroughput: throughput } },
      ],
    });

    expect((await refusal(client.send(update))).name).toBe('ResourceNotFoundException');
    const unchangedUpdate = new UpdateTableCommand({
      TableName: 'orders',
      GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'existing', ProvisionedThroughput: units(1, 1) } }],
    });
    expect((await refusal(client.send(unchangedUpdate))).message).toContain('will not change');
  });
});
