import { raise } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { accessDenied, noSuchBucket } from '../errors.ts';
import type { Bucket, S3State } from '../state.ts';

interface Addressed {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** The bucket that an input names; NoSuchBucket, or AccessDenied when its owner is not whom the caller expects. */
export function findBucket(state: S3State, input: Addressed, context: Pick<Context, 'account'>): Bucket {
  const bucket = state.buckets.get(input.Bucket) ?? raise(noSuchBucket(input.Bucket));
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== context.account) throw accessDenied();
  return bucket;
}
