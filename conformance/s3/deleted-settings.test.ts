import * as S3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeBucket, makeVersionedBucket } from './buckets.ts';

const target = useCloud();
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';
const absent = (name: string) => ({ name, $metadata: { httpStatusCode: 404 } });

describe('settings of a bucket that are deleted', () => {
  test('DeleteBucketTagging › leaves no tags, and is no mistake a second time', async () => {
    await makeBucket(client());
    const Tagging = { TagSet: [{ Key: 'team', Value: 'blue' }] };
    await client().send(new S3.PutBucketTaggingCommand({ Bucket, Tagging }));

    const deleted = await client().send(new S3.DeleteBucketTaggingCommand({ Bucket }));
    await client().send(new S3.DeleteBucketTaggingCommand({ Bucket }));

    expect(deleted.$metadata.httpStatusCode).toBe(204);
    await expect(client().send(new S3.GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject(
      absent('NoSuchTagSet'),
    );
  });

  test('DeleteBucketCors › leaves no rules', async () => {
    await makeBucket(client());
    const CORSRules = [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }];
    await client().send(new S3.PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));

    const deleted = await client().send(new S3.DeleteBucketCorsCommand({ Bucket }));

    expect(deleted.$metadata.httpStatusCode).toBe(204);
    await expect(client().send(new S3.GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject(
      absent('NoSuchCORSConfiguration'),
    );
  });

  test('DeleteBucketLifecycle › leaves no rules', async () => {
    await makeBucket(client());
    const Rules: S3.LifecycleRule[] = [
      { ID: 'old', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 3 } },
    ];
    await client().send(new S3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));

    const deleted = await client().send(new S3.DeleteBucketLifecycleCommand({ Bucket }));

    expect(deleted.$metadata.httpStatusCode).toBe(204);
    await expect(client().send(new S3.GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toMatchObject(
      absent('NoSuchLifecycleConfiguration'),
    );
  });

  test('DeleteBucketEncryption › goes back to keys of S3', async () => {
    await makeBucket(client());
    const ServerSideEncryptionConfiguration = {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const }, BucketKeyEnabled: true }],
    };
    await client().send(new S3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));

    const deleted = await client().send(new S3.DeleteBucketEncryptionCommand({ Bucket }));
    const found = await client().send(new S3.GetBucketEncryptionCommand({ Bucket }));

    expect(deleted.$metadata.httpStatusCode).toBe(204);
    expect(found.ServerSideEncryptionConfiguration?.Rules).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
    ]);
  });

  test('DeleteBucketOwnershipControls › takes away what PutBucketOwnershipControls set', async () => {
    await makeBucket(client());
    const Rules = [{ ObjectOwnership: 'BucketOwnerPreferred' as const }];
    await client().send(new S3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } }));
    const found = await client().send(new S3.GetBucketOwnershipControlsCommand({ Bucket }));

    const deleted = await client().send(new S3.DeleteBucketOwnershipControlsCommand({ Bucket }));

    expect(found.OwnershipControls?.Rules).toEqual(Rules);
    expect(deleted.$metadata.httpStatusCode).toBe(204);
    await expect(client().send(new S3.GetBucketOwnershipControlsCommand({ Bucket }))).rejects.toMatchObject(
      absent('OwnershipControlsNotFoundError'),
    );
  });

  test('PutBucketOwnershipControls › refuses to turn ACLs off while one grants others something', async () => {
    await client().send(new S3.CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }));
    await client().send(new S3.DeletePublicAccessBlockCommand({ Bucket }));
    await client().send(new S3.PutBucketAclCommand({ Bucket, ACL: 'public-read' }));

    const off = client().send(
      new S3.PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      }),
    );

    await expect(off).rejects.toMatchObject({
      name: 'InvalidBucketAclWithObjectOwnership',
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('PutPublicAccessBlock', () => {
  test('allows what it leaves out, and refuses public ACLs where it blocks them', async () => {
    await client().send(new S3.CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }));

    await client().send(
      new S3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
    );

    expect(
      (await client().send(new S3.GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration,
    ).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    });
    await expect(client().send(new S3.PutBucketAclCommand({ Bucket, ACL: 'public-read' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe('settings that no bucket has been given', () => {
  test('GetBucketRequestPayment › says that the owner pays', async () => {
    await makeBucket(client());

    expect((await client().send(new S3.GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe('BucketOwner');
  });

  test('GetBucketNotificationConfiguration and GetBucketAccelerateConfiguration › are empty', async () => {
    await makeBucket(client());

    const { $metadata: _, ...notifications } = await client().send(
      new S3.GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    const acceleration = await client().send(new S3.GetBucketAccelerateConfigurationCommand({ Bucket }));

    expect(notifications).toEqual({});
    expect(acceleration.Status).toBeUndefined();
  });

  test.each([
    ['GetBucketRequestPayment', new S3.GetBucketRequestPaymentCommand({ Bucket })],
    ['GetBucketNotificationConfiguration', new S3.GetBucketNotificationConfigurationCommand({ Bucket })],
    ['GetBucketAccelerateConfiguration', new S3.GetBucketAccelerateConfigurationCommand({ Bucket })],
    ['DeleteBucketCors', new S3.DeleteBucketCorsCommand({ Bucket })],
  ])('%s › knows no bucket that is not there', async (_, command) => {
    await expect(client().send(command as S3.GetBucketRequestPaymentCommand)).rejects.toMatchObject({
      name: 'NoSuchBucket',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('settings of an object', () => {
  const Key = 'a';

  test('DeleteObjectTagging › leaves the object without tags, and tells the version', async () => {
    await makeVersionedBucket(client());
    const { VersionId } = await client().send(
      new S3.PutObjectCommand({ Bucket, Key, Body: 'x', Tagging: 'team=blue' }),
    );
    const before = await client().send(new S3.GetObjectTaggingCommand({ Bucket, Key }));

    const deleted = await client().send(new S3.DeleteObjectTaggingCommand({ Bucket, Key }));

    expect(before.TagSet).toEqual([{ Key: 'team', Value: 'blue' }]);
    expect(deleted).toMatchObject({ VersionId, $metadata: { httpStatusCode: 204 } });
    expect((await client().send(new S3.GetObjectTaggingCommand({ Bucket, Key }))).TagSet).toEqual([]);
  });

  test('PutObjectAcl › is spelt out by GetObjectAcl', async () => {
    await client().send(new S3.CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }));
    await client().send(new S3.DeletePublicAccessBlockCommand({ Bucket }));
    await client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const grants = async () => (await client().send(new S3.GetObjectAclCommand({ Bucket, Key }))).Grants;
    const before = await grants();

    await client().send(new S3.PutObjectAclCommand({ Bucket, Key, ACL: 'public-read' }));

    expect(before?.map(({ Permission }) => Permission)).toEqual(['FULL_CONTROL']);
    expect(await grants()).toMatchObject([
      { Grantee: { Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' },
      { Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' },
    ]);
  });

  test('PutObjectAcl › is refused while ACLs are off, and for a key that is not there', async () => {
    await makeBucket(client());
    await client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x' }));

    await expect(client().send(new S3.PutObjectAclCommand({ Bucket, Key, ACL: 'public-read' }))).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
      message: 'The bucket does not allow ACLs',
    });
    await expect(
      client().send(new S3.PutObjectAclCommand({ Bucket, Key: 'none', ACL: 'private' })),
    ).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
