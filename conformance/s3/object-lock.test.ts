import * as S3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket, makeVersionedBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';
const Key = 'a';
const dayMs = 86_400_000;

const makeLockable = () => client().send(new S3.CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
const put = async (more: object = {}) =>
  (await client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x', ...more }))).VersionId;
const remove = (VersionId: string | undefined, more: object = {}) =>
  client().send(new S3.DeleteObjectCommand({ Bucket, Key, VersionId, ...more }));
const inDays = (days: number) => new Date(Math.floor(target.cloud.clock.now() / 1000) * 1000 + days * dayMs);
const locked = { name: 'AccessDenied', message: 'Access Denied because object protected by object lock.' };

describe('Object Lock of a bucket', () => {
  test('brings versions, which cannot be suspended', async () => {
    await makeLockable();
    const suspend = new S3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } });

    const { ObjectLockConfiguration } = await client().send(new S3.GetObjectLockConfigurationCommand({ Bucket }));

    expect(ObjectLockConfiguration).toEqual({ ObjectLockEnabled: 'Enabled' });
    await expect(client().send(suspend)).rejects.toMatchObject({
      name: 'InvalidBucketState',
      $metadata: { httpStatusCode: 409 },
    });
  });

  test('locks new objects by default, until their time is over', async () => {
    await makeVersionedBucket(client());
    const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days: 2 } } as const;
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
    await client().send(new S3.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    const VersionId = await put();

    await expect(remove(VersionId, { BypassGovernanceRetention: true })).rejects.toMatchObject(locked);
    await remove(undefined);
    await target.cloud.clock.advance('72h');
    await remove(VersionId);

    const { Versions } = await client().send(new S3.ListObjectVersionsCommand({ Bucket }));
    expect(Versions).toBeUndefined();
  });

  test.each<[string, S3.DefaultRetention, string]>([
    ['no period', { Mode: 'COMPLIANCE' }, 'MalformedXML'],
    ['two periods', { Mode: 'COMPLIANCE', Days: 1, Years: 1 }, 'MalformedXML'],
    ['a period of nothing', { Mode: 'COMPLIANCE', Days: 0 }, 'InvalidArgument'],
  ])('refuses %s', async (_what, DefaultRetention, name) => {
    await makeLockable();
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } } as const;

    await expect(
      client().send(new S3.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration })),
    ).rejects.toMatchObject({ name });
  });

  test('needs versions, and objects need it', async () => {
    await makeBucket(client());
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' } as const;

    await expect(
      client().send(new S3.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration })),
    ).rejects.toMatchObject({ name: 'InvalidBucketState' });
    await expect(put({ ObjectLockLegalHoldStatus: 'ON' })).rejects.toMatchObject({ name: 'InvalidRequest' });
    await put();
    await expect(client().send(new S3.GetObjectRetentionCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'Bucket is missing Object Lock Configuration',
    });
  });
});

describe('retention of an object', () => {
  const retain = (Mode: S3.ObjectLockRetentionMode, days: number, more: object = {}) =>
    client().send(
      new S3.PutObjectRetentionCommand({ Bucket, Key, Retention: { Mode, RetainUntilDate: inDays(days) }, ...more }),
    );

  test('is told, can grow, and shrinks by bypassing governance', async () => {
    await makeLockable();
    const ObjectLockRetainUntilDate = inDays(2);
    await put({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate });

    const head = await client().send(new S3.HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate });
    await retain('GOVERNANCE', 3);
    await expect(retain('GOVERNANCE', 1)).rejects.toMatchObject(locked);
    await retain('GOVERNANCE', 1, { BypassGovernanceRetention: true });
    const { Retention } = await client().send(new S3.GetObjectRetentionCommand({ Bucket, Key }));
    expect(Retention?.Mode).toBe('GOVERNANCE');
  });

  test('of governance gives way to who may bypass it', async () => {
    await makeLockable();
    const VersionId = await put({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: inDays(2) });

    await expect(remove(VersionId)).rejects.toMatchObject(locked);
    const { Errors } = await client().send(
      new S3.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key, VersionId }] } }),
    );
    expect(Errors).toMatchObject([{ Key, Code: 'AccessDenied' }]);
    await remove(VersionId, { BypassGovernanceRetention: true });
  });

  test('is of the future, and whole', async () => {
    await makeLockable();

    await expect(put({ ObjectLockMode: 'GOVERNANCE' })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(put({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: inDays(-1) })).rejects.toMatchObject({
      message: 'The retain until date must be in the future!',
    });
  });
});

test('a legal hold keeps a version until it is lifted', async () => {
  await makeLockable();
  const VersionId = await put();
  const get = () => client().send(new S3.GetObjectLegalHoldCommand({ Bucket, Key }));
  const hold = (Status: 'ON' | 'OFF') =>
    client().send(new S3.PutObjectLegalHoldCommand({ Bucket, Key, LegalHold: { Status } }));

  await expect(get()).rejects.toMatchObject({ name: 'NoSuchObjectLockConfiguration' });
  await hold('ON');
  expect((await get()).LegalHold?.Status).toBe('ON');
  await expect(remove(VersionId, { BypassGovernanceRetention: true })).rejects.toMatchObject(locked);
  await hold('OFF');
  await remove(VersionId);
});
