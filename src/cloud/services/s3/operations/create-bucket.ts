import type { CreateBucketOutput, CreateBucketRequest } from '@aws-sdk/client-s3';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { askedAcl, assertAcl, givesNothingAway } from '../buckets/acl.ts';
import { assertBucketName } from '../buckets/bucket-name.ts';
import { bucketTags } from '../buckets/tag-set.ts';
import { bucketOwnedByYou } from '../errors.ts';
import { wholeSeconds } from '../objects/versions.ts';
import type { Bucket, S3State } from '../state.ts';

type Input = Given<CreateBucketRequest>;

/**
 * Makes a bucket in the region of the endpoint. Throws BucketAlreadyOwnedByYou for one that is there.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
export const createBucket: Operation<Input, CreateBucketOutput, S3State> = (state, input, context) => {
  refuseUnsupported(input);
  assertBucketName(input.Bucket);
  const bucket = newBucket(input, regionOf(input, context), context);
  const existing = state.buckets.get(input.Bucket);
  // For those who relied on it of old, us-east-1 answers that all is well, and changes nothing.
  if (existing && (existing.region !== 'us-east-1' || bucket.region !== 'us-east-1')) {
    throw bucketOwnedByYou(input.Bucket);
  }
  if (!existing) state.buckets.set(bucket.name, bucket);
  return {
    Location: bucket.region === 'us-east-1' ? `/${bucket.name}` : `http://${bucket.name}.s3.amazonaws.com/`,
    BucketArn: `arn:aws:s3:::${bucket.name}`,
  };
};

/** New buckets allow neither ACLs nor the public, unless they are told to. */
function newBucket(input: Input, region: string, context: Context): Bucket {
  const ownership = input.ObjectOwnership ?? 'BucketOwnerEnforced';
  const acl = askedAcl(input) ?? { acl: 'private' };
  if (ownership === 'BucketOwnerEnforced' && !givesNothingAway(acl, context.account)) {
    throw new AwsError(
      'InvalidBucketAclWithObjectOwnership',
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
      { status: 400 },
    );
  }
  const publicAccessBlock = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  assertAcl({ ownership, publicAccessBlock }, acl, context.account);
  const tags = bucketTags(input.CreateBucketConfiguration?.Tags ?? []);
  return {
    name: input.Bucket,
    region,
    createdMs: wholeSeconds(context.clock.now()),
    ...acl,
    ownership,
    publicAccessBlock,
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(input.ObjectLockEnabledForBucket && { objectLock: {}, versioning: 'Enabled' as const }),
  };
}

const regionName = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/**
 * The region that the constraint names. The endpoint of us-east-1, S3's first, makes buckets everywhere; all others make
 * them in their own region alone, and want to be told so.
 */
function regionOf(input: Input, { region }: Context): string {
  const constraint = input.CreateBucketConfiguration?.LocationConstraint;
  const wanted = constraint === 'EU' ? 'eu-west-1' : (constraint ?? 'us-east-1');
  if (constraint !== undefined && (constraint === ('us-east-1' as string) || !regionName.test(wanted))) {
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      status: 400,
      members: { LocationConstraint: constraint },
    });
  }
  if (wanted === region || region === 'us-east-1') return wanted;
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    { status: 400 },
  );
}

function refuseUnsupported(input: Input): void {
  const { Location, Bucket: kind } = input.CreateBucketConfiguration ?? {};
  if (Location || kind) throw new UnsupportedError('S3 directory buckets');
  if (input.BucketNamespace !== undefined && input.BucketNamespace !== 'global') {
    throw new UnsupportedError(`S3 buckets of namespace ${input.BucketNamespace}`);
  }
}
