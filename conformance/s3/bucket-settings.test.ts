import * as S3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';

const statement = (more: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${Bucket}/*`, ...more }],
  });

describe('a new bucket', () => {
  test('is encrypted, closed to the public and without ACLs', async () => {
    await makeBucket(client());

    const encryption = await client().send(new S3.GetBucketEncryptionCommand({ Bucket }));
    const block = await client().send(new S3.GetPublicAccessBlockCommand({ Bucket }));
    const ownership = await client().send(new S3.GetBucketOwnershipControlsCommand({ Bucket }));

    expect(encryption.ServerSideEncryptionConfiguration?.Rules).toMatchObject([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ]);
    expect(Object.values(block.PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
    expect(ownership.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
  });

  test.each([
    ['policy', new S3.GetBucketPolicyCommand({ Bucket }), 'NoSuchBucketPolicy'],
    ['tags', new S3.GetBucketTaggingCommand({ Bucket }), 'NoSuchTagSet'],
    ['lifecycle', new S3.GetBucketLifecycleConfigurationCommand({ Bucket }), 'NoSuchLifecycleConfiguration'],
    ['CORS', new S3.GetBucketCorsCommand({ Bucket }), 'NoSuchCORSConfiguration'],
    ['website', new S3.GetBucketWebsiteCommand({ Bucket }), 'NoSuchWebsiteConfiguration'],
    ['replication', new S3.GetBucketReplicationCommand({ Bucket }), 'ReplicationConfigurationNotFoundError'],
    ['Object Lock', new S3.GetObjectLockConfigurationCommand({ Bucket }), 'ObjectLockConfigurationNotFoundError'],
  ])('has no %s', async (_what, command, name) => {
    await makeBucket(client());

    await expect(client().send(command as S3.GetBucketPolicyCommand)).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('bucket policies', () => {
  test('are given back as they came, and deleted', async () => {
    await makeBucket(client());
    const Policy = statement({ Sid: 'deny' });
    const put = await client().send(new S3.PutBucketPolicyCommand({ Bucket, Policy }));

    expect(put.$metadata.httpStatusCode).toBe(204);
    const found = await client().send(new S3.GetBucketPolicyCommand({ Bucket }));
    await client().send(new S3.DeleteBucketPolicyCommand({ Bucket }));

    expect(found.Policy).toBe(Policy);
    await expect(client().send(new S3.GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
  });

  test.each([
    ['no JSON', '{', "Policies must be valid JSON and the first byte must be '{'"],
    ['another bucket', statement({ Resource: 'arn:aws:s3:::other/*' }), 'Policy has invalid resource'],
    ['another service', statement({ Action: 'sqs:*' }), 'Policy has invalid action'],
    ['nobody', statement({ Principal: undefined }), 'Missing required field Principal'],
    ['no action', statement({ Action: [] }), 'Missing required field Action'],
    ['another effect', statement({ Effect: 'Maybe' }), 'Invalid effect: Maybe'],
    ['an unknown field', statement({ Principals: '*' }), 'Unknown field Principals'],
    ['an unknown condition', statement({ Condition: { StringIs: { k: 'v' } } }), 'Invalid Condition type : StringIs'],
  ])('with %s are refused', async (_what, Policy, message) => {
    await makeBucket(client());

    await expect(client().send(new S3.PutBucketPolicyCommand({ Bucket, Policy }))).rejects.toMatchObject({
      name: 'MalformedPolicy',
      message,
    });
  });

  test('for everybody are refused until the block is lifted', async () => {
    await makeBucket(client());
    const command = () => new S3.PutBucketPolicyCommand({ Bucket, Policy: statement({ Effect: 'Allow' }) });

    await expect(client().send(command())).rejects.toMatchObject({ name: 'AccessDenied' });
    await client().send(new S3.DeletePublicAccessBlockCommand({ Bucket }));
    await client().send(command());
  });
});

describe('bucket settings', () => {
  test('tags', async () => {
    await makeBucket(client());
    const TagSet = [{ Key: 'team', Value: 'blue' }];
    await client().send(new S3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));

    expect((await client().send(new S3.GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
  });

  test('lifecycle rules', async () => {
    await makeBucket(client());
    const rule: S3.LifecycleRule = {
      ID: 'old',
      Status: 'Enabled',
      Filter: { Prefix: 'tmp/' },
      Expiration: { Days: 3 },
    };
    const TransitionDefaultMinimumObjectSize = 'varies_by_storage_class';
    const put = await client().send(
      new S3.PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules: [rule] },
        TransitionDefaultMinimumObjectSize,
      }),
    );
    expect(put).toMatchObject({ TransitionDefaultMinimumObjectSize });
    const found = await client().send(new S3.GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(found).toMatchObject({ TransitionDefaultMinimumObjectSize });

    expect((await client().send(new S3.GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toEqual([rule]);
  });

  test('CORS rules', async () => {
    await makeBucket(client());
    const rule = { AllowedMethods: ['GET'], AllowedOrigins: ['*'], MaxAgeSeconds: 5 };
    await client().send(new S3.PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }));

    expect((await client().send(new S3.GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual([rule]);
  });

  test('logging', async () => {
    await makeBucket(client());
    await makeBucket(client(), 'logs');
    const LoggingEnabled = { TargetBucket: 'logs', TargetPrefix: 'orders/' };
    await client().send(new S3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));

    expect((await client().send(new S3.GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toEqual(LoggingEnabled);
    await client().send(new S3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }));
    expect((await client().send(new S3.GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
  });

  test('public ACLs are refused while ACLs are off', async () => {
    await makeBucket(client());

    await expect(client().send(new S3.PutBucketAclCommand({ Bucket, ACL: 'public-read' }))).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
      message: 'The bucket does not allow ACLs',
    });
  });

  test('canned ACLs are spelt out', async () => {
    await client().send(new S3.CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }));
    await client().send(new S3.DeletePublicAccessBlockCommand({ Bucket }));
    await client().send(new S3.PutBucketAclCommand({ Bucket, ACL: 'public-read' }));

    const { Grants } = await client().send(new S3.GetBucketAclCommand({ Bucket }));
    expect(Grants?.map((grant) => grant.Permission)).toEqual(['FULL_CONTROL', 'READ']);
    expect(Grants?.[1]?.Grantee).toMatchObject({ URI: 'http://acs.amazonaws.com/groups/global/AllUsers' });
  });

  test('notifications are none at first, and none again', async () => {
    await makeBucket(client());
    const put = (NotificationConfiguration: S3.NotificationConfiguration) =>
      client().send(new S3.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    const get = () => client().send(new S3.GetBucketNotificationConfigurationCommand({ Bucket }));

    expect(await get()).not.toHaveProperty('EventBridgeConfiguration');
    await put({ EventBridgeConfiguration: {} });
    expect((await get()).EventBridgeConfiguration).toEqual({});
    await put({});
    expect((await get()).EventBridgeConfiguration).toBeUndefined();
  });
});
