import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket, makeVersionedBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3Client);
const Bucket = 'orders';
const Key = 'a';

const put = (Body: string, more: object = {}) => client().send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const remove = (VersionId?: string) => client().send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
const get = (VersionId?: string) => client().send(new GetObjectCommand({ Bucket, Key, VersionId }));
const text = async (VersionId?: string) => (await get(VersionId)).Body?.transformToString();
const versions = (more: object = {}) => client().send(new ListObjectVersionsCommand({ Bucket, ...more }));

describe('versioning', () => {
  test('is off until it is on, and can be suspended', async () => {
    await makeBucket(client());
    const status = async () => (await client().send(new GetBucketVersioningCommand({ Bucket }))).Status;
    const set = (Status: 'Enabled' | 'Suspended') =>
      client().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

    const before = await status();
    await set('Enabled');
    const enabled = await status();
    await set('Suspended');

    expect([before, enabled, await status()]).toEqual([undefined, 'Enabled', 'Suspended']);
  });

  test('tells that deletes need no second factor once that was said', async () => {
    await makeBucket(client());
    const VersioningConfiguration = { Status: 'Enabled', MFADelete: 'Disabled' } as const;

    await client().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));

    await expect(client().send(new GetBucketVersioningCommand({ Bucket }))).resolves.toMatchObject(
      VersioningConfiguration,
    );
  });

  test('keeps every version', async () => {
    await makeVersionedBucket(client());
    const first = await put('one');
    const second = await put('two');

    expect(first.VersionId).not.toBe(second.VersionId);
    expect(await text()).toBe('two');
    expect(await text(first.VersionId)).toBe('one');
    expect((await versions()).Versions).toMatchObject([
      { VersionId: second.VersionId, IsLatest: true },
      { VersionId: first.VersionId, IsLatest: false },
    ]);
  });

  test('what was written before it is the version null', async () => {
    await makeBucket(client());
    const before = await put('one');
    await client().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await put('two');

    expect(before.VersionId).toBeUndefined();
    expect(await text('null')).toBe('one');
  });

  test('while suspended, writes replace the version null alone', async () => {
    await makeVersionedBucket(client());
    const kept = await put('one');
    await client().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }));
    await put('two');
    await put('three');

    expect(await text()).toBe('three');
    expect((await versions()).Versions?.map((version) => version.VersionId)).toEqual(['null', kept.VersionId]);
  });
});

describe('delete markers', () => {
  test('hide a key and leave its versions', async () => {
    await makeVersionedBucket(client());
    const { VersionId } = await put('one');

    const removed = await remove();

    expect(removed.DeleteMarker).toBe(true);
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await text(VersionId)).toBe('one');
    expect((await client().send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    expect((await versions()).DeleteMarkers).toMatchObject([{ VersionId: removed.VersionId, IsLatest: true }]);
  });

  test('cannot be read', async () => {
    await makeVersionedBucket(client());
    const { VersionId } = await remove();

    await expect(get(VersionId)).rejects.toMatchObject({
      name: 'MethodNotAllowed',
      $metadata: { httpStatusCode: 405 },
    });
    await expect(client().send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('removed by their id, bring the key back', async () => {
    await makeVersionedBucket(client());
    await put('one');
    const { VersionId } = await remove();

    const undone = await remove(VersionId);

    expect(undone).toMatchObject({ DeleteMarker: true, VersionId });
    expect(await text()).toBe('one');
  });
});

describe('versions', () => {
  test('removed by their id are gone for good, and the one before is current', async () => {
    await makeVersionedBucket(client());
    await put('one');
    const second = await put('two');

    await remove(second.VersionId);

    expect(await text()).toBe('one');
    await expect(get(second.VersionId)).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  test('keep their bucket from being deleted', async () => {
    await makeVersionedBucket(client());
    await put('one');
    await remove();

    await expect(client().send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
      message: 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
    });
  });

  test('are listed page by page, key by key, newest first', async () => {
    await makeVersionedBucket(client());
    for (const Body of ['1', '2', '3']) await put(Body);
    await put('x', { Key: 'a/b' });

    const seen: string[] = [];
    let markers: object | undefined = {};
    while (markers) {
      const page: Awaited<ReturnType<typeof versions>> = await versions({ MaxKeys: 2, ...markers });
      for (const { Key: key, ETag } of page.Versions ?? []) seen.push(`${key} ${ETag}`);
      markers = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
    }

    expect(seen).toHaveLength(4);
    expect(new Set(seen).size).toBe(4);
    expect(seen[3]).toMatch(/^a\/b /);
  });

  test('are rolled up at a delimiter', async () => {
    await makeVersionedBucket(client());
    await put('1', { Key: 'a/1' });
    await put('2', { Key: 'a/1' });
    await put('3', { Key: 'b' });

    const page = await versions({ Delimiter: '/' });

    expect(page.CommonPrefixes).toEqual([{ Prefix: 'a/' }]);
    expect(page.Versions).toMatchObject([{ Key: 'b' }]);
  });
});
