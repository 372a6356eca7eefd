import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3Client);
const Bucket = 'orders';
const Key = 'big';
const large = Buffer.alloc(5 * 1024 * 1024, 'a');
const small = Buffer.from('the end');
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

async function start(more: object = {}): Promise<string> {
  await makeBucket(client());
  const { UploadId = '' } = await client().send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return UploadId;
}

const send = (UploadId: string, PartNumber: number, Body: Uint8Array, more: object = {}) =>
  client().send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more }));
const complete = (UploadId: string, Parts: CompletedPart[], more: object = {}) =>
  client().send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));

describe('multipart uploads', () => {
  test('become one object with an entity tag of their own kind', async () => {
    const id = await start({ ContentType: 'text/plain', Metadata: { colour: 'blue' } });
    const one = await send(id, 1, large);
    const two = await send(id, 2, small);

    const done = await complete(id, [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 2, ETag: two.ETag },
    ]);

    const tag = createHash('md5')
      .update(Buffer.concat([md5(large), md5(small)]))
      .digest('hex');
    expect(done.ETag).toBe(`"${tag}-2"`);
    const found = await client().send(new GetObjectCommand({ Bucket, Key }));
    const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Buffer.concat([large, small]))).toBe(true);
    expect(found).toMatchObject({ ContentType: 'text/plain', Metadata: { colour: 'blue' } });
  });

  test('can be read part by part afterwards', async () => {
    const id = await start();
    const one = await send(id, 1, large);
    const two = await send(id, 2, small);
    await complete(id, [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 2, ETag: two.ETag },
    ]);

    const part = await client().send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));

    expect(await part.Body?.transformToString()).toBe('the end');
    expect(part).toMatchObject({ PartsCount: 2, ContentLength: 7 });
  });

  test('have a checksum of checksums', async () => {
    const id = await start({ ChecksumAlgorithm: 'SHA256' });
    const one = await send(id, 1, large, { ChecksumAlgorithm: 'SHA256' });
    const two = await send(id, 2, small, { ChecksumAlgorithm: 'SHA256' });

    const done = await complete(id, [
      { PartNumber: 1, ETag: one.ETag, ChecksumSHA256: one.ChecksumSHA256 },
      { PartNumber: 2, ETag: two.ETag, ChecksumSHA256: two.ChecksumSHA256 },
    ]);

    const composite = sha256(Buffer.concat([sha256(large), sha256(small)])).toString('base64');
    expect(done).toMatchObject({ ChecksumSHA256: `${composite}-2`, ChecksumType: 'COMPOSITE' });
  });

  test('begun with one kind of checksum refuse parts with another', async () => {
    const id = await start({ ChecksumAlgorithm: 'SHA1' });

    await expect(send(id, 1, small, { ChecksumAlgorithm: 'CRC32' })).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'Checksum Type mismatch occurred, expected checksum Type: sha1, actual checksum Type: crc32',
    });
  });

  test('refuse small parts that are not the last', async () => {
    const id = await start();
    const one = await send(id, 1, small);
    const two = await send(id, 2, small);

    const parts = [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 2, ETag: two.ETag },
    ];
    await expect(complete(id, parts)).rejects.toMatchObject({ name: 'EntityTooSmall', ProposedSize: '7' });
  });

  test('refuse parts that are unknown, changed or out of order', async () => {
    const id = await start();
    const one = await send(id, 1, small);

    await expect(complete(id, [{ PartNumber: 2, ETag: one.ETag }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete(id, [{ PartNumber: 1, ETag: '"other"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
    const twice = [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 1, ETag: one.ETag },
    ];
    await expect(complete(id, twice)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete(id, [])).rejects.toMatchObject({ name: 'MalformedXML' });
  });

  test('are complete on conditions', async () => {
    const id = await start();
    const one = await send(id, 1, small);
    const parts = [{ PartNumber: 1, ETag: one.ETag }];
    const { ETag } = await client().send(new PutObjectCommand({ Bucket, Key, Body: 'here meanwhile' }));
    const conflict = { name: 'ConditionalRequestConflict', $metadata: { httpStatusCode: 409 } };

    await expect(complete(id, parts, { IfNoneMatch: '*' })).rejects.toMatchObject(conflict);
    await expect(complete(id, parts, { IfMatch: ETag })).rejects.toMatchObject(conflict);
    await expect(complete(id, parts, { IfMatch: '*' })).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  test('fail on conditions that did not hold from the beginning', async () => {
    await makeBucket(client());
    await client().send(new PutObjectCommand({ Bucket, Key, Body: 'here already' }));
    const { UploadId = '' } = await client().send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const one = await send(UploadId, 1, small);

    await expect(complete(UploadId, [{ PartNumber: 1, ETag: one.ETag }], { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });

  test('verify checksums when they end, and keep those of their parts', async () => {
    const id = await start({ ChecksumAlgorithm: 'SHA256' });
    const one = await send(id, 1, large, { ChecksumAlgorithm: 'SHA256' });
    const two = await send(id, 2, small, { ChecksumAlgorithm: 'SHA256' });
    const parts = [
      { PartNumber: 1, ETag: one.ETag, ChecksumSHA256: one.ChecksumSHA256 },
      { PartNumber: 2, ETag: two.ETag, ChecksumSHA256: two.ChecksumSHA256 },
    ];
    const wrong = sha256(small).toString('base64');

    await expect(complete(id, parts, { ChecksumSHA256: `${wrong}-2` })).rejects.toMatchObject({
      name: 'BadDigest',
      message: 'The sha256 you specified did not match the calculated checksum.',
    });
    await expect(complete(id, parts, { ChecksumType: 'FULL_OBJECT' })).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
    await complete(id, parts);
    const read = new GetObjectCommand({ Bucket, Key, PartNumber: 2, ChecksumMode: 'enabled' as 'ENABLED' });
    expect(await client().send(read)).toMatchObject({ ChecksumSHA256: two.ChecksumSHA256, ChecksumType: 'COMPOSITE' });
    const attributes = new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ObjectParts'], MaxParts: 1 });
    expect((await client().send(attributes)).ObjectParts).toMatchObject({
      TotalPartsCount: 2,
      IsTruncated: true,
      Parts: [{ PartNumber: 1, Size: large.byteLength, ChecksumSHA256: one.ChecksumSHA256 }],
    });
  });

  test('take parts of other objects', async () => {
    const id = await start();
    await client().send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }));
    const copied = await client().send(
      new UploadPartCopyCommand({
        Bucket,
        Key,
        UploadId: id,
        PartNumber: 1,
        CopySource: `${Bucket}/source`,
        CopySourceRange: 'bytes=2-4',
      }),
    );

    await complete(id, [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }]);

    const found = await client().send(new GetObjectCommand({ Bucket, Key }));
    expect(await found.Body?.transformToString()).toBe('234');
  });

  test('are listed with their parts until they end', async () => {
    const id = await start();
    await send(id, 2, small);
    await send(id, 1, small);
    const uploads = async () => (await client().send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? [];

    const parts = await client().send(new ListPartsCommand({ Bucket, Key, UploadId: id }));
    const before = await uploads();
    await client().send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));

    expect(parts.Parts).toMatchObject([
      { PartNumber: 1, Size: 7 },
      { PartNumber: 2, Size: 7 },
    ]);
    expect(parts.Owner?.DisplayName).toBe(parts.Initiator?.DisplayName);
    expect(parts.Owner?.DisplayName).toEqual(expect.any(String));
    expect(before).toMatchObject([{ Key, UploadId: id, Owner: parts.Owner }]);
    expect(await uploads()).toEqual([]);
  });

  test('are listed with markers, and a marker within a common prefix skips it', async () => {
    const id = await start();
    const list = (more: object) => client().send(new ListMultipartUploadsCommand({ Bucket, ...more }));
    await client().send(new CreateMultipartUploadCommand({ Bucket, Key: 'big/1' }));
    await client().send(new CreateMultipartUploadCommand({ Bucket, Key: 'big/2' }));

    expect(await list({ MaxUploads: 1 })).toMatchObject({
      IsTruncated: true,
      NextKeyMarker: Key,
      NextUploadIdMarker: id,
    });
    expect(await list({ Delimiter: '/' })).toMatchObject({
      IsTruncated: false,
      NextKeyMarker: 'big/',
      NextUploadIdMarker: '',
    });
    expect((await list({ Delimiter: '/', KeyMarker: 'big/1' })).CommonPrefixes).toBeUndefined();
  });

  test('that are completed once more answer the same again', async () => {
    const id = await start();
    const { ETag } = await send(id, 1, small);
    const first = await complete(id, [{ PartNumber: 1, ETag }]);

    const again = await complete(id, [{ PartNumber: 1, ETag }], { IfNoneMatch: '*' });

    expect({ ...again, $metadata: 0 }).toEqual({ ...first, $metadata: 0 });
    const noSuchUpload = { name: 'NoSuchUpload' };
    await expect(complete(id, [{ PartNumber: 1, ETag: `"${'0'.repeat(32)}"` }])).rejects.toMatchObject(noSuchUpload);
    await client().send(new PutObjectCommand({ Bucket, Key, Body: 'other' }));
    await expect(complete(id, [{ PartNumber: 1, ETag }])).rejects.toMatchObject(noSuchUpload);
  });

  test('that ended are unknown', async () => {
    const id = await start();
    await client().send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));

    await expect(send(id, 1, small)).rejects.toMatchObject({
      name: 'NoSuchUpload',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client().send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NotFound' });
  });
});
