import * as S3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket, makeVersionedBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';
const Key = 'a';

describe('arguments', () => {
  const copy = (more: object) =>
    client().send(new S3.CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/${Key}`, ...more }));

  test.each<[string, () => Promise<unknown>, object]>([
    [
      'a directive for metadata that is none',
      () => copy({ MetadataDirective: 'KEEP' }),
      { message: 'Unknown metadata directive.', ArgumentName: 'x-amz-metadata-directive', ArgumentValue: 'KEEP' },
    ],
    [
      'a directive for tags that is none',
      () => copy({ TaggingDirective: 'KEEP' }),
      { message: 'Unknown tagging directive.', ArgumentName: 'x-amz-tagging-directive' },
    ],
    [
      'an encoding that is none',
      () => client().send(new S3.ListObjectsV2Command({ Bucket, EncodingType: 'xml' as 'url' })),
      { message: 'Invalid Encoding Method specified in Request', ArgumentName: 'encoding-type' },
    ],
    [
      'an empty version marker',
      () => client().send(new S3.ListObjectVersionsCommand({ Bucket, KeyMarker: Key, VersionIdMarker: '' })),
      { message: 'A version-id marker cannot be empty.', ArgumentName: 'version-id-marker' },
    ],
    [
      'a version marker that is none',
      () => client().send(new S3.ListObjectVersionsCommand({ Bucket, KeyMarker: Key, VersionIdMarker: 'x' })),
      { message: 'Invalid version id specified', ArgumentName: 'version-id-marker', ArgumentValue: 'x' },
    ],
    [
      'an attribute that is none',
      () => client().send(new S3.GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['Colour' as 'ETag'] })),
      { message: 'Invalid attribute name specified.', ArgumentName: 'x-amz-object-attributes' },
    ],
    [
      'a part of number zero',
      () => client().send(new S3.GetObjectCommand({ Bucket, Key, PartNumber: 0 })),
      { message: 'Part number must be an integer between 1 and 10000, inclusive', ArgumentName: 'partNumber' },
    ],
    [
      'a range to copy that is none',
      async () => {
        const { UploadId } = await client().send(new S3.CreateMultipartUploadCommand({ Bucket, Key }));
        const CopySource = `${Bucket}/${Key}`;
        const part = { Bucket, Key, UploadId, PartNumber: 1, CopySource, CopySourceRange: 'bytes=0-' };
        return client().send(new S3.UploadPartCopyCommand(part));
      },
      {
        message:
          'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
        ArgumentName: 'x-amz-copy-source-range',
      },
    ],
    [
      'a page of no buckets',
      () => client().send(new S3.ListBucketsCommand({ MaxBuckets: 0 })),
      { message: 'Argument max-buckets must be an integer between 1 and 10000', ArgumentName: 'max-buckets' },
    ],
  ])('refuses %s', async (_, ask, refusal) => {
    await makeBucket(client());
    await client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x' }));

    await expect(ask()).rejects.toMatchObject({ name: 'InvalidArgument', ...refusal });
  });
});

test('a delete marker is the source of no copy', async () => {
  await makeVersionedBucket(client());
  await client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const { VersionId } = await client().send(new S3.DeleteObjectCommand({ Bucket, Key }));
  const copy = (CopySource: string) => client().send(new S3.CopyObjectCommand({ Bucket, Key: 'b', CopySource }));

  await expect(copy(`${Bucket}/${Key}?versionId=${VersionId}`)).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: 'The source of a copy request may not specifically refer to a delete marker by version id.',
  });
  await expect(copy(`${Bucket}/${Key}`)).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('ListBuckets pages, and tells regions to those who ask for anything in particular', async () => {
  for (const name of ['orders-a', 'orders-b', 'others']) await makeBucket(client(), name);
  const list = (input: S3.ListBucketsCommandInput = {}) => client().send(new S3.ListBucketsCommand(input));

  const all = await list();
  const first = await list({ Prefix: 'orders-', MaxBuckets: 1 });
  const second = await list({ Prefix: 'orders-', MaxBuckets: 1, ContinuationToken: first.ContinuationToken });

  expect(all.Buckets?.map(({ BucketRegion }) => BucketRegion)).toEqual([undefined, undefined, undefined]);
  expect([first, second].map(({ Buckets }) => Buckets)).toMatchObject([
    [{ Name: 'orders-a', BucketRegion: 'us-east-1' }],
    [{ Name: 'orders-b', BucketRegion: 'us-east-1' }],
  ]);
  expect(second.ContinuationToken).toBeUndefined();
});
