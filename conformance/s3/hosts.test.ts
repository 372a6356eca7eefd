import { request } from 'node:http';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3Client);

/** As a browser or a client asks whose name resolution leads here. */
const get = (host: string, path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(target.cloud.endpoint);
    const asking = request({ host: '127.0.0.1', port, path, headers: { host: `${host}:${port}` } }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    });
    asking.on('error', reject);
    asking.end();
  });

test.each([
  ['orders.localhost', '/a'],
  ['orders.s3.localhost', '/a'],
  ['orders.s3.eu-west-1.localhost', '/a'],
  ['orders.s3.localhost.localstack.cloud', '/a'],
  ['orders.s3.amazonaws.com', '/a'],
  ['orders.s3.eu-west-1.amazonaws.com', '/a'],
  ['orders.s3-eu-west-1.amazonaws.com', '/a'],
  ['orders.s3.dualstack.eu-west-1.amazonaws.com', '/a'],
  ['s3.localhost', '/orders/a'],
  ['s3.localhost.localstack.cloud', '/orders/a'],
  ['s3.eu-west-1.amazonaws.com', '/orders/a'],
  ['localhost.localstack.cloud', '/orders/a'],
])('http://%s%s is the object of the bucket', async (host, path) => {
  await makeBucket(client());
  await client().send(new PutObjectCommand({ Bucket: 'orders', Key: 'a', Body: 'hello' }));

  expect(await get(host, path)).toBe('hello');
});
