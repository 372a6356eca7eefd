import type {
  GetBucketAbacOutput,
  GetBucketAbacRequest,
  GetBucketAccelerateConfigurationOutput,
  GetBucketAccelerateConfigurationRequest,
  GetBucketRequestPaymentOutput,
  GetBucketRequestPaymentRequest,
  PutBucketAbacRequest,
  PutBucketAccelerateConfigurationRequest,
  PutBucketRequestPaymentRequest,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { putSetting } from '../buckets/setting.ts';
import { invalidRequest, malformedXml } from '../errors.ts';
import type { S3State } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html */
export const putBucketAccelerateConfiguration = putSetting<Given<PutBucketAccelerateConfigurationRequest>>(
  ({ AccelerateConfiguration: { Status } }, { name }) => {
    if (name.includes('.')) {
      throw invalidRequest('S3 Transfer Acceleration is not supported for buckets with periods (.) in their names');
    }
    if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml();
    return { acceleration: Status };
  },
);

/**
 * Nothing for a bucket that was never accelerated.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAccelerateConfiguration.html
 */
export const getBucketAccelerateConfiguration: Operation<
  Given<GetBucketAccelerateConfigurationRequest>,
  GetBucketAccelerateConfigurationOutput,
  S3State
> = (state, input, context) => {
  const { acceleration } = findBucket(state, input, context);
  return acceleration ? { Status: acceleration } : {};
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html */
export const putBucketRequestPayment = putSetting<Given<PutBucketRequestPaymentRequest>>(
  ({ RequestPaymentConfiguration: { Payer } }) => {
    if (Payer !== 'Requester' && Payer !== 'BucketOwner') throw malformedXml();
    return { payer: Payer };
  },
);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html */
export const getBucketRequestPayment: Operation<
  Given<GetBucketRequestPaymentRequest>,
  GetBucketRequestPaymentOutput,
  S3State
> = (state, input, context) => ({ Payer: findBucket(state, input, context).payer ?? 'BucketOwner' });

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAbac.html */
export const putBucketAbac = putSetting<Given<PutBucketAbacRequest>>(({ AbacStatus: { Status } }) => {
  if (Status !== 'Enabled' && Status !== 'Disabled') throw malformedXml();
  return { abac: Status };
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAbac.html */
export const getBucketAbac: Operation<Given<GetBucketAbacRequest>, GetBucketAbacOutput, S3State> = (
  state,
  input,
  context,
) => ({ AbacStatus: { Status: findBucket(state, input, context).abac ?? 'Disabled' } });
