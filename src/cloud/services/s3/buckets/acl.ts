import type { Grant } from '@aws-sdk/client-s3';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import { accessDenied } from '../errors.ts';
import type { Bucket } from '../state.ts';
import { ownerOf } from './owner.ts';

const everyone = 'http://acs.amazonaws.com/groups/global/AllUsers';
const everyAccount = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
const logDelivery = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

/** What each canned ACL grants beside the owner's full control. */
const groupGrants: Readonly<Record<string, readonly (readonly [string, NonNullable<Grant['Permission']>])[]>> = {
  private: [],
  'public-read': [[everyone, 'READ']],
  'public-read-write': [
    [everyone, 'READ'],
    [everyone, 'WRITE'],
  ],
  'authenticated-read': [[everyAccount, 'READ']],
  'aws-exec-read': [],
  'bucket-owner-read': [],
  'bucket-owner-full-control': [],
  'log-delivery-write': [
    [logDelivery, 'WRITE'],
    [logDelivery, 'READ_ACP'],
  ],
};

/** Canned ACLs that give nobody else anything are good also where ACLs are off. */
const harmless: ReadonlySet<string> = new Set(['private', 'bucket-owner-full-control', 'bucket-owner-read']);

/**
 * Throws what S3 says to an ACL that the bucket's settings forbid.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function assertAcl(bucket: Pick<Bucket, 'ownership' | 'publicAccessBlock'>, acl: string): void {
  if (!Object.hasOwn(groupGrants, acl)) throw new AwsError('InvalidArgument', '', { status: 400 });
  if (harmless.has(acl)) return;
  if (bucket.ownership === 'BucketOwnerEnforced') {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', { status: 400 });
  }
  if (bucket.publicAccessBlock?.BlockPublicAcls && acl !== 'log-delivery-write') throw accessDenied();
}

/** Grants by name are ACLs that we do not keep. */
export function refuseGrants(input: object): void {
  for (const name of ['GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWrite', 'GrantWriteACP']) {
    if (name in input && (input as Record<string, unknown>)[name] !== undefined) {
      throw new UnsupportedError(`S3 grants (${name}); canned ACLs are`);
    }
  }
}

/** A canned ACL as GetBucketAcl and GetObjectAcl spell it out. */
export function grantsOf(acl: string, account: string): Grant[] {
  const owner: Grant = { Grantee: { Type: 'CanonicalUser', ID: ownerOf(account).ID }, Permission: 'FULL_CONTROL' };
  const groups = (groupGrants[acl] ?? []).map(
    ([URI, Permission]): Grant => ({ Grantee: { Type: 'Group', URI }, Permission }),
  );
  return [owner, ...groups];
}
