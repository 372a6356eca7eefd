import type {
  DeleteBucketRequest,
  GetBucketLocationOutput,
  GetBucketLocationRequest,
  HeadBucketOutput,
  HeadBucketRequest,
  ListBucketsOutput,
  ListBucketsRequest,
  Bucket as ListedBucket,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { ownerOf } from '../buckets/owner.ts';
import { bucketNotEmpty, invalidArgument, notFound } from '../errors.ts';
import { disarmSweep } from '../lifecycle/sweep.ts';
import type { S3State } from '../state.ts';

const bucketsMax = 10_000;

/**
 * All buckets of the account, of all regions, in the order of their names.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export const listBuckets: Operation<Given<ListBucketsRequest>, ListBucketsOutput, S3State> = (
  state,
  input,
  { account },
) => {
  const { Prefix = '', BucketRegion, ContinuationToken, MaxBuckets } = input;
  if (MaxBuckets !== undefined && !(MaxBuckets >= 1 && MaxBuckets <= bucketsMax)) {
    throw invalidArgument(
      `Argument max-buckets must be an integer between 1 and ${bucketsMax}`,
      'max-buckets',
      MaxBuckets,
    );
  }
  const chosen = [...state.buckets.values()].filter(
    (bucket) => bucket.name.startsWith(Prefix) && (BucketRegion === undefined || bucket.region === BucketRegion),
  );
  const { items, next } = pageOf(chosen, {
    limit: MaxBuckets ?? bucketsMax,
    token: ContinuationToken,
    keyOf: (bucket) => bucket.name,
    invalidToken: () =>
      invalidArgument('The continuation token provided is incorrect', 'continuation-token', ContinuationToken),
  });
  // AWS tells regions to those who ask for anything in particular.
  const isAsked = [input.Prefix, BucketRegion, ContinuationToken, MaxBuckets].some((value) => value !== undefined);
  return {
    Buckets: items.map(
      (bucket): ListedBucket => ({
        Name: bucket.name,
        CreationDate: new Date(bucket.createdMs),
        ...(isAsked && { BucketRegion: bucket.region }),
        BucketArn: `arn:aws:s3:::${bucket.name}`,
      }),
    ),
    Owner: ownerOf(account),
    ...(Prefix !== '' && { Prefix }),
    ...(next !== undefined && { ContinuationToken: next }),
  };
};

/**
 * Whether a bucket is there, and where. Its errors have no body, as those of all HEAD requests.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
export const headBucket: Operation<Given<HeadBucketRequest>, HeadBucketOutput, S3State> = (state, input, context) => {
  if (!state.buckets.has(input.Bucket)) throw notFound();
  const bucket = findBucket(state, input, context);
  return { BucketArn: `arn:aws:s3:::${bucket.name}`, BucketRegion: bucket.region, AccessPointAlias: false };
};

/**
 * The region, in S3's own way of naming it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
 */
export const getBucketLocation: Operation<Given<GetBucketLocationRequest>, GetBucketLocationOutput, S3State> = (
  state,
  input,
  context,
) => {
  const { region } = findBucket(state, input, context);
  // us-east-1 was there before there were regions: it has no name here.
  return region === 'us-east-1'
    ? {}
    : { LocationConstraint: region as NonNullable<GetBucketLocationOutput['LocationConstraint']> };
};

/**
 * Only an empty bucket goes; versions and delete markers keep it, uploads in progress do not.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
 */
export const deleteBucket: Operation<Given<DeleteBucketRequest>, object, S3State> = (state, input, context) => {
  const bucket = findBucket(state, input, context);
  if (state.versions(bucket.name).size > 0) throw bucketNotEmpty(bucket.name, bucket.versioning !== undefined);
  // Uploads in progress do not keep a bucket.
  for (const upload of [...state.uploads(bucket.name).keys()]) state.dropParts(upload);
  disarmSweep(state, bucket.name, context);
  state.sequencers.delete(bucket.name);
  state.dropBucket(bucket.name);
  state.buckets.delete(bucket.name);
  return {};
};
