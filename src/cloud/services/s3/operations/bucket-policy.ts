import type { GetBucketPolicyOutput, GetBucketPolicyStatusOutput, PutBucketPolicyRequest } from '@aws-sdk/client-s3';
import { isPublic } from '../../../policy/is-public.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import type { Given } from '../../../service-kit/input.ts';
import { assertBucketPolicy } from '../buckets/policy.ts';
import { deleteSetting, getSetting, putSetting } from '../buckets/setting.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export const putBucketPolicy = putSetting<Given<PutBucketPolicyRequest>>((input, bucket, context) => {
  assertBucketPolicy(input.Policy, bucket, context);
  return { policy: input.Policy };
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const getBucketPolicy = getSetting('policy', (Policy): GetBucketPolicyOutput => ({ Policy }));

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html */
export const deleteBucketPolicy = deleteSetting('policy');

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
export const getBucketPolicyStatus = getSetting(
  'policy',
  (policy): GetBucketPolicyStatusOutput => ({ PolicyStatus: { IsPublic: isPublic(parsePolicy(policy)) } }),
);
