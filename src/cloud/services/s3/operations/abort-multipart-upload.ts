import type { AbortMultipartUploadOutput, AbortMultipartUploadRequest } from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { endUpload, findUpload } from '../objects/uploads.ts';
import type { S3State } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload: Operation<
  Given<AbortMultipartUploadRequest>,
  AbortMultipartUploadOutput,
  S3State
> = (state, input, context) => {
  findBucket(state, input, context);
  const upload = findUpload(state, input);
  for (const { size } of state.parts(upload.id).values()) context.kernel.blobs.release(size);
  endUpload(state, input.Bucket, upload);
  return {};
};
