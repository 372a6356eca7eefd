import * as S3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket, makeVersionedBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';
const Key = 'a';

describe('CreateBucket', () => {
  test('makes a bucket of another region at the endpoint of us-east-1', async () => {
    const made = await client().send(
      new S3.CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    );

    expect(made.Location).toBe(`http://${Bucket}.s3.amazonaws.com/`);
    expect((await client().send(new S3.GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe('eu-west-1');
  });

  test.each(['us-east-1', 'nowhere'])('refuses the constraint %s', async (LocationConstraint) => {
    const CreateBucketConfiguration = { LocationConstraint } as S3.CreateBucketConfiguration;

    await expect(
      client().send(new S3.CreateBucketCommand({ Bucket, CreateBucketConfiguration })),
    ).rejects.toMatchObject({ name: 'InvalidLocationConstraint', LocationConstraint });
  });
});

test('an expected owner that is no account is refused', async () => {
  await makeBucket(client());

  await expect(
    client().send(new S3.GetBucketLocationCommand({ Bucket, ExpectedBucketOwner: 'me' })),
  ).rejects.toMatchObject({ name: 'InvalidBucketOwnerAWSAccountID', $metadata: { httpStatusCode: 400 } });
});

describe('PutBucketLifecycleConfiguration', () => {
  const rule = { ID: 'r', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } } as const;
  const put = (...Rules: S3.LifecycleRule[]) =>
    client().send(new S3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));

  test.each<[string, S3.LifecycleRule[], string, string]>([
    [
      'two rules of one id',
      [rule, rule],
      'InvalidArgument',
      'RuleId must be unique. Found same ID for more than one rule',
    ],
    [
      'a long id',
      [{ ...rule, ID: 'x'.repeat(256) }],
      'InvalidArgument',
      'ID length should not exceed allowed limit of 255',
    ],
    [
      'no action',
      [{ ...rule, Expiration: undefined }],
      'InvalidRequest',
      'At least one action needs to be specified in a rule',
    ],
    [
      'no days',
      [{ ...rule, Expiration: { Days: 0 } }],
      'InvalidArgument',
      "'Days' for Expiration action must be a positive integer",
    ],
    [
      'a date at noon',
      [{ ...rule, Expiration: { Date: new Date('2030-01-01T12:00:00Z') } }],
      'InvalidArgument',
      "'Date' must be at midnight GMT",
    ],
    ['a filter and a prefix', [{ ...rule, Prefix: 'a' }], 'MalformedXML', ''],
    ['neither of them', [{ ...rule, Filter: undefined }], 'MalformedXML', ''],
    ['another status', [{ ...rule, Status: 'On' as 'Enabled' }], 'MalformedXML', ''],
    [
      'a hasty transition',
      [{ ...rule, Expiration: undefined, Transitions: [{ Days: 1, StorageClass: 'STANDARD_IA' }] }],
      'InvalidArgument',
      "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
    ],
  ])('refuses %s', async (_what, rules, name, message) => {
    await makeBucket(client());

    await expect(put(...rules)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });
});

describe('PutBucketCors', () => {
  const rule = { AllowedMethods: ['GET'], AllowedOrigins: ['*'] };

  test.each<[string, S3.CORSRule, string]>([
    [
      'PATCH',
      { ...rule, AllowedMethods: ['PATCH'] },
      'Found unsupported HTTP method in CORS config. Unsupported method is PATCH',
    ],
    [
      'two wildcards',
      { ...rule, AllowedOrigins: ['http://*.*'] },
      'AllowedOrigin "http://*.*" can not have more than one wildcard.',
    ],
    [
      'exposed wildcards',
      { ...rule, ExposeHeaders: ['x-*'] },
      'ExposeHeader "x-*" contains wildcard. We currently do not support wildcard for ExposeHeader.',
    ],
  ])('refuses %s', async (_what, cors, message) => {
    await makeBucket(client());

    await expect(
      client().send(new S3.PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [cors] } })),
    ).rejects.toMatchObject({ name: 'InvalidRequest', message });
  });
});

test('PutBucketOwnershipControls refuses an unknown ownership', async () => {
  await makeBucket(client());
  const Rules = [{ ObjectOwnership: 'Nobody' as S3.ObjectOwnership }];

  await expect(
    client().send(new S3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } })),
  ).rejects.toMatchObject({ name: 'MalformedXML' });
});

test.each([
  ['a reserved key', { Key: 'aws:x', Value: '1' }, 'Your TagKey cannot be prefixed with aws:'],
  ['odd characters in a key', { Key: 'a&b', Value: '1' }, 'The TagKey you have provided is invalid'],
  ['odd characters in a value', { Key: 'a', Value: 'x,y' }, 'The TagValue you have provided is invalid'],
])('PutObjectTagging refuses %s', async (_what, tag, message) => {
  await makeBucket(client());
  await client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x' }));

  await expect(
    client().send(new S3.PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [tag] } })),
  ).rejects.toMatchObject({ name: 'InvalidTag', message, TagKey: tag.Key });
});

describe('delete markers and unknown versions', () => {
  test('a delete marker has neither tags nor an ACL', async () => {
    await makeVersionedBucket(client());
    const { VersionId } = await client().send(new S3.DeleteObjectCommand({ Bucket, Key }));
    const refusal = { name: 'MethodNotAllowed', ResourceType: 'DeleteMarker', $metadata: { httpStatusCode: 405 } };

    await expect(client().send(new S3.GetObjectTaggingCommand({ Bucket, Key }))).rejects.toMatchObject(refusal);
    await expect(client().send(new S3.GetObjectAclCommand({ Bucket, Key, VersionId }))).rejects.toMatchObject(refusal);
    await expect(
      client().send(new S3.PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [] } })),
    ).rejects.toMatchObject({ ...refusal, Method: 'PUT' });
  });

  test('a version that is not there cannot be deleted, what is no version cannot be asked for', async () => {
    await makeVersionedBucket(client());
    await client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const remove = (VersionId: string) => client().send(new S3.DeleteObjectCommand({ Bucket, Key, VersionId }));

    await expect(remove('A'.repeat(32))).rejects.toMatchObject({ name: 'NoSuchVersion' });
    await expect(remove('none')).rejects.toMatchObject({ name: 'InvalidArgument', ArgumentName: 'versionId' });
    await expect(client().send(new S3.GetObjectCommand({ Bucket, Key, VersionId: 'none' }))).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: 'Invalid version id specified',
    });
  });
});

test('conditions that S3 does not know are not implemented', async () => {
  await makeBucket(client());
  const put = (more: object) => client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));

  await expect(put({ IfMatch: '*' })).rejects.toMatchObject({ name: 'NotImplemented', Header: 'If-Match' });
  await expect(put({ IfNoneMatch: '"x"' })).rejects.toMatchObject({ name: 'NotImplemented', Header: 'If-None-Match' });
});
