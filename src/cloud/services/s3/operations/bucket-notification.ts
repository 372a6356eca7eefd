import type {
  GetBucketNotificationConfigurationRequest,
  NotificationConfiguration,
  PutBucketNotificationConfigurationRequest,
} from '@aws-sdk/client-s3';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findBucket } from '../buckets/find-bucket.ts';
import { readConfiguration } from '../notifications/read-configuration.ts';
import { assertAddresses, validateDestinations } from '../notifications/validate-destinations.ts';
import type { S3State } from '../state.ts';

/**
 * Takes the place of the configuration that was there; an empty one ends notifications.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
 */
export const putBucketNotificationConfiguration: Operation<
  Given<PutBucketNotificationConfigurationRequest>,
  object,
  S3State
> = async (state, input, context) => {
  const bucket = findBucket(state, input, context);
  const notifications = readConfiguration(input.NotificationConfiguration, context.random);
  assertAddresses(bucket, notifications);
  if (!input.SkipDestinationValidation) await validateDestinations(bucket, notifications, context);
  const { notifications: _, ...now } = findBucket(state, input, context);
  const isEmpty = Object.keys(notifications).length === 0;
  state.buckets.set(bucket.name, isEmpty ? now : { ...now, notifications });
  return {};
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
export const getBucketNotificationConfiguration: Operation<
  Given<GetBucketNotificationConfigurationRequest>,
  NotificationConfiguration,
  S3State
> = (state, input, context) => findBucket(state, input, context).notifications ?? {};
