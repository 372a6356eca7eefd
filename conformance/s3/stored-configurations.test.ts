import * as S3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';
const Id = 'all';

const InventoryConfiguration: S3.InventoryConfiguration = {
  Id,
  IsEnabled: true,
  IncludedObjectVersions: 'All',
  Schedule: { Frequency: 'Daily' },
  OptionalFields: ['Size', 'ETag'],
  Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::reports', Format: 'CSV', Prefix: 'i/' } },
};
const AnalyticsConfiguration: S3.AnalyticsConfiguration = {
  Id,
  Filter: { Prefix: 'a/' },
  StorageClassAnalysis: {
    DataExport: {
      OutputSchemaVersion: 'V_1',
      Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::reports', Format: 'CSV' } },
    },
  },
};
const MetricsConfiguration: S3.MetricsConfiguration = {
  Id,
  Filter: { And: { Prefix: 'a/', Tags: [{ Key: 'k', Value: 'v' }] } },
};
const IntelligentTieringConfiguration: S3.IntelligentTieringConfiguration = {
  Id,
  Status: 'Enabled',
  Filter: { Tag: { Key: 'k', Value: 'v' } },
  Tierings: [{ Days: 90, AccessTier: 'ARCHIVE_ACCESS' }],
};
const none = { name: 'NoSuchConfiguration', $metadata: { httpStatusCode: 404 } };

/** What the commands of one kind of configuration have in common. */
interface Kind {
  readonly put: (id?: string) => S3.PutBucketMetricsConfigurationCommand;
  readonly get: () => S3.GetBucketMetricsConfigurationCommand;
  readonly list: () => S3.ListBucketMetricsConfigurationsCommand;
  readonly remove: () => S3.DeleteBucketMetricsConfigurationCommand;
  readonly member: string;
  readonly value: object;
}

const kinds: readonly (readonly [string, Kind])[] = [
  [
    'inventory',
    {
      put: (id = Id) => new S3.PutBucketInventoryConfigurationCommand({ Bucket, Id: id, InventoryConfiguration }),
      get: () => new S3.GetBucketInventoryConfigurationCommand({ Bucket, Id }),
      list: () => new S3.ListBucketInventoryConfigurationsCommand({ Bucket }),
      remove: () => new S3.DeleteBucketInventoryConfigurationCommand({ Bucket, Id }),
      member: 'InventoryConfiguration',
      value: InventoryConfiguration,
    },
  ],
  [
    'analytics',
    {
      put: (id = Id) => new S3.PutBucketAnalyticsConfigurationCommand({ Bucket, Id: id, AnalyticsConfiguration }),
      get: () => new S3.GetBucketAnalyticsConfigurationCommand({ Bucket, Id }),
      list: () => new S3.ListBucketAnalyticsConfigurationsCommand({ Bucket }),
      remove: () => new S3.DeleteBucketAnalyticsConfigurationCommand({ Bucket, Id }),
      member: 'AnalyticsConfiguration',
      value: AnalyticsConfiguration,
    },
  ],
  [
    'metrics',
    {
      put: (id = Id) => new S3.PutBucketMetricsConfigurationCommand({ Bucket, Id: id, MetricsConfiguration }),
      get: () => new S3.GetBucketMetricsConfigurationCommand({ Bucket, Id }),
      list: () => new S3.ListBucketMetricsConfigurationsCommand({ Bucket }),
      remove: () => new S3.DeleteBucketMetricsConfigurationCommand({ Bucket, Id }),
      member: 'MetricsConfiguration',
      value: MetricsConfiguration,
    },
  ],
  [
    'intelligent tiering',
    {
      put: (id = Id) =>
        new S3.PutBucketIntelligentTieringConfigurationCommand({ Bucket, Id: id, IntelligentTieringConfiguration }),
      get: () => new S3.GetBucketIntelligentTieringConfigurationCommand({ Bucket, Id }),
      list: () => new S3.ListBucketIntelligentTieringConfigurationsCommand({ Bucket }),
      remove: () => new S3.DeleteBucketIntelligentTieringConfigurationCommand({ Bucket, Id }),
      member: 'IntelligentTieringConfiguration',
      value: IntelligentTieringConfiguration,
    },
  ],
] as unknown as readonly (readonly [string, Kind])[];

describe.each(kinds)('configurations of %s', (_name, { put, get, list, remove, member, value }) => {
  test('are put, told, listed and deleted', async () => {
    await makeBucket(client());
    await expect(client().send(get())).rejects.toMatchObject(none);
    expect(await client().send(list())).toMatchObject({ IsTruncated: false });

    await client().send(put());

    expect(await client().send(get())).toMatchObject({ [member]: value });
    expect(await client().send(list())).toMatchObject({ IsTruncated: false, [`${member}List`]: [value] });
    await client().send(remove());
    await expect(client().send(get())).rejects.toMatchObject(none);
    await expect(client().send(remove())).rejects.toMatchObject(none);
  });

  test('are refused under another id', async () => {
    await makeBucket(client());

    await expect(client().send(put('other'))).rejects.toMatchObject({ name: 'IdMismatch' });
  });
});

test('reports go to buckets, in formats that there are', async () => {
  await makeBucket(client());
  const put = (S3BucketDestination: S3.InventoryS3BucketDestination) =>
    client().send(
      new S3.PutBucketInventoryConfigurationCommand({
        Bucket,
        Id,
        InventoryConfiguration: { ...InventoryConfiguration, Destination: { S3BucketDestination } },
      }),
    );

  await expect(put({ Bucket: 'reports', Format: 'CSV' })).rejects.toMatchObject({ name: 'InvalidS3DestinationBucket' });
  await expect(put({ Bucket: 'arn:aws:s3:::reports', Format: 'PDF' as S3.InventoryFormat })).rejects.toMatchObject({
    name: 'MalformedXML',
  });
});

test('acceleration is nothing, then what it was set to', async () => {
  await makeBucket(client());
  const get = () => client().send(new S3.GetBucketAccelerateConfigurationCommand({ Bucket }));
  const paths = new S3.S3Client({ ...target.cloud.clientConfig(), forcePathStyle: true });
  const put = (Status: string, name = Bucket) =>
    paths.send(
      new S3.PutBucketAccelerateConfigurationCommand({
        Bucket: name,
        AccelerateConfiguration: { Status: Status as S3.BucketAccelerateStatus },
      }),
    );

  expect((await get()).Status).toBeUndefined();
  await put('Enabled');
  expect((await get()).Status).toBe('Enabled');
  await expect(put('On')).rejects.toMatchObject({ name: 'MalformedXML' });
  await makeBucket(paths, 'with.dots');
  await expect(put('Enabled', 'with.dots')).rejects.toMatchObject({ name: 'InvalidRequest' });
});

test('the owner of a bucket pays until the requester does', async () => {
  await makeBucket(client());
  const get = async () => (await client().send(new S3.GetBucketRequestPaymentCommand({ Bucket }))).Payer;
  const put = (Payer: string) =>
    client().send(
      new S3.PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer: Payer as S3.Payer } }),
    );

  expect(await get()).toBe('BucketOwner');
  await put('Requester');
  expect(await get()).toBe('Requester');
  await expect(put('Nobody')).rejects.toMatchObject({ name: 'MalformedXML' });
});

test('authorization by tags is off until it is on', async () => {
  await makeBucket(client());
  const get = async () => (await client().send(new S3.GetBucketAbacCommand({ Bucket }))).AbacStatus?.Status;

  expect(await get()).toBe('Disabled');
  await client().send(new S3.PutBucketAbacCommand({ Bucket, AbacStatus: { Status: 'Enabled' } }));
  expect(await get()).toBe('Enabled');
});

test('logs go to buckets that are there', async () => {
  await makeBucket(client());
  const BucketLoggingStatus = { LoggingEnabled: { TargetBucket: 'nowhere', TargetPrefix: '' } };

  await expect(client().send(new S3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus }))).rejects.toMatchObject({
    name: 'InvalidTargetBucketForLogging',
    TargetBucket: 'nowhere',
  });
});

test('a policy is public or not', async () => {
  await makeBucket(client());
  const status = () => client().send(new S3.GetBucketPolicyStatusCommand({ Bucket }));
  const Policy = (Effect: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect, Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }],
    });

  await expect(status()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
  await client().send(new S3.DeletePublicAccessBlockCommand({ Bucket }));
  await client().send(new S3.PutBucketPolicyCommand({ Bucket, Policy: Policy('Allow') }));
  expect((await status()).PolicyStatus?.IsPublic).toBe(true);
  await client().send(new S3.PutBucketPolicyCommand({ Bucket, Policy: Policy('Deny') }));
  expect((await status()).PolicyStatus?.IsPublic).toBe(false);
});
