import { describe, expect, it } from 'vitest';
import { Clock } from '../../../kernel/clock.ts';
import { raise } from '../../../kernel/errors.ts';
import { rootCaller } from '../../../kernel/identity.ts';
import { Random } from '../../../kernel/random.ts';
import { World } from '../../../kernel/world.ts';
import type { Context, Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { dynamodb } from '../service.ts';
import { dynamoResources } from './resources.ts';

const account = '000000000000';
const region = 'us-east-1';

/** A stack's view of a DynamoDB of its own, and every operation that was called in it. */
function stack() {
  const state = dynamodb.state(new World().scope('dynamodb', account, region));
  const clock = new Clock({ virtual: true });
  const random = new Random(1);
  const calls: string[] = [];
  const operationContext = { account, region, clock, random, caller: rootCaller(account, account) } as Context;
  const call = async <Output>(_service: string, operation: string, input: object): Promise<Output> => {
    calls.push(operation);
    const run = dynamodb.operations[operation] as (s: unknown, i: object, c: Context) => Promise<Output>;
    return await run(state, input, operationContext);
  };
  const context: ResourceContext = {
    account,
    region,
    clock,
    random,
    call,
    stackId: 'arn',
    stackName: 'app',
    logicalId: 'Orders',
    tags: { 'aws:cloudformation:stack-name': 'app', team: 'stack' },
    generateName: () => 'app-Orders-RANDOM',
  };
  const described = async (name: string) =>
    (await call<{ Table: Readonly<Record<string, unknown>> }>('dynamodb', 'DescribeTable', { TableName: name })).Table;
  return { context, calls, call, described };
}

const typeOf = (name: string): ResourceType => dynamoResources[name] ?? raise(new Error(`no resource type ${name}`));
const table = typeOf('AWS::DynamoDB::Table');
const globalTable = typeOf('AWS::DynamoDB::GlobalTable');

const keys: Properties = {
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
};

describe('AWS::DynamoDB::Table', () => {
  it('is named by CloudFormation when the template does not, and has Arn and StreamArn', async () => {
    const { context, described } = stack();

    const state = await table.create({ ...keys, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }, context);

    expect(state.physicalId).toBe('app-Orders-RANDOM');
    expect(state.attributes?.Arn).toBe('arn:aws:dynamodb:us-east-1:000000000000:table/app-Orders-RANDOM');
    expect(state.attributes?.StreamArn).toBe((await described(state.physicalId)).LatestStreamArn);
  });

  it('sets time to live, recovery and tags', async () => {
    const { context, call } = stack();

    const { physicalId: TableName, attributes } = await table.create(
      {
        ...keys,
        TableName: 'orders',
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
        Tags: [{ Key: 'team', Value: 'own' }],
      },
      context,
    );

    expect(await call('dynamodb', 'DescribeTimeToLive', { TableName })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
    });
    expect(await call('dynamodb', 'DescribeContinuousBackups', { TableName })).toMatchObject({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { RecoveryPeriodInDays: 7 } },
    });
    expect(await call('dynamodb', 'ListTagsOfResource', { ResourceArn: attributes?.Arn })).toEqual({
      Tags: [{ Key: 'team', Value: 'own' }],
    });
  });

  it('is changed in place by one call for each change', async () => {
    const { context, calls, described, call } = stack();
    const before = {
      ...keys,
      TimeToLiveSpecification: { AttributeName: 'old', Enabled: true },
      Tags: [{ Key: 'gone', Value: 'x' }],
    };
    const state = await table.create(before, context);
    calls.length = 0;

    const after = {
      ...keys,
      DeletionProtectionEnabled: true,
      TimeToLiveSpecification: { AttributeName: 'new', Enabled: true },
    };
    await table.update?.(state, after, before, context);

    expect(calls).toEqual([
      'DescribeTable',
      'UpdateTable',
      'DescribeTimeToLive',
      'UpdateTimeToLive',
      'UpdateTimeToLive',
      'DescribeTable',
      'ListTagsOfResource',
      'UntagResource',
      'DescribeTable',
    ]);
    expect(await described(state.physicalId)).toMatchObject({ DeletionProtectionEnabled: true });
    expect(await call('dynamodb', 'DescribeTimeToLive', { TableName: state.physicalId })).toMatchObject({
      TimeToLiveDescription: { AttributeName: 'new' },
    });
  });

  it('is deleted, also when it is gone already', async () => {
    const { context, call } = stack();
    const state = await table.create(keys, context);

    await table.delete(state, keys, context);
    await table.delete(state, keys, context);

    expect(await call('dynamodb', 'ListTables', {})).toEqual({ TableNames: [] });
  });

  it('keeps insights, a destination and policies, and changes them', async () => {
    const { context, call } = stack();
    const StreamArn = `arn:aws:kinesis:${region}:${account}:stream/changes`;
    const policy = { PolicyDocument: { Version: '2012-10-17', Statement: [] } };
    const index = {
      IndexName: 'by-pk',
      KeySchema: keys.KeySchema,
      Projection: { ProjectionType: 'ALL' },
      ContributorInsightsSpecification: { Enabled: true, Mode: 'THROTTLED_KEYS' },
    };
    const full = {
      ...keys,
      ContributorInsightsSpecification: { Enabled: true },
      GlobalSecondaryIndexes: [index],
      KinesisStreamSpecification: { StreamArn, ApproximateCreationDateTimePrecision: 'MICROSECOND' },
      ResourcePolicy: policy,
      StreamSpecification: { StreamViewType: 'NEW_IMAGE', ResourcePolicy: policy },
    };
    const state = await table.create(full, context);
    const TableName = state.physicalId;
    const told = async () => [
      await call('dynamodb', 'DescribeContributorInsights', { TableName }),
      await call('dynamodb', 'DescribeContributorInsights', { TableName, IndexName: 'by-pk' }),
      await call('dynamodb', 'DescribeKinesisStreamingDestination', { TableName }),
    ];
    const policyOf = (ResourceArn: unknown) => call('dynamodb', 'GetResourcePolicy', { ResourceArn });

    expect(await told()).toMatchObject([
      { ContributorInsightsStatus: 'ENABLED', ContributorInsightsMode: 'ACCESSED_AND_THROTTLED_KEYS' },
      { ContributorInsightsStatus: 'ENABLED', ContributorInsightsMode: 'THROTTLED_KEYS' },
      {
        KinesisDataStreamDestinations: [
          { StreamArn, DestinationStatus: 'ACTIVE', ApproximateCreationDateTimePrecision: 'MICROSECOND' },
        ],
      },
    ]);
    const text = { Policy: JSON.stringify(policy.PolicyDocument) };
    expect(await policyOf(state.attributes?.Arn)).toMatchObject(text);
    expect(await policyOf(state.attributes?.StreamArn)).toMatchObject(text);

    const plain = { ...keys, GlobalSecondaryIndexes: [index], StreamSpecification: { StreamViewType: 'NEW_IMAGE' } };
    await table.update?.(state, plain, full, context);

    expect(await told()).toMatchObject([
      { ContributorInsightsStatus: 'DISABLED' },
      { ContributorInsightsStatus: 'ENABLED' },
      { KinesisDataStreamDestinations: [{ DestinationStatus: 'DISABLED' }] },
    ]);
    await expect(policyOf(state.attributes?.Arn)).rejects.toThrow();
    await expect(policyOf(state.attributes?.StreamArn)).rejects.toThrow();
  });

  it('is imported from a bucket, where the template says so', async () => {
    const { context, calls } = stack();
    const inputs: object[] = [];
    const imported: ResourceContext = {
      ...context,
      call: async <Output>(service: string, operation: string, input: object) => {
        if (operation !== 'ImportTable') return context.call<Output>(service, operation, input);
        inputs.push(input);
        const { TableCreationParameters } = input as { TableCreationParameters: object };
        return context.call<Output>(service, 'CreateTable', TableCreationParameters);
      },
    };
    const ImportSourceSpecification = { S3BucketSource: { S3Bucket: 'seeds' }, InputFormat: 'DYNAMODB_JSON' };

    await table.create({ ...keys, ImportSourceSpecification }, imported);

    expect(inputs).toMatchObject([
      { ...ImportSourceSpecification, TableCreationParameters: { KeySchema: keys.KeySchema } },
    ]);
    expect(calls[0]).toBe('CreateTable');
  });
});

describe('AWS::DynamoDB::Table › tags', () => {
  it('follow the stack’s, where the template says nothing new', async () => {
    const { context, call } = stack();
    const created = await table.create(keys, context);

    await table.update?.(created, keys, keys, { ...context, tags: { ...context.tags, team: 'other' } });

    const { Tags } = await call<{ Tags: object[] }>('dynamodb', 'ListTagsOfResource', {
      ResourceArn: created.attributes?.Arn,
    });
    expect(Tags).toContainEqual({ Key: 'team', Value: 'other' });
  });
});

describe('AWS::DynamoDB::Table › rollback', () => {
  it('goes back from an update that was refused before anything was done', async () => {
    const { context, described, call } = stack();
    const created = await table.create(keys, context);
    const index = (IndexName: string) => ({
      IndexName,
      KeySchema: keys.KeySchema,
      Projection: { ProjectionType: 'ALL' },
    });
    const attempted = {
      ...keys,
      DeletionProtectionEnabled: true,
      GlobalSecondaryIndexes: [index('one'), index('two')],
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    };

    await expect(table.update?.(created, attempted, keys, context)).rejects.toThrow('more than one GSI');
    await table.update?.(created, keys, attempted, context);

    expect(await described(created.physicalId)).toMatchObject({ DeletionProtectionEnabled: false });
    expect((await described(created.physicalId)).GlobalSecondaryIndexes).toBeUndefined();
    expect(await call('dynamodb', 'DescribeTimeToLive', { TableName: created.physicalId })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    });
  });

  it('goes back from an update that was half done', async () => {
    const { context, described } = stack();
    const local = [{ IndexName: 'by-at', KeySchema: keys.KeySchema, Projection: { ProjectionType: 'ALL' } }];
    const created = await table.create(keys, context);
    const indexed = { ...keys, GlobalSecondaryIndexes: local };
    const attempted = { ...indexed, BillingMode: 'PROVISIONED' };

    await expect(table.update?.(created, attempted, keys, context)).rejects.toThrow();
    await table.update?.(created, keys, attempted, context);

    expect(await described(created.physicalId)).toMatchObject({
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    });
    expect((await described(created.physicalId)).GlobalSecondaryIndexes).toBeUndefined();
  });
});

describe('AWS::DynamoDB::GlobalTable', () => {
  it('is a table like any other with one replica in its own region', async () => {
    const { context, described } = stack();

    const state = await globalTable.create(
      {
        ...keys,
        TableName: 'orders',
        SSESpecification: { SSEEnabled: false },
        WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 7 },
        Replicas: [
          {
            Region: region,
            DeletionProtectionEnabled: true,
            TableClass: 'STANDARD_INFREQUENT_ACCESS',
            ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 9 },
            Tags: [{ Key: 'team', Value: 'replica' }],
          },
        ],
      },
      context,
    );

    const orders = await described('orders');
    expect(state.attributes).toMatchObject({ Arn: orders.TableArn, TableId: orders.TableId });
    expect(orders).toMatchObject({
      DeletionProtectionEnabled: true,
      TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      OnDemandThroughput: { MaxReadRequestUnits: 9, MaxWriteRequestUnits: 7 },
    });
  });

  it('provisions each index with its own writes and the reads of its replica', async () => {
    const { context, described } = stack();
    const writes = (MinCapacity: number) => ({
      WriteProvisionedThroughputSettings: { WriteCapacityAutoScalingSettings: { MinCapacity, MaxCapacity: 100 } },
    });
    const reads = (ReadCapacityUnits: number) => ({ ReadProvisionedThroughputSettings: { ReadCapacityUnits } });

    await globalTable.create(
      {
        ...keys,
        TableName: 'orders',
        BillingMode: 'PROVISIONED',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'g', AttributeType: 'S' },
        ],
        ...writes(3),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-g',
            KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
            ...writes(4),
          },
        ],
        Replicas: [{ Region: region, ...reads(5), GlobalSecondaryIndexes: [{ IndexName: 'by-g', ...reads(6) }] }],
      },
      context,
    );

    expect(await described('orders')).toMatchObject({
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 3 },
      GlobalSecondaryIndexes: [{ ProvisionedThroughput: { ReadCapacityUnits: 6, WriteCapacityUnits: 4 } }],
    });
  });

  it('keeps what its own replica says of insights, destinations and policies', async () => {
    const { context, call } = stack();
    const StreamArn = `arn:aws:kinesis:${region}:${account}:stream/changes`;
    const policy = { PolicyDocument: { Version: '2012-10-17', Statement: [] } };

    const { attributes } = await globalTable.create(
      {
        ...keys,
        TableName: 'orders',
        MultiRegionConsistency: 'EVENTUAL',
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        GlobalSecondaryIndexes: [
          { IndexName: 'by-pk', KeySchema: keys.KeySchema, Projection: { ProjectionType: 'ALL' } },
        ],
        Replicas: [
          {
            Region: region,
            ContributorInsightsSpecification: { Enabled: true, Mode: 'THROTTLED_KEYS' },
            GlobalSecondaryIndexes: [{ IndexName: 'by-pk', ContributorInsightsSpecification: { Enabled: true } }],
            KinesisStreamSpecification: { StreamArn },
            ReplicaStreamSpecification: { ResourcePolicy: policy },
            ResourcePolicy: policy,
          },
        ],
      },
      context,
    );

    expect(await call('dynamodb', 'ListContributorInsights', {})).toMatchObject({
      ContributorInsightsSummaries: [{ ContributorInsightsMode: 'THROTTLED_KEYS' }, { IndexName: 'by-pk' }],
    });
    expect(await call('dynamodb', 'DescribeKinesisStreamingDestination', { TableName: 'orders' })).toMatchObject({
      KinesisDataStreamDestinations: [{ StreamArn, DestinationStatus: 'ACTIVE' }],
    });
    for (const ResourceArn of [attributes?.Arn, attributes?.StreamArn]) {
      expect(await call('dynamodb', 'GetResourcePolicy', { ResourceArn })).toHaveProperty('Policy');
    }
  });

  it('refuses strong consistency between regions', async () => {
    const { context } = stack();
    const properties = { ...keys, MultiRegionConsistency: 'STRONG', Replicas: [{ Region: region }] };

    await expect(globalTable.create(properties, context)).rejects.toThrow('strong consistency between regions');
  });

  it('needs a replica in its own region', async () => {
    const { context } = stack();
    const properties = { ...keys, Replicas: [{ Region: 'eu-west-1' }] };

    await expect(globalTable.create(properties, context)).rejects.toThrow(/without a replica in the region/);
  });
});
