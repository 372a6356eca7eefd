import { createHash } from 'node:crypto';
import * as S3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';
const Key = 'a';

/** Members of inputs that bring a key, which is 32 times this letter. */
function bringing(letter: string, prefix: '' | 'CopySource' = '') {
  const key = Buffer.alloc(32, letter);
  return {
    [`${prefix}SSECustomerAlgorithm`]: 'AES256',
    [`${prefix}SSECustomerKey`]: key.toString('base64'),
    [`${prefix}SSECustomerKeyMD5`]: createHash('md5').update(key).digest('base64'),
  };
}
const put = (more: object) => client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));
const get = (more: object = {}) => client().send(new S3.GetObjectCommand({ Bucket, Key, ...more }));

describe('keys that customers bring', () => {
  test('are needed again to read', async () => {
    await makeBucket(client());
    const { SSECustomerAlgorithm, SSECustomerKeyMD5 } = bringing('k');

    const stored = await put(bringing('k'));
    const found = await get(bringing('k'));

    expect(stored).toMatchObject({ SSECustomerAlgorithm, SSECustomerKeyMD5 });
    expect(stored.ServerSideEncryption).toBeUndefined();
    expect(await found.Body?.transformToString()).toBe('x');
    await expect(get()).rejects.toMatchObject({ name: 'InvalidRequest', $metadata: { httpStatusCode: 400 } });
    await expect(get(bringing('w'))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(client().send(new S3.HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('are refused where the object has none', async () => {
    await makeBucket(client());
    await put({});

    await expect(get(bringing('k'))).rejects.toMatchObject({
      message: 'The encryption parameters are not applicable to this object.',
    });
  });

  test('change with a copy', async () => {
    await makeBucket(client());
    await put(bringing('k'));
    const copy = (more: object) =>
      client().send(new S3.CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/${Key}`, ...more }));

    await expect(copy({})).rejects.toMatchObject({ name: 'InvalidRequest' });
    await copy({ ...bringing('k', 'CopySource'), ...bringing('n') });

    expect(await (await get({ Key: 'b', ...bringing('n') })).Body?.transformToString()).toBe('x');
  });

  test('go with every part of an upload', async () => {
    await makeBucket(client());
    const { UploadId } = await client().send(new S3.CreateMultipartUploadCommand({ Bucket, Key, ...bringing('k') }));
    const send = (more: object) =>
      client().send(new S3.UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'x', ...more }));

    await expect(send({})).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(send(bringing('w'))).rejects.toMatchObject({
      message: 'The provided encryption parameters did not match the ones used originally.',
    });
    const { ETag } = await send(bringing('k'));
    await client().send(
      new S3.CompleteMultipartUploadCommand({
        Bucket,
        Key,
        UploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
      }),
    );
    await get(bringing('k'));
  });

  test.each([
    ['of another algorithm', { SSECustomerAlgorithm: 'DES' }, 'InvalidEncryptionAlgorithmError'],
    ['that are short', { SSECustomerKey: 'a2V5' }, 'InvalidArgument'],
    ['beside another encryption', { ServerSideEncryption: 'AES256' }, 'InvalidArgument'],
  ])('%s are refused', async (_what, more, name) => {
    await makeBucket(client());

    await expect(put({ ...bringing('k'), ...more })).rejects.toMatchObject({ name });
  });
});
