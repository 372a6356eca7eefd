import type { HttpRequest } from '../../../kernel/http.ts';
import { defaultAccount } from '../../../kernel/identity.ts';
import { evaluate } from '../../../policy/evaluate.ts';
import { isPublic } from '../../../policy/is-public.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { requestContext } from '../../../policy/request-context.ts';
import { type Acl, isReadableByAll } from '../buckets/acl.ts';
import type { Bucket, StoredObject } from '../state.ts';

/** A request that nobody signed, at a moment. */
export interface AnonymousRequest {
  readonly request: HttpRequest;
  readonly nowMs: number;
}

/**
 * Whether everybody may read the object: by the bucket's policy, or by an ACL where these count.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteAccessPermissionsReqd.html
 */
export function mayEverybodyRead(bucket: Bucket, object: StoredObject, asked: AnonymousRequest): boolean {
  const decision = policyDecision(bucket, 's3:GetObject', `arn:aws:s3:::${bucket.name}/${object.key}`, asked);
  return decision === 'allow' || (decision !== 'deny' && isPublicAcl(bucket, object));
}

/** Whether everybody may learn that a key is not there: those who may list. Others hear that access is denied. */
export function mayEverybodyList(bucket: Bucket, asked: AnonymousRequest): boolean {
  const decision = policyDecision(bucket, 's3:ListBucket', `arn:aws:s3:::${bucket.name}`, asked);
  return decision === 'allow' || (decision !== 'deny' && isPublicAcl(bucket, bucket));
}

function isPublicAcl({ ownership, publicAccessBlock }: Bucket, acl: Acl): boolean {
  const counts = ownership !== 'BucketOwnerEnforced' && !publicAccessBlock?.IgnorePublicAcls;
  return counts && isReadableByAll(acl, defaultAccount);
}

function policyDecision(
  bucket: Bucket,
  action: string,
  resource: string,
  { request, nowMs }: AnonymousRequest,
): 'allow' | 'deny' | 'none' {
  if (bucket.policy === undefined) return 'none';
  const policy = parsePolicy(bucket.policy);
  const keys = {
    'aws:SourceIp': request.remoteAddress,
    'aws:SecureTransport': 'false',
    'aws:PrincipalType': 'Anonymous',
    'aws:Referer': request.headers.referer,
    'aws:UserAgent': request.headers['user-agent'],
  };
  const { decision } = evaluate(
    {
      principal: { kind: 'anonymous', account: '', arn: '' },
      action,
      resources: [resource],
      resourceAccount: '',
      context: requestContext(keys, nowMs),
    },
    { identity: [], resource: policy },
  );
  if (decision === 'explicitDeny') return 'deny';
  // Public policies that are there already give nobody outside of the account anything.
  const isRestricted = bucket.publicAccessBlock?.RestrictPublicBuckets && isPublic(policy);
  return decision === 'allow' && !isRestricted ? 'allow' : 'none';
}
