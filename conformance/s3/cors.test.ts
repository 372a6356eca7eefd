import { type CORSRule, GetObjectCommand, PutBucketCorsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3Client, 'http');
const Bucket = 'orders';
const Key = 'a.txt';
const page = 'https://shop.example';

async function setUp(...CORSRules: CORSRule[]): Promise<void> {
  await makeBucket(client());
  await client().send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  if (CORSRules.length === 0) return;
  await client().send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
}

const ask = (headers: Record<string, string>, path = `${Bucket}/${Key}`) =>
  fetch(`${target.cloud.endpoint}/${path}`, { method: 'OPTIONS', headers });
const of = (response: Response, ...names: string[]) =>
  names.map((name) => response.headers.get(`access-control-${name}`));

describe('preflights', () => {
  test('are answered by the first rule that fits', async () => {
    await setUp(
      { AllowedMethods: ['GET'], AllowedOrigins: ['*'] },
      {
        AllowedMethods: ['PUT', 'POST'],
        AllowedOrigins: ['https://*.example'],
        AllowedHeaders: ['x-amz-*'],
        ExposeHeaders: ['ETag'],
        MaxAgeSeconds: 60,
      },
    );

    const open = await ask({ origin: page, 'access-control-request-method': 'GET' });
    const named = await ask({
      origin: page,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'X-Amz-Acl, x-amz-meta-a',
    });

    expect([open.status, named.status]).toEqual([200, 200]);
    expect(of(open, 'allow-origin', 'allow-methods', 'allow-credentials', 'max-age')).toEqual(['*', 'GET', null, null]);
    expect(of(named, 'allow-origin', 'allow-methods', 'allow-headers', 'allow-credentials')).toEqual([
      page,
      'PUT, POST',
      'x-amz-acl, x-amz-meta-a',
      'true',
    ]);
    expect(of(named, 'expose-headers', 'max-age')).toEqual(['ETag', '60']);
    expect(named.headers.get('vary')).toBe('Origin, Access-Control-Request-Headers, Access-Control-Request-Method');
  });

  test.each([
    ['another origin', { origin: 'https://evil.test', 'access-control-request-method': 'PUT' }],
    ['another method', { origin: page, 'access-control-request-method': 'DELETE' }],
    [
      'another header',
      { origin: page, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-b' },
    ],
  ])('of %s are refused', async (_what, headers) => {
    await setUp({ AllowedMethods: ['PUT'], AllowedOrigins: [page], AllowedHeaders: ['x-a'] });

    const answer = await ask(headers as unknown as Record<string, string>);

    expect(answer.status).toBe(403);
    const { 'access-control-request-method': method } = headers;
    expect(await answer.text()).toContain(
      `s CORS spec.</Message><Method>${method}</Method><ResourceType>OBJECT</ResourceType>`,
    );
  });

  test('without rules, without a bucket and without a question are refused', async () => {
    await setUp();
    const good = { origin: page, 'access-control-request-method': 'GET' };

    const none = await (await ask(good)).text();
    const nowhere = await (await ask(good, 'nowhere/a')).text();
    const mute = await ask({});
    const methodless = await ask({ origin: page });

    expect(none).toContain('<Code>AccessForbidden</Code><Message>CORSResponse: CORS is not enabled for this bucket.');
    expect(nowhere).toContain('CORSResponse: Bucket not found');
    expect(mute.status).toBe(400);
    expect(await mute.text()).toContain('Insufficient information. Origin request header needed.');
    expect(await methodless.text()).toContain('Invalid Access-Control-Request-Method: null');
  });
});

describe('requests of pages', () => {
  const read = async (origin: string) =>
    fetch(await getSignedUrl(client(), new GetObjectCommand({ Bucket, Key })), { headers: { origin } });

  test('are answered with the headers of the rule that allows them', async () => {
    await setUp({ AllowedMethods: ['GET'], AllowedOrigins: [page], ExposeHeaders: ['ETag'] });

    const answer = await read(page);

    expect([answer.status, await answer.text()]).toEqual([200, 'x']);
    expect(of(answer, 'allow-origin', 'allow-methods', 'expose-headers')).toEqual([page, 'GET', 'ETag']);
  });

  test('of other origins are refused', async () => {
    await setUp({ AllowedMethods: ['GET'], AllowedOrigins: [page] });

    const answer = await read('https://evil.test');

    expect([answer.status, ...of(answer, 'allow-origin')]).toEqual([403, null]);
  });
});
