import * as S3 from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket, makeVersionedBucket } from './buckets.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';

const putRules = (...Rules: Partial<S3.LifecycleRule>[]) =>
  client().send(
    new S3.PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: { Rules: Rules.map((rule) => ({ Status: 'Enabled', Filter: { Prefix: '' }, ...rule })) },
    }),
  );

const put = (Key: string, more: object = {}) =>
  client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));
const remove = (Key: string) => client().send(new S3.DeleteObjectCommand({ Bucket, Key }));

const keys = async () =>
  ((await client().send(new S3.ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key);

async function versions() {
  const answer = await client().send(new S3.ListObjectVersionsCommand({ Bucket }));
  return { objects: answer.Versions?.length ?? 0, markers: answer.DeleteMarkers?.length ?? 0 };
}

test('objects that a rule fits expire at the midnight behind their days, and others stay', async () => {
  await makeBucket(client());
  await putRules({ Filter: { Prefix: 'tmp/' }, Expiration: { Days: 2 } });
  await put('tmp/a');
  await put('b');

  await target.cloud.clock.advance('2d');
  const before = await keys();
  await target.cloud.clock.advance('1d');

  expect(before).toEqual(['b', 'tmp/a']);
  expect(await keys()).toEqual(['b']);
});

test('objects that were there before their rule expire, too, and not once the rule is gone or off', async () => {
  await makeBucket(client());
  await put('a');
  await putRules({ Expiration: { Days: 1 } });
  await client().send(new S3.DeleteBucketLifecycleCommand({ Bucket }));
  await target.cloud.clock.advance('5d');
  await putRules({ Status: 'Disabled', Expiration: { Days: 1 } });
  await target.cloud.clock.advance('5d');
  const before = await keys();
  await putRules({ Expiration: { Days: 1 } });
  await target.cloud.clock.advance('1d');

  expect(before).toEqual(['a']);
  expect(await keys()).toEqual([]);
});

test('objects expire by tags and size, and on a date', async () => {
  await makeBucket(client());
  await putRules(
    { ID: 'tags', Filter: { Tag: { Key: 'k', Value: 'v' } }, Expiration: { Days: 1 } },
    { ID: 'size', Filter: { ObjectSizeGreaterThan: 5 }, Expiration: { Days: 1 } },
  );
  await put('plain');
  await put('tagged', { Tagging: 'k=v' });
  await put('late');
  await put('big', { Body: 'more than five' });
  const Tagging = { TagSet: [{ Key: 'k', Value: 'v' }] };
  await client().send(new S3.PutObjectTaggingCommand({ Bucket, Key: 'late', Tagging }));
  await target.cloud.clock.advance('2d');
  const left = await keys();
  const dayMs = 86_400_000;
  const { LastModified } = await client().send(new S3.HeadObjectCommand({ Bucket, Key: 'plain' }));
  const midnight = new Date((Math.floor((LastModified?.getTime() ?? 0) / dayMs) + 5) * dayMs);
  await putRules({ Expiration: { Date: midnight } });
  await target.cloud.clock.advance('1d');
  const early = await keys();
  await target.cloud.clock.advance('4d');

  expect([left, early]).toEqual([['plain'], ['plain']]);
  expect(await keys()).toEqual([]);
});

test('where there are versions, what is current is hidden by a delete marker', async () => {
  await makeVersionedBucket(client());
  await putRules({ Expiration: { Days: 1 } });
  await put('a');

  await target.cloud.clock.advance('2d');

  expect(await keys()).toEqual([]);
  expect(await versions()).toEqual({ objects: 1, markers: 1 });
});

test('noncurrent versions go after their days, but for the newest that are kept', async () => {
  await makeVersionedBucket(client());
  await putRules({ NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 1 } });
  for (let count = 0; count < 4; count += 1) await put('a');

  await target.cloud.clock.advance('2d');

  expect(await versions()).toEqual({ objects: 2, markers: 0 });
});

test('delete markers that hide nothing go, once the last version under them is gone', async () => {
  await makeVersionedBucket(client());
  await putRules(
    { ID: 'old', NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
    { ID: 'markers', Expiration: { ExpiredObjectDeleteMarker: true } },
  );
  await put('a');
  await remove('a');

  await target.cloud.clock.advance('1h');
  const before = await versions();
  await target.cloud.clock.advance('4d');

  expect(before).toEqual({ objects: 1, markers: 1 });
  expect(await versions()).toEqual({ objects: 0, markers: 0 });
});

test('versions under a legal hold stay until it is lifted', async () => {
  await client().send(new S3.CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  await putRules({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } });
  const { VersionId } = await put('a', { ObjectLockLegalHoldStatus: 'ON' });
  await put('a');
  await target.cloud.clock.advance('5d');
  const held = await versions();
  await client().send(new S3.PutObjectLegalHoldCommand({ Bucket, Key: 'a', VersionId, LegalHold: { Status: 'OFF' } }));
  await target.cloud.clock.advance('1d');

  expect(held.objects).toBe(2);
  expect((await versions()).objects).toBe(1);
});

test('uploads that are not completed are aborted', async () => {
  await makeBucket(client());
  await putRules({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 } });
  await client().send(new S3.CreateMultipartUploadCommand({ Bucket, Key: 'a' }));
  const uploads = async () =>
    (await client().send(new S3.ListMultipartUploadsCommand({ Bucket }))).Uploads?.length ?? 0;

  await target.cloud.clock.advance('2d');
  const before = await uploads();
  await target.cloud.clock.advance('2d');

  expect([before, await uploads()]).toEqual([1, 0]);
});
