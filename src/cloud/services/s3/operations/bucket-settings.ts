import type {
  GetBucketAclOutput,
  GetBucketAclRequest,
  GetBucketCorsOutput,
  GetBucketLifecycleConfigurationOutput,
  GetBucketLoggingOutput,
  GetBucketLoggingRequest,
  GetBucketOwnershipControlsOutput,
  GetBucketTaggingOutput,
  GetPublicAccessBlockOutput,
  PutBucketAclRequest,
  PutBucketCorsRequest,
  PutBucketLifecycleConfigurationRequest,
  PutBucketLoggingRequest,
  PutBucketOwnershipControlsRequest,
  PutBucketTaggingRequest,
  PutPublicAccessBlockRequest,
} from '@aws-sdk/client-s3';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Given } from '../../../kernel/input.ts';
import type { Operation } from '../../../kernel/service.ts';
import { assertAcl, grantsOf, refuseGrants } from '../buckets/acl.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { ownerOf } from '../buckets/owner.ts';
import { deleteSetting, getSetting, putSetting } from '../buckets/setting.ts';
import { bucketTags, tagList } from '../buckets/tag-set.ts';
import { malformedXml } from '../errors.ts';
import type { S3State } from '../state.ts';

export const putBucketTagging = putSetting<Given<PutBucketTaggingRequest>>((input) => ({
  tags: bucketTags(input.Tagging.TagSet ?? []),
}));
export const getBucketTagging = getSetting('tags', (tags): GetBucketTaggingOutput => ({ TagSet: tagList(tags) }));
export const deleteBucketTagging = deleteSetting('tags');

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
export const getPublicAccessBlock = getSetting(
  'publicAccessBlock',
  (PublicAccessBlockConfiguration): GetPublicAccessBlockOutput => ({ PublicAccessBlockConfiguration }),
);
export const deletePublicAccessBlock = deleteSetting('publicAccessBlock');

export const putBucketOwnershipControls = putSetting<Given<PutBucketOwnershipControlsRequest>>((input, bucket) => {
  const ownership = input.OwnershipControls.Rules?.[0]?.ObjectOwnership;
  if (ownership === undefined || input.OwnershipControls.Rules?.length !== 1) throw malformedXml();
  if (ownership === 'BucketOwnerEnforced' && bucket.acl !== 'private') {
    throw new AwsError(
      'InvalidBucketAclWithObjectOwnership',
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
      { status: 400 },
    );
  }
  return { ownership };
});
export const getBucketOwnershipControls = getSetting(
  'ownership',
  (ObjectOwnership): GetBucketOwnershipControlsOutput => ({ OwnershipControls: { Rules: [{ ObjectOwnership }] } }),
);
export const deleteBucketOwnershipControls = deleteSetting('ownership');

/** Stored; nothing expires yet. */
export const putBucketLifecycleConfiguration = putSetting<Given<PutBucketLifecycleConfigurationRequest>>((input) => {
  const rules = input.LifecycleConfiguration?.Rules ?? [];
  if (rules.length === 0) throw malformedXml();
  return { lifecycle: rules.map((rule, index) => ({ ...rule, ID: rule.ID ?? `rule-${index + 1}` })) };
});
export const getBucketLifecycleConfiguration = getSetting(
  'lifecycle',
  (rules): GetBucketLifecycleConfigurationOutput => ({
    Rules: [...rules],
    TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
  }),
);
export const deleteBucketLifecycle = deleteSetting('lifecycle');

/** Stored; preflight requests are not answered yet. */
export const putBucketCors = putSetting<Given<PutBucketCorsRequest>>((input) => {
  const rules = input.CORSConfiguration.CORSRules ?? [];
  if (rules.length === 0) throw malformedXml();
  return { cors: rules };
});
export const getBucketCors = getSetting('cors', (rules): GetBucketCorsOutput => ({ CORSRules: [...rules] }));
export const deleteBucketCors = deleteSetting('cors');

const storeLogging = putSetting<Given<PutBucketLoggingRequest>>((input) => {
  const logging = input.BucketLoggingStatus.LoggingEnabled;
  return logging ? { logging } : {};
});
const forgetLogging = deleteSetting('logging');

/** Stored; no log is delivered. A status without a target ends logging. */
export const putBucketLogging: Operation<Given<PutBucketLoggingRequest>, object, S3State> = (state, input, context) =>
  (input.BucketLoggingStatus.LoggingEnabled ? storeLogging : forgetLogging)(state, input, context);

export const getBucketLogging: Operation<Given<GetBucketLoggingRequest>, GetBucketLoggingOutput, S3State> = (
  state,
  input,
  context,
) => {
  const { logging } = findBucket(state, input, context);
  return logging ? { LoggingEnabled: logging } : {};
};

export const putBucketAcl = putSetting<Given<PutBucketAclRequest>>((input, bucket) => {
  refuseGrants(input);
  if (input.AccessControlPolicy) throw new UnsupportedError('S3 ACLs with grants (AccessControlPolicy)');
  const acl = input.ACL ?? 'private';
  assertAcl(bucket, acl);
  return { acl };
});
export const getBucketAcl: Operation<Given<GetBucketAclRequest>, GetBucketAclOutput, S3State> = (
  state,
  input,
  context,
) => ({
  Owner: ownerOf(context.account),
  Grants: grantsOf(findBucket(state, input, context).acl, context.account),
});
