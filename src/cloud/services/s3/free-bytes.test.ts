import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type Cloud, startCloud } from 'squall';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const Bucket = 'bytes';
const Key = 'key';
let cloud: Cloud;
let client: S3Client;

beforeEach(async () => {
  cloud = await startCloud({ log: 'error' });
  client = new S3Client(cloud.clientConfig());
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterEach(() => cloud.close());

const put = (Body: string, key = Key) => client.send(new PutObjectCommand({ Bucket, Key: key, Body }));
const read = async (VersionId?: string) =>
  (await client.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();

async function blobsLeft(): Promise<number> {
  await cloud.kernel.blobs.sweep();
  return cloud.kernel.blobs.usage.count;
}

async function beginUpload(): Promise<{ readonly Bucket: string; readonly Key: string; readonly UploadId: string }> {
  const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  return { Bucket, Key, UploadId };
}

describe('bytes of S3 objects are freed', () => {
  it('when the object is deleted', async () => {
    await put('one');
    await put('two', 'other');
    expect(await blobsLeft()).toBe(2);

    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'other' }] } }));

    expect(await blobsLeft()).toBe(0);
  });

  it('when the object is overwritten, unless the bucket keeps versions', async () => {
    await put('first');
    await put('second');
    expect(await blobsLeft()).toBe(1);
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const { VersionId } = await put('third');
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await blobsLeft()).toBe(2);
    expect(await read(VersionId)).toBe('third');

    await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));

    expect(await blobsLeft()).toBe(1);
    expect(await read('null')).toBe('second');
  });

  it('when a multipart upload is aborted, and its parts when it is completed', async () => {
    const aborted = await beginUpload();
    await client.send(new UploadPartCommand({ ...aborted, PartNumber: 1, Body: 'aborted' }));
    const completed = await beginUpload();
    const { ETag } = await client.send(new UploadPartCommand({ ...completed, PartNumber: 2, Body: 'chosen' }));
    await client.send(new UploadPartCommand({ ...completed, PartNumber: 3, Body: 'not chosen' }));
    expect(await blobsLeft()).toBe(3);

    await client.send(new AbortMultipartUploadCommand(aborted));
    const MultipartUpload = { Parts: [{ PartNumber: 2, ETag }] };
    await client.send(new CompleteMultipartUploadCommand({ ...completed, MultipartUpload }));

    expect(await blobsLeft()).toBe(1);
    expect(await read()).toBe('chosen');
  });

  it('when the cloud is reset', async () => {
    await put('bytes');

    await cloud.reset();

    expect(await blobsLeft()).toBe(0);
  });

  it('only when no snapshot has the object', async () => {
    await put('bytes');
    const snapshot = cloud.snapshot();
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await blobsLeft()).toBe(1);
    await cloud.reset();
    expect(await blobsLeft()).toBe(1);

    await cloud.restore(snapshot);

    expect(await blobsLeft()).toBe(1);
    expect(await read()).toBe('bytes');
  });
});

describe('with a data directory', () => {
  const data = mkdtempSync(join(tmpdir(), 'squall-data-'));
  afterEach(() => rmSync(data, { recursive: true, force: true }));

  it('bytes whose record was never committed are gone at the next start, all others are there', async () => {
    const first = await startCloud({ log: 'error', data });
    const writer = new S3Client(first.clientConfig());
    await writer.send(new CreateBucketCommand({ Bucket }));
    await writer.send(new PutObjectCommand({ Bucket, Key, Body: 'bytes' }));
    const { UploadId } = await writer.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    await writer.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'a part' }));
    const lost = first.kernel.blobs.put(Buffer.from('killed before the commit'));
    await first.close();

    await using second = await startCloud({ log: 'error', data });
    await second.kernel.blobs.sweep();
    const reader = new S3Client(second.clientConfig());
    const { Body } = await reader.send(new GetObjectCommand({ Bucket, Key }));

    expect(await Body?.transformToString()).toBe('bytes');
    expect(second.kernel.blobs.get(lost)).toBeUndefined();
    expect(second.kernel.blobs.usage).toEqual({ count: 2, bytes: 11 });
  });
});
