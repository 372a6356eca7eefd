import type {
  GetBucketAclOutput,
  GetBucketAclRequest,
  GetBucketCorsOutput,
  GetBucketLifecycleConfigurationOutput,
  GetBucketLifecycleConfigurationRequest,
  GetBucketLoggingOutput,
  GetBucketLoggingRequest,
  GetBucketOwnershipControlsOutput,
  GetBucketTaggingOutput,
  GetPublicAccessBlockOutput,
  PutBucketAclRequest,
  PutBucketCorsRequest,
  PutBucketLifecycleConfigurationOutput,
  PutBucketLifecycleConfigurationRequest,
  PutBucketLoggingRequest,
  PutBucketOwnershipControlsRequest,
  PutBucketTaggingRequest,
  PutPublicAccessBlockRequest,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { tagList } from '../../../service-kit/tags.ts';
import { assertAcl, givesNothingAway, grantsOf, requiredAcl } from '../buckets/acl.ts';
import { assertCorsRules } from '../buckets/cors-rules.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { assertLifecycleRules } from '../buckets/lifecycle-rules.ts';
import { ownerOf } from '../buckets/owner.ts';
import { type Addressed, deleteSetting, getSetting, putSetting } from '../buckets/setting.ts';
import { bucketTags } from '../buckets/tag-set.ts';
import { absent, invalidLogTarget, malformedXml } from '../errors.ts';
import { disarmSweep, rearmSweep } from '../lifecycle/sweep.ts';
import type { S3State } from '../state.ts';

/** Replaces all tags; https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
export const putBucketTagging = putSetting<Given<PutBucketTaggingRequest>>((input) => ({
  tags: bucketTags(input.Tagging.TagSet ?? []),
}));
/** NoSuchTagSet for a bucket without tags; https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export const getBucketTagging = getSetting('tags', (tags): GetBucketTaggingOutput => ({ TagSet: tagList(tags) }));
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html */
export const deleteBucketTagging = deleteSetting('tags');

/** What is left out is allowed from now on; https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html */
export const putPublicAccessBlock = putSetting<Given<PutPublicAccessBlockRequest>>((input) => {
  const wish = input.PublicAccessBlockConfiguration;
  return {
    publicAccessBlock: {
      BlockPublicAcls: wish.BlockPublicAcls ?? false,
      IgnorePublicAcls: wish.IgnorePublicAcls ?? false,
      BlockPublicPolicy: wish.BlockPublicPolicy ?? false,
      RestrictPublicBuckets: wish.RestrictPublicBuckets ?? false,
    },
  };
});
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export const getPublicAccessBlock = getSetting(
  'publicAccessBlock',
  (PublicAccessBlockConfiguration): GetPublicAccessBlockOutput => ({ PublicAccessBlockConfiguration }),
);
/** Without it nothing is blocked; https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html */
export const deletePublicAccessBlock = deleteSetting('publicAccessBlock');

const ownerships: ReadonlySet<string> = new Set(['BucketOwnerPreferred', 'ObjectWriter', 'BucketOwnerEnforced']);

/** ACLs are off under BucketOwnerEnforced, so none may be left; https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html */
export const putBucketOwnershipControls = putSetting<Given<PutBucketOwnershipControlsRequest>>(
  (input, bucket, { account }) => {
    const ownership = input.OwnershipControls.Rules?.[0]?.ObjectOwnership;
    if (ownership === undefined || input.OwnershipControls.Rules?.length !== 1) throw malformedXml();
    if (!ownerships.has(ownership)) throw malformedXml();
    if (ownership === 'BucketOwnerEnforced' && !givesNothingAway(bucket, account)) {
      throw new AwsError(
        'InvalidBucketAclWithObjectOwnership',
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
        { status: 400 },
      );
    }
    return { ownership };
  },
);
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html */
export const getBucketOwnershipControls = getSetting(
  'ownership',
  (ObjectOwnership): GetBucketOwnershipControlsOutput => ({ OwnershipControls: { Rules: [{ ObjectOwnership }] } }),
);
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketOwnershipControls.html */
export const deleteBucketOwnershipControls = deleteSetting('ownership');

const usualMinimum = 'all_storage_classes_128K';
const storeLifecycle = putSetting<Given<PutBucketLifecycleConfigurationRequest>>((input) => {
  const rules = input.LifecycleConfiguration?.Rules ?? [];
  const { TransitionDefaultMinimumObjectSize: lifecycleMinimum = usualMinimum } = input;
  assertLifecycleRules(rules);
  return { lifecycle: rules.map((rule, index) => ({ ...rule, ID: rule.ID ?? `rule-${index + 1}` })), lifecycleMinimum };
});

/** What is due is done at the next midnight. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
export const putBucketLifecycleConfiguration: Operation<
  Given<PutBucketLifecycleConfigurationRequest>,
  PutBucketLifecycleConfigurationOutput,
  S3State
> = async (state, input, context) => {
  await storeLifecycle(state, input, context);
  rearmSweep(state, input.Bucket, context);
  return { TransitionDefaultMinimumObjectSize: input.TransitionDefaultMinimumObjectSize ?? usualMinimum };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html */
export const getBucketLifecycleConfiguration: Operation<
  Given<GetBucketLifecycleConfigurationRequest>,
  GetBucketLifecycleConfigurationOutput,
  S3State
> = (state, input, context) => {
  const { lifecycle, lifecycleMinimum, name } = findBucket(state, input, context);
  if (!lifecycle) throw absent('lifecycle', name);
  return { Rules: [...lifecycle], TransitionDefaultMinimumObjectSize: lifecycleMinimum ?? usualMinimum };
};
const forgetLifecycle = deleteSetting('lifecycle');
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html */
export const deleteBucketLifecycle: Operation<Addressed, object, S3State> = async (state, input, context) => {
  await forgetLifecycle(state, input, context);
  disarmSweep(state, input.Bucket, context);
  return {};
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
export const putBucketCors = putSetting<Given<PutBucketCorsRequest>>((input) => {
  const rules = input.CORSConfiguration.CORSRules ?? [];
  assertCorsRules(rules);
  return { cors: rules };
});
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html */
export const getBucketCors = getSetting('cors', (rules): GetBucketCorsOutput => ({ CORSRules: [...rules] }));
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html */
export const deleteBucketCors = deleteSetting('cors');

const storeLogging = putSetting<Given<PutBucketLoggingRequest>>((input) => {
  const logging = input.BucketLoggingStatus.LoggingEnabled;
  return logging ? { logging } : {};
});
const forgetLogging = deleteSetting('logging');

/** Stored; no log is delivered. A status without a target ends logging. */
export const putBucketLogging: Operation<Given<PutBucketLoggingRequest>, object, S3State> = (state, input, context) => {
  const target = input.BucketLoggingStatus.LoggingEnabled?.TargetBucket;
  if (target === undefined) return forgetLogging(state, input, context);
  findBucket(state, input, context);
  if (!state.buckets.has(target)) throw invalidLogTarget(target);
  return storeLogging(state, input, context);
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html */
export const getBucketLogging: Operation<Given<GetBucketLoggingRequest>, GetBucketLoggingOutput, S3State> = (
  state,
  input,
  context,
) => {
  const { logging } = findBucket(state, input, context);
  return logging ? { LoggingEnabled: logging } : {};
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html */
export const putBucketAcl: Operation<Given<PutBucketAclRequest>, object, S3State> = (state, input, context) => {
  const { grants: _, ...bucket } = findBucket(state, input, context);
  const acl = requiredAcl(input);
  assertAcl(bucket, acl, context.account);
  state.buckets.set(bucket.name, { ...bucket, ...acl });
  return {};
};
/** A canned ACL is spelt out as grants; https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html */
export const getBucketAcl: Operation<Given<GetBucketAclRequest>, GetBucketAclOutput, S3State> = (
  state,
  input,
  context,
) => ({
  Owner: ownerOf(context.account),
  Grants: grantsOf(findBucket(state, input, context), context.account),
});
