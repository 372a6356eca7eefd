import {
  CreateBucketCommand,
  DeleteBucketLifecycleCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { startCloud } from '../../../cloud.ts';

const Bucket = 'orders';

it('waits for no time while nothing can expire', async () => {
  await using cloud = await startCloud({ log: 'silent', clock: 'virtual' });
  const client = new S3Client(cloud.clientConfig());
  const put = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const pending = () => cloud.kernel.scheduler.pending().length;
  await client.send(new CreateBucketCommand({ Bucket }));
  const Rules = [{ Status: 'Enabled' as const, Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } }];
  await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));

  await put('a');
  const idle = pending();
  await put('tmp/a');
  const waiting = pending();
  await cloud.clock.advance('3d');
  const done = pending();
  await put('tmp/b');
  await client.send(new DeleteBucketLifecycleCommand({ Bucket }));

  expect([idle, waiting, done, pending()]).toEqual([0, 1, 0, 0]);
});
