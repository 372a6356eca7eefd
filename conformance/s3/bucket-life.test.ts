import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = (region = 'us-east-1') =>
  new S3Client({ ...target.cloud.clientConfig({ transport: 'in-process' }), region, forcePathStyle: true });

describe('CreateBucket', () => {
  test('makes a bucket that is listed and headed', async () => {
    await makeBucket(client());

    const { Buckets } = await client().send(new ListBucketsCommand({}));
    const head = await client().send(new HeadBucketCommand({ Bucket: 'orders' }));
    expect(Buckets).toMatchObject([{ Name: 'orders', CreationDate: expect.any(Date) }]);
    expect(head.BucketRegion).toBe('us-east-1');
  });

  test('is repeated without harm in us-east-1', async () => {
    await makeBucket(client());

    const again = await client().send(new CreateBucketCommand({ Bucket: 'orders' }));

    expect(again.Location).toBe('/orders');
  });

  test('answers BucketAlreadyOwnedByYou in every other region', async () => {
    const elsewhere = client('eu-west-1');
    await makeBucket(elsewhere);

    await expect(makeBucket(elsewhere)).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
      message: 'Your previous request to create the named bucket succeeded and you already own it.',
      $metadata: { httpStatusCode: 409 },
    });
  });

  test.each(['Orders', 'ab', 'a..b', '10.0.0.1', 'xn--orders', '-orders'])('refuses the name %s', async (Bucket) => {
    await expect(makeBucket(client(), Bucket)).rejects.toMatchObject({ name: 'InvalidBucketName' });
  });

  test('refuses a location that is not the region of the endpoint', async () => {
    const command = new CreateBucketCommand({
      Bucket: 'orders',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });

    await expect(client('us-west-2').send(command)).rejects.toMatchObject({
      name: 'IllegalLocationConstraintException',
    });
  });
});

describe('GetBucketLocation', () => {
  test('has no name for us-east-1', async () => {
    await makeBucket(client());

    const location = await client().send(new GetBucketLocationCommand({ Bucket: 'orders' }));

    expect(location.LocationConstraint).toBeUndefined();
  });

  test('names every other region', async () => {
    await makeBucket(client('eu-west-1'));

    const location = await client('eu-west-1').send(new GetBucketLocationCommand({ Bucket: 'orders' }));

    expect(location.LocationConstraint).toBe('eu-west-1');
  });

  test('answers NoSuchBucket with the name', async () => {
    const command = new GetBucketLocationCommand({ Bucket: 'nowhere' });

    await expect(client().send(command)).rejects.toMatchObject({
      name: 'NoSuchBucket',
      message: 'The specified bucket does not exist',
      BucketName: 'nowhere',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('HeadBucket', () => {
  test('answers 404 without a body', async () => {
    await expect(client().send(new HeadBucketCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('refuses an owner that is not expected', async () => {
    await makeBucket(client());

    const command = new HeadBucketCommand({ Bucket: 'orders', ExpectedBucketOwner: '111122223333' });

    await expect(client().send(command)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });
});

describe('DeleteBucket', () => {
  test('removes an empty bucket', async () => {
    await makeBucket(client());

    await client().send(new DeleteBucketCommand({ Bucket: 'orders' }));

    await expect(client().send(new HeadBucketCommand({ Bucket: 'orders' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  test('refuses one that is not empty', async () => {
    await makeBucket(client());
    await client().send(new PutObjectCommand({ Bucket: 'orders', Key: 'a', Body: 'one' }));

    await expect(client().send(new DeleteBucketCommand({ Bucket: 'orders' }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
      message: 'The bucket you tried to delete is not empty',
      $metadata: { httpStatusCode: 409 },
    });
  });
});

describe('ListBuckets', () => {
  test('answers page by page', async () => {
    for (const name of ['alpha', 'beta', 'gamma']) await makeBucket(client(), name);

    const first = await client().send(new ListBucketsCommand({ MaxBuckets: 2 }));
    const second = await client().send(new ListBucketsCommand({ ContinuationToken: first.ContinuationToken }));

    expect(first.Buckets?.map((bucket) => bucket.Name)).toEqual(['alpha', 'beta']);
    expect(second.Buckets?.map((bucket) => bucket.Name)).toEqual(['gamma']);
    expect(second.ContinuationToken).toBeUndefined();
  });
});
