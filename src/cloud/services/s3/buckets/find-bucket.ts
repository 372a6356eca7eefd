import { raise } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { accessDenied, invalidBucketOwner, noSuchBucket } from '../errors.ts';
import type { Bucket, S3State } from '../state.ts';

interface Addressed {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** The bucket that an input names; NoSuchBucket, or AccessDenied when its owner is not the expected one. */
export function findBucket(state: S3State, input: Addressed, context: Pick<Context, 'account'>): Bucket {
  const { ExpectedBucketOwner: owner } = input;
  if (owner !== undefined && !/^\d{12}$/.test(owner)) throw invalidBucketOwner(owner);
  const bucket = state.buckets.get(input.Bucket) ?? raise(noSuchBucket(input.Bucket));
  if (owner !== undefined && owner !== context.account) throw accessDenied();
  return bucket;
}
