import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3Client);
const Bucket = 'orders';
const Key = 'a/b c+ü.txt';
const Body = '0123456789';

const put = (more: object = {}) => client().send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (more: object = {}) => client().send(new GetObjectCommand({ Bucket, Key, ...more }));
const head = (more: object = {}) => client().send(new HeadObjectCommand({ Bucket, Key, ...more }));

describe('PutObject', () => {
  test('stores bytes, headers and metadata under any key', async () => {
    await makeBucket(client());
    const stored = await put({ ContentType: 'text/plain', CacheControl: 'no-store', Metadata: { Colour: 'blue' } });

    const found = await get();
    expect(await found.Body?.transformToString()).toBe(Body);
    expect(found).toMatchObject({
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      ContentLength: 10,
      Metadata: { colour: 'blue' },
      ServerSideEncryption: 'AES256',
      AcceptRanges: 'bytes',
    });
    expect(stored.ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
    expect(found.ETag).toBe(stored.ETag);
  });

  test('decodes metadata that travels as RFC 2047 says, and sends it so', async () => {
    await makeBucket(client());
    await put({ Metadata: { city: '=?UTF-8?B?TcO8bmNoZW4=?=', quoted: '=?UTF-8?Q?M=C3=BCnchen?=', plain: 'a=?b' } });

    expect((await get()).Metadata).toEqual({
      city: '=?UTF-8?B?TcO8bmNoZW4=?=',
      quoted: '=?UTF-8?B?TcO8bmNoZW4=?=',
      plain: 'a=?b',
    });
  });

  test('keeps empty objects', async () => {
    await makeBucket(client());
    await put({ Body: '' });

    const found = await get();
    expect(await found.Body?.transformToString()).toBe('');
    expect(found.ContentLength).toBe(0);
  });

  test('answers NoSuchBucket', async () => {
    await expect(put()).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('refuses a key beyond 1024 bytes', async () => {
    await makeBucket(client());

    await expect(put({ Key: 'k'.repeat(1025) })).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  test('refuses metadata beyond 2 KB', async () => {
    await makeBucket(client());

    await expect(put({ Metadata: { big: 'x'.repeat(2048) } })).rejects.toMatchObject({ name: 'MetadataTooLarge' });
  });

  test('refuses what is not emulated by name', async () => {
    await makeBucket(client());

    await expect(put({ WriteOffsetBytes: 1 })).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  });

  describe('conditions', () => {
    test('If-None-Match: * writes once', async () => {
      await makeBucket(client());
      await put({ IfNoneMatch: '*' });

      await expect(put({ IfNoneMatch: '*' })).rejects.toMatchObject({
        name: 'PreconditionFailed',
        message: 'At least one of the pre-conditions you specified did not hold',
        Condition: 'If-None-Match',
        $metadata: { httpStatusCode: 412 },
      });
    });

    test('If-Match writes over what was read, and over nothing else', async () => {
      await makeBucket(client());
      const { ETag } = await put();
      await put({ IfMatch: ETag, Body: 'newer' });

      await expect(put({ IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
      await expect(put({ IfMatch: ETag, Key: 'other' })).rejects.toMatchObject({ name: 'NoSuchKey' });
    });
  });
});

describe('checksums', () => {
  test.each([
    ['CRC32', 'poStpg=='],
    ['CRC32C', 'KAwGng=='],
    ['CRC64NVME', undefined],
    ['SHA1', createHash('sha1').update(Body).digest('base64')],
    ['SHA256', createHash('sha256').update(Body).digest('base64')],
  ] as const)('%s is verified, kept and told', async (ChecksumAlgorithm, expected) => {
    await makeBucket(client());
    const stored = await put({ ChecksumAlgorithm });

    const found = await head({ ChecksumMode: 'ENABLED' });
    const name = `Checksum${ChecksumAlgorithm}` as const;
    expect(found[name]).toBe(stored[name]);
    expect(found.ChecksumType).toBe('FULL_OBJECT');
    if (expected && ChecksumAlgorithm.startsWith('SHA')) expect(found[name]).toBe(expected);
  });

  test('a wrong one is refused', async () => {
    await makeBucket(client());
    const wrong = createHash('sha256').update('something else').digest('base64');

    await expect(put({ ChecksumSHA256: wrong })).rejects.toMatchObject({
      name: 'BadDigest',
      message: 'The SHA256 you specified did not match the calculated checksum.',
    });
  });

  test('a wrong Content-MD5 is refused', async () => {
    await makeBucket(client());
    const wrong = createHash('md5').update('something else').digest('base64');

    await expect(put({ ContentMD5: wrong })).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(put({ ContentMD5: 'short' })).rejects.toMatchObject({ name: 'InvalidDigest' });
  });
});

describe('GetObject', () => {
  test('answers NoSuchKey with the key', async () => {
    await makeBucket(client());

    await expect(get()).rejects.toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      Key,
      $metadata: { httpStatusCode: 404 },
    });
  });

  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
  ])('answers the range %s', async (Range, text, ContentRange) => {
    await makeBucket(client());
    await put();

    const found = await get({ Range });
    expect(await found.Body?.transformToString()).toBe(text);
    expect(found).toMatchObject({ ContentRange, ContentLength: text.length, $metadata: { httpStatusCode: 206 } });
  });

  test('refuses a range beyond the end', async () => {
    await makeBucket(client());
    await put();

    await expect(get({ Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      ActualObjectSize: '10',
      $metadata: { httpStatusCode: 416 },
    });
  });

  test('reads on conditions', async () => {
    await makeBucket(client());
    const { ETag } = await put();
    const before = new Date('2020-01-01');
    const after = new Date('2040-01-01');

    await expect(get({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(get({ IfModifiedSince: after })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(get({ IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(get({ IfUnmodifiedSince: before })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(get({ IfMatch: ETag, IfUnmodifiedSince: before })).resolves.toMatchObject({ ETag });
    await expect(get({ IfNoneMatch: '"other"', IfModifiedSince: after })).resolves.toMatchObject({ ETag });
  });

  test('puts other headers in the place of the stored', async () => {
    await makeBucket(client());
    await put({ ContentType: 'text/plain' });

    const found = await get({ ResponseContentType: 'application/json', ResponseCacheControl: 'no-cache' });

    expect(found).toMatchObject({ ContentType: 'application/json', CacheControl: 'no-cache' });
  });
});

describe('HeadObject', () => {
  test('answers 404 without a body', async () => {
    await makeBucket(client());

    await expect(head()).rejects.toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } });
  });
});

describe('CopyObject', () => {
  const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
  const copy = (more: object = {}) =>
    client().send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, ...more }));

  test('takes bytes, headers, metadata and tags along', async () => {
    await makeBucket(client());
    await put({ ContentType: 'text/plain', Metadata: { colour: 'blue' }, Tagging: 'team=a%20b' });

    await copy();

    const found = await get({ Key: 'copy' });
    expect(await found.Body?.transformToString()).toBe(Body);
    expect(found).toMatchObject({ ContentType: 'text/plain', Metadata: { colour: 'blue' }, TagCount: 1 });
  });

  test('replaces metadata if told to', async () => {
    await makeBucket(client());
    await put({ Metadata: { colour: 'blue' } });

    await copy({ MetadataDirective: 'REPLACE', Metadata: { shape: 'round' } });

    expect((await head({ Key: 'copy' })).Metadata).toEqual({ shape: 'round' });
  });

  test('refuses to copy an object to itself unchanged', async () => {
    await makeBucket(client());
    await put();

    await expect(copy({ Key })).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  test('answers NoSuchKey for a source that is not there', async () => {
    await makeBucket(client());

    await expect(copy()).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('reads its source as a form encodes it: a plus is a space', async () => {
    await makeBucket(client());
    await put({ Key: 'a b+c' });

    await copy({ CopySource: `${Bucket}/a+b%2Bc` });

    await expect(head({ Key: 'copy' })).resolves.toMatchObject({ ContentLength: Body.length });
    await expect(copy({ CopySource: `${Bucket}/a+b+c` })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('copies on conditions', async () => {
    await makeBucket(client());
    const { ETag } = await put();

    await expect(copy({ CopySourceIfNoneMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(copy({ CopySourceIfMatch: ETag })).resolves.toMatchObject({ CopyObjectResult: { ETag } });
  });
});

describe('DeleteObject', () => {
  test('is content with what is not there', async () => {
    await makeBucket(client());

    const gone = await client().send(new DeleteObjectCommand({ Bucket, Key }));

    expect(gone.$metadata.httpStatusCode).toBe(204);
  });

  test('DeleteObjects removes many, and is quiet if told to', async () => {
    await makeBucket(client());
    await put({ Key: 'one' });
    await put({ Key: 'two' });
    const remove = (Quiet: boolean) =>
      client().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'one' }, { Key: 'two' }], Quiet } }));

    const loud = await remove(false);
    const quiet = await remove(true);

    expect(loud.Deleted).toEqual([{ Key: 'one' }, { Key: 'two' }]);
    expect(quiet.Deleted ?? []).toEqual([]);
    await expect(get({ Key: 'one' })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('object tags', () => {
  test('are put, got and counted', async () => {
    await makeBucket(client());
    await put();
    const TagSet = [{ Key: 'team', Value: 'blue' }];

    await client().send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));

    expect((await client().send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet).toEqual(TagSet);
    expect((await get()).TagCount).toBe(1);
  });

  test('are ten at most', async () => {
    await makeBucket(client());
    await put();
    const TagSet = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));

    await expect(
      client().send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } })),
    ).rejects.toMatchObject({ name: 'BadRequest', message: 'Object tags cannot be greater than 10' });
  });
});

test('GetObjectAttributes answers what is asked for, the entity tag without its quotation marks', async () => {
  await makeBucket(client());
  const { ETag = '' } = await put();

  const attributes = await client().send(
    new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ETag', 'ObjectSize', 'StorageClass'] }),
  );

  expect(attributes).toMatchObject({ ETag: ETag.replaceAll('"', ''), ObjectSize: 10, StorageClass: 'STANDARD' });
  expect(attributes.Checksum).toBeUndefined();
});
