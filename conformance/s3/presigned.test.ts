import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3Client, 'http');
const Bucket = 'orders';
const Key = 'a b/ü.txt';

describe('presigned URLs', () => {
  test('upload and download', async () => {
    await makeBucket(client());

    const put = await fetch(await getSignedUrl(client(), new PutObjectCommand({ Bucket, Key }), { expiresIn: 60 }), {
      method: 'PUT',
      body: 'from a browser',
      headers: { 'content-type': 'text/plain' },
    });
    const get = await fetch(await getSignedUrl(client(), new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 }));

    expect([put.status, get.status]).toEqual([200, 200]);
    expect(await get.text()).toBe('from a browser');
    expect(get.headers.get('content-type')).toBe('text/plain');
  });

  test('carry overrides of headers', async () => {
    await makeBucket(client());
    await client().send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const command = new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: 'attachment; filename="x.txt"' });

    const answer = await fetch(await getSignedUrl(client(), command));

    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="x.txt"');
  });

  test('answer errors in XML', async () => {
    await makeBucket(client());

    const answer = await fetch(await getSignedUrl(client(), new GetObjectCommand({ Bucket, Key: 'none' })));

    expect(answer.status).toBe(404);
    expect(await answer.text()).toMatch(
      /<Error><Code>NoSuchKey<\/Code><Message>The specified key does not exist\.<\/Message><Key>none<\/Key>/,
    );
  });
});
