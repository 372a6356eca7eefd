import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
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

  test('carry headers that the signer set', async () => {
    await makeBucket(client());
    const command = new PutObjectCommand({ Bucket, Key, Metadata: { colour: 'blue' }, StorageClass: 'STANDARD_IA' });

    const answer = await fetch(await getSignedUrl(client(), command), { method: 'PUT', body: 'x' });

    expect(answer.status).toBe(200);
    expect(await client().send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({
      Metadata: { colour: 'blue' },
      StorageClass: 'STANDARD_IA',
    });
  });

  test('end, whoever signed them', async () => {
    await makeBucket(client());
    const url = await getSignedUrl(client(), new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });
    const old = new URL(url);
    old.searchParams.set('X-Amz-Date', '20200101T000000Z');

    const answer = await fetch(old);

    expect(answer.status).toBe(403);
    expect(await answer.text()).toMatch(
      /<Code>AccessDenied<\/Code><Message>Request has expired<\/Message><X-Amz-Expires>60<\/X-Amz-Expires><Expires>2020-01-01T00:01:00Z<\/Expires><ServerTime>/,
    );
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
