import { CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, PutBucketEncryptionCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3Client);
const kms = () => target.client(KMSClient);
const Bucket = 'orders';
const put = (more: object = {}) => client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'secret', ...more }));
const get = () => client().send(new GetObjectCommand({ Bucket, Key: 'a' }));

describe('encryption with KMS', () => {
  test('is the default where the bucket says so', async () => {
    await makeBucket(client());
    const { KeyMetadata } = await kms().send(new CreateKeyCommand({}));
    const rule = {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: KeyMetadata?.KeyId },
    };
    await client().send(
      new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }),
    );
    await put();

    const found = await get();

    expect(found).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyMetadata?.Arn });
    expect(await found.Body?.transformToString()).toBe('secret');
  });

  test('gives way to what the request says', async () => {
    await makeBucket(client());

    const stored = await put({ ServerSideEncryption: 'aws:kms' });

    expect(stored.ServerSideEncryption).toBe('aws:kms');
    expect(stored.SSEKMSKeyId).toMatch(/^arn:aws:kms:us-east-1:\d{12}:key\//);
  });

  test('needs a key that is there', async () => {
    await makeBucket(client());
    const SSEKMSKeyId = '11111111-2222-3333-4444-555555555555';

    await expect(put({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId })).rejects.toMatchObject({
      name: 'KMS.NotFoundException',
    });
  });

  test('cannot be read when the key is disabled', async () => {
    await makeBucket(client());
    const { KeyMetadata } = await kms().send(new CreateKeyCommand({}));
    await put({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyMetadata?.KeyId });

    await kms().send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));

    await expect(get()).rejects.toMatchObject({ name: 'KMS.DisabledException' });
  });
});
