import type {
  GetBucketNotificationConfigurationRequest,
  NotificationConfiguration,
  PutBucketNotificationConfigurationRequest,
} from '@aws-sdk/client-s3';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { putSetting } from '../buckets/setting.ts';
import type { S3State } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html */
export const putBucketNotificationConfiguration = putSetting<Given<PutBucketNotificationConfigurationRequest>>(
  (input) => {
    for (const [name, value] of Object.entries(input.NotificationConfiguration)) {
      const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
      if (!isEmpty) throw new UnsupportedError(`S3 event notifications (${name})`);
    }
    return {};
  },
);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
export const getBucketNotificationConfiguration: Operation<
  Given<GetBucketNotificationConfigurationRequest>,
  NotificationConfiguration,
  S3State
> = (state, input, context) => {
  findBucket(state, input, context);
  return {};
};
