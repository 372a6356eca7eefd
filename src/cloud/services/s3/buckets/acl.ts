import type { AccessControlPolicy, Grant } from '@aws-sdk/client-s3';
import { AwsError, raise } from '../../../kernel/errors.ts';
import { accessDenied, invalidRequest } from '../errors.ts';
import type { Bucket } from '../state.ts';
import { everyAccount, everyone, type HeaderGrants, headerGrantsOf, logDelivery, policyGrantsOf } from './grants.ts';
import { ownerOf } from './owner.ts';

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

/** Who may do what with a bucket or an object: a canned ACL or, in its place, grants. */
export interface Acl {
  readonly acl: string;
  readonly grants?: readonly Grant[];
}

/** How inputs say it. */
export interface AclInput extends HeaderGrants {
  readonly ACL?: string | undefined;
  readonly AccessControlPolicy?: AccessControlPolicy | undefined;
}

/** The ACL that an input asks for, if it asks for one. Throws what S3 says to one that contradicts itself. */
export function askedAcl(input: AclInput): Acl | undefined {
  const headers = headerGrantsOf(input);
  const { ACL, AccessControlPolicy: policy } = input;
  if (ACL !== undefined && headers) {
    throw invalidRequest('Specifying both Canned ACLs and Header Grants is not allowed');
  }
  if (policy && (ACL !== undefined || headers)) {
    throw new AwsError('UnexpectedContent', 'This request does not support content', { status: 400 });
  }
  if (policy) return { acl: 'private', grants: policyGrantsOf(policy) };
  if (headers) return { acl: 'private', grants: headers };
  return ACL === undefined ? undefined : { acl: ACL };
}

/** The same where an ACL is all that an input is about. */
export const requiredAcl = (input: AclInput): Acl =>
  askedAcl(input) ??
  raise(
    new AwsError('MissingSecurityHeader', 'Your request was missing a required header', {
      status: 400,
      members: { MissingHeaderName: 'x-amz-acl' },
    }),
  );

/**
 * Throws what S3 says to an ACL that the bucket's settings forbid.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function assertAcl(bucket: Pick<Bucket, 'ownership' | 'publicAccessBlock'>, wish: Acl, account: string): void {
  if (!Object.hasOwn(groupGrants, wish.acl)) {
    throw new AwsError('InvalidArgument', '', {
      status: 400,
      members: { ArgumentName: 'x-amz-acl', ArgumentValue: wish.acl },
    });
  }
  if (givesNothingAway(wish, account)) return;
  if (bucket.ownership === 'BucketOwnerEnforced') {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', { status: 400 });
  }
  if (bucket.publicAccessBlock?.BlockPublicAcls && isPublicTo(wish, account)) throw accessDenied();
}

/** Whether nobody but the owner may do anything. */
export const givesNothingAway = ({ acl, grants }: Acl, account: string): boolean =>
  grants ? grants.every(({ Grantee }) => Grantee?.ID === ownerOf(account).ID) : harmless.has(acl);

const isPublicTo = (wish: Acl, account: string): boolean =>
  grantsOf(wish, account).some(({ Grantee }) => Grantee?.URI === everyone || Grantee?.URI === everyAccount);

/** Whether everybody may read. */
export const isReadableByAll = (given: Acl, account: string): boolean =>
  grantsOf(given, account).some(
    ({ Grantee, Permission }) => Grantee?.URI === everyone && (Permission === 'READ' || Permission === 'FULL_CONTROL'),
  );

/** An ACL as GetBucketAcl and GetObjectAcl spell it out. */
export function grantsOf({ acl, grants }: Acl, account: string): Grant[] {
  if (grants) return [...grants];
  const owner: Grant = { Grantee: { Type: 'CanonicalUser', ID: ownerOf(account).ID }, Permission: 'FULL_CONTROL' };
  const groups = (groupGrants[acl] ?? []).map(
    ([URI, Permission]): Grant => ({ Grantee: { Type: 'Group', URI }, Permission }),
  );
  return [owner, ...groups];
}
