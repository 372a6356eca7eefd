import * as S3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(S3.S3Client);
const Bucket = 'orders';
const Key = 'a';
const everyone = 'http://acs.amazonaws.com/groups/global/AllUsers';
const somebody = '7'.repeat(64);

/** A bucket where ACLs count, with an object. */
async function makeOpenBucket(): Promise<void> {
  await client().send(new S3.CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }));
  await client().send(new S3.DeletePublicAccessBlockCommand({ Bucket }));
  await client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x' }));
}

const ofBucket = () => client().send(new S3.GetBucketAclCommand({ Bucket }));
const ofObject = () => client().send(new S3.GetObjectAclCommand({ Bucket, Key }));
const putBucketAcl = (input: Partial<S3.PutBucketAclCommandInput>) =>
  client().send(new S3.PutBucketAclCommand({ Bucket, ...input }));
const putObjectAcl = (input: Partial<S3.PutObjectAclCommandInput>) =>
  client().send(new S3.PutObjectAclCommand({ Bucket, Key, ...input }));

describe('ACLs with grants', () => {
  test('are told as they were put, of buckets and objects', async () => {
    await makeOpenBucket();
    const { Owner } = await ofBucket();
    const Grants: S3.Grant[] = [
      { Grantee: { Type: 'CanonicalUser', ID: Owner?.ID }, Permission: 'FULL_CONTROL' },
      { Grantee: { Type: 'Group', URI: everyone }, Permission: 'READ_ACP' },
    ];
    await putBucketAcl({ AccessControlPolicy: { Owner, Grants } });
    await putObjectAcl({ AccessControlPolicy: { Owner, Grants } });

    expect((await ofBucket()).Grants).toEqual(Grants);
    expect((await ofObject()).Grants).toEqual(Grants);
  });

  test('come in headers, too, and a canned ACL takes their place', async () => {
    await makeOpenBucket();
    await putBucketAcl({ GrantRead: `uri="${everyone}",id=${somebody}` });
    const granted = await ofBucket();
    await putBucketAcl({ ACL: 'private' });
    await client().send(new S3.PutObjectCommand({ Bucket, Key, Body: 'x', GrantFullControl: `id="${somebody}"` }));

    expect(granted.Grants).toEqual([
      { Grantee: { Type: 'Group', URI: everyone }, Permission: 'READ' },
      { Grantee: { Type: 'CanonicalUser', ID: somebody }, Permission: 'READ' },
    ]);
    expect((await ofBucket()).Grants).toHaveLength(1);
    expect((await ofObject()).Grants).toEqual([
      { Grantee: { Type: 'CanonicalUser', ID: somebody }, Permission: 'FULL_CONTROL' },
    ]);
  });

  test.each<[string, Partial<S3.PutBucketAclCommandInput>, object]>([
    ['no ACL', {}, { name: 'MissingSecurityHeader', message: 'Your request was missing a required header' }],
    [
      'a canned ACL beside grants',
      { ACL: 'private', GrantRead: `id=${somebody}` },
      { name: 'InvalidRequest', message: 'Specifying both Canned ACLs and Header Grants is not allowed' },
    ],
    ['a canned ACL that is none', { ACL: 'none' as 'private' }, { name: 'InvalidArgument', ArgumentName: 'x-amz-acl' }],
    [
      'an id that is none',
      { GrantRead: 'id=me' },
      { name: 'InvalidArgument', message: 'Invalid id', ArgumentName: 'id', ArgumentValue: 'me' },
    ],
    [
      'a group that is none',
      { GrantRead: 'uri=http://acs.amazonaws.com/groups/s3/Nobody' },
      { name: 'InvalidArgument', message: 'Invalid group uri', ArgumentName: 'uri' },
    ],
    ['an e-mail address', { GrantRead: 'emailAddress=a@b.c' }, { name: 'UnresolvableGrantByEmailAddress' }],
    [
      'an owner that is none',
      { AccessControlPolicy: { Owner: { ID: 'me' }, Grants: [] } },
      { name: 'InvalidArgument', message: 'Invalid id', ArgumentName: 'CanonicalUser/ID' },
    ],
    [
      'a policy without an owner',
      { AccessControlPolicy: { Grants: [{ Grantee: { Type: 'Group', URI: everyone }, Permission: 'READ' }] } },
      { name: 'MalformedACLError' },
    ],
  ])('refuse %s', async (_, input, refusal) => {
    await makeOpenBucket();

    await expect(putBucketAcl(input)).rejects.toMatchObject({ ...refusal, $metadata: { httpStatusCode: 400 } });
  });

  test('are refused where ACLs are off, unless they give nothing away, and where public ones are blocked', async () => {
    await client().send(new S3.CreateBucketCommand({ Bucket }));
    const { Owner } = await ofBucket();
    const own: S3.Grant = { Grantee: { Type: 'CanonicalUser', ID: Owner?.ID }, Permission: 'FULL_CONTROL' };
    await putBucketAcl({ AccessControlPolicy: { Owner, Grants: [own] } });

    await expect(putBucketAcl({ GrantRead: `id=${somebody}` })).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
    });
    const Rules = [{ ObjectOwnership: 'ObjectWriter' as const }];
    await client().send(new S3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } }));
    await putBucketAcl({ GrantRead: `id=${somebody}` });
    await expect(putBucketAcl({ GrantRead: `uri=${everyone}` })).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
