import * as S3 from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';

test('objects tell when the first rule that fits ends them, at midnight', async () => {
  await makeBucket(client());
  const rule = { Status: 'Enabled' } as const;
  const Rules: S3.LifecycleRule[] = [
    { ...rule, ID: 'all', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 9 } },
    {
      ...rule,
      ID: 'some',
      Filter: { And: { Prefix: 'tmp/', Tags: [{ Key: 'k', Value: 'v' }] } },
      Expiration: { Days: 2 },
    },
    { ID: 'off', Status: 'Disabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } },
  ];
  await client().send(new S3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  const put = (Key: string, more: object = {}) =>
    client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));

  const plain = await put('tmp/a');
  const tagged = await put('tmp/b', { Tagging: 'k=v' });
  const other = await put('c');
  const head = await client().send(new S3.HeadObjectCommand({ Bucket, Key: 'tmp/b' }));

  const dayMs = 86_400_000;
  const after = (days: number) =>
    new Date(Math.ceil(((head.LastModified?.getTime() ?? 0) + days * dayMs) / dayMs) * dayMs).toUTCString();
  expect(plain.Expiration).toBe(`expiry-date="${after(9)}", rule-id="all"`);
  expect(tagged.Expiration).toBe(`expiry-date="${after(2)}", rule-id="some"`);
  expect(head.Expiration).toBe(tagged.Expiration);
  expect(other.Expiration).toBeUndefined();
});
