import type {
  GetBucketEncryptionOutput,
  GetBucketEncryptionRequest,
  PutBucketEncryptionRequest,
  ServerSideEncryptionRule,
} from '@aws-sdk/client-s3';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { deleteSetting, putSetting } from '../buckets/setting.ts';
import { invalidArgument, malformedXml } from '../errors.ts';
import type { S3State } from '../state.ts';

const ownEncryption: ServerSideEncryptionRule = {
  ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
  BucketKeyEnabled: false,
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
export const putBucketEncryption = putSetting<Given<PutBucketEncryptionRequest>>((input) => {
  const rules = input.ServerSideEncryptionConfiguration.Rules ?? [];
  const [rule] = rules;
  if (!rule || rules.length !== 1) throw malformedXml();
  const { SSEAlgorithm, KMSMasterKeyID } = rule.ApplyServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm === 'AES256' && KMSMasterKeyID) {
    throw invalidArgument(
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      'ApplyServerSideEncryptionByDefault',
      KMSMasterKeyID,
    );
  }
  if (SSEAlgorithm === 'aws:kms:dsse' || SSEAlgorithm === 'aws:fsx') {
    throw new UnsupportedError(`S3 encryption with ${SSEAlgorithm}`);
  }
  return { encryption: [{ ...rule, BucketKeyEnabled: rule.BucketKeyEnabled ?? false }] };
});

/** Every bucket encrypts, one way or another; https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
export const getBucketEncryption: Operation<Given<GetBucketEncryptionRequest>, GetBucketEncryptionOutput, S3State> = (
  state,
  input,
  context,
) => {
  const rules = findBucket(state, input, context).encryption ?? [ownEncryption];
  return { ServerSideEncryptionConfiguration: { Rules: [...rules] } };
};

/** Back to AES256; https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html */
export const deleteBucketEncryption = deleteSetting('encryption');
