import type {
  GetBucketVersioningOutput,
  GetBucketVersioningRequest,
  PutBucketVersioningRequest,
} from '@aws-sdk/client-s3';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { putSetting } from '../buckets/setting.ts';
import { invalidBucketState, malformedXml } from '../errors.ts';
import type { S3State } from '../state.ts';

/** Once enabled it can be suspended, not taken back; https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export const putBucketVersioning = putSetting<Given<PutBucketVersioningRequest>>((input, bucket) => {
  const { Status, MFADelete } = input.VersioningConfiguration;
  if (MFADelete === 'Enabled') throw new UnsupportedError('S3 MFA delete');
  if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml();
  if (Status === 'Suspended' && bucket.objectLock) {
    throw invalidBucketState(
      'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
    );
  }
  if (Status === 'Suspended' && bucket.replication) {
    throw invalidBucketState(
      'A replication configuration is present on this bucket, so the versioning state cannot be changed.',
    );
  }
  return { versioning: Status, ...(MFADelete !== undefined && { mfaDelete: MFADelete }) };
});

/**
 * Nothing at all for a bucket that never had versions; `MFADelete` once it was said.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
 */
export const getBucketVersioning: Operation<Given<GetBucketVersioningRequest>, GetBucketVersioningOutput, S3State> = (
  state,
  input,
  context,
) => {
  const { versioning, mfaDelete } = findBucket(state, input, context);
  return versioning ? { Status: versioning, ...(mfaDelete && { MFADelete: mfaDelete }) } : {};
};
