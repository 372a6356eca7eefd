import * as Cf from '@aws-sdk/client-cloudformation';
import * as S3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket, makeVersionedBucket } from './buckets.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';
const copies = 'copies';
const Role = 'arn:aws:iam::000000000000:role/replication';

const rule = (more: Partial<S3.ReplicationRule> = {}): S3.ReplicationRule => ({
  Status: 'Enabled',
  Priority: 1,
  Filter: { Prefix: '' },
  DeleteMarkerReplication: { Status: 'Disabled' },
  Destination: { Bucket: `arn:aws:s3:::${copies}` },
  ...more,
});

const replicate = (...Rules: readonly S3.ReplicationRule[]) =>
  client().send(new S3.PutBucketReplicationCommand({ Bucket, ReplicationConfiguration: { Role, Rules: [...Rules] } }));

async function makeBuckets(): Promise<void> {
  await makeVersionedBucket(client());
  await makeBucket(client(), copies);
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await client().send(new S3.PutBucketVersioningCommand({ Bucket: copies, VersioningConfiguration }));
}

const put = (Key: string, more: object = {}) =>
  client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));
const head = (name: string, Key: string) => client().send(new S3.HeadObjectCommand({ Bucket: name, Key }));
const keys = async () =>
  ((await client().send(new S3.ListObjectsV2Command({ Bucket: copies }))).Contents ?? []).map(({ Key }) => Key);
/** What is under way is done. */
const settle = () => target.cloud.clock.advance(0);

describe('replication', () => {
  test('copies new objects with their metadata under the id of their version', async () => {
    await makeBuckets();
    await put('before');
    await replicate(rule({ Destination: { Bucket: `arn:aws:s3:::${copies}`, StorageClass: 'STANDARD_IA' } }));
    const { VersionId } = await put('a', { Metadata: { m: '1' }, Tagging: 'k=v', ContentType: 'text/plain' });
    await settle();

    const copy = await head(copies, 'a');

    expect(copy).toMatchObject({
      VersionId,
      ReplicationStatus: 'REPLICA',
      StorageClass: 'STANDARD_IA',
      ContentType: 'text/plain',
      Metadata: { m: '1' },
      TagCount: 1,
    });
    expect((await head(Bucket, 'a')).ReplicationStatus).toBe('COMPLETED');
    expect((await head(Bucket, 'before')).ReplicationStatus).toBeUndefined();
    expect(await keys()).toEqual(['a']);
  });

  test('copies what its rules fit, and delete markers where they say so', async () => {
    await makeBuckets();
    await replicate(
      rule({ ID: 'p', Filter: { Prefix: 'p/' }, DeleteMarkerReplication: { Status: 'Enabled' } }),
      rule({ ID: 't', Priority: 2, Filter: { Tag: { Key: 'k', Value: 'v' } } }),
      rule({ ID: 'off', Priority: 3, Status: 'Disabled' }),
    );
    for (const [key, Tagging] of [['p/a'], ['b'], ['c', 'k=v'], ['p/d']] as const) await put(key, { Tagging });
    await client().send(new S3.DeleteObjectCommand({ Bucket, Key: 'p/a' }));
    await client().send(new S3.DeleteObjectCommand({ Bucket, Key: 'c' }));
    await settle();

    expect(await keys()).toEqual(['c', 'p/d']);
  });

  test('fails visibly when the destination is gone', async () => {
    await makeBuckets();
    await replicate(rule());
    await client().send(new S3.DeleteBucketCommand({ Bucket: copies }));
    await put('a');
    await settle();

    expect((await head(Bucket, 'a')).ReplicationStatus).toBe('FAILED');
  });

  test('is told with ids, and keeps versioning on until it is deleted', async () => {
    await makeBuckets();
    await replicate(rule());
    const suspend = () =>
      client().send(new S3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }));

    const { ReplicationConfiguration } = await client().send(new S3.GetBucketReplicationCommand({ Bucket }));

    expect(ReplicationConfiguration).toEqual({ Role, Rules: [{ ...rule(), ID: expect.stringMatching(/^.{48}$/) }] });
    await expect(suspend()).rejects.toMatchObject({ name: 'InvalidBucketState' });
    await client().send(new S3.DeleteBucketReplicationCommand({ Bucket }));
    await suspend();
    await expect(client().send(new S3.GetBucketReplicationCommand({ Bucket }))).rejects.toMatchObject({
      name: 'ReplicationConfigurationNotFoundError',
    });
  });

  test.each<[string, Partial<S3.ReplicationRule>, string]>([
    ['an absent bucket', { Destination: { Bucket: 'arn:aws:s3:::nobody' } }, 'Destination bucket must exist.'],
    [
      'a bucket without versions',
      { Destination: { Bucket: 'arn:aws:s3:::plain' } },
      'Destination bucket must have versioning enabled.',
    ],
    ['a filter without priority', { Priority: undefined }, 'Priority must be specified for this version'],
    [
      'a filter without a word on delete markers',
      { DeleteMarkerReplication: undefined },
      'DeleteMarkerReplication must be specified for this version',
    ],
  ])('refuses %s', async (_, more, message) => {
    await makeBuckets();
    await makeBucket(client(), 'plain');

    await expect(replicate(rule(more))).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining(message),
    });
  });

  test('needs versions in the source', async () => {
    await makeBucket(client());

    await expect(replicate(rule())).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
    });
  });

  test('is made by templates', async () => {
    const VersioningConfiguration = { Status: 'Enabled' };
    const Rules = [
      {
        Id: 'all',
        Status: 'Enabled',
        Priority: '1',
        Filter: { And: { Prefix: 'p/', TagFilters: [{ Key: 'k', Value: 'v' }] } },
        DeleteMarkerReplication: { Status: 'Disabled' },
        Destination: { Bucket: { 'Fn::GetAtt': ['Copies', 'Arn'] } },
      },
    ];
    const TemplateBody = JSON.stringify({
      Resources: {
        Copies: { Type: 'AWS::S3::Bucket', Properties: { BucketName: copies, VersioningConfiguration } },
        Orders: {
          Type: 'AWS::S3::Bucket',
          Properties: { BucketName: Bucket, VersioningConfiguration, ReplicationConfiguration: { Role, Rules } },
        },
      },
    });
    await target.client(Cf.CloudFormationClient).send(new Cf.CreateStackCommand({ StackName: 's', TemplateBody }));
    await settle();

    const { ReplicationConfiguration } = await client().send(new S3.GetBucketReplicationCommand({ Bucket }));

    expect(ReplicationConfiguration?.Rules).toMatchObject([
      { ID: 'all', Priority: 1, Filter: { And: { Prefix: 'p/', Tags: [{ Key: 'k', Value: 'v' }] } } },
    ]);
  });
});
