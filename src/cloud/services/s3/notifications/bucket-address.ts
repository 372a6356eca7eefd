import { partitionOf } from '../../../kernel/arns.ts';
import type { Bucket } from '../state.ts';

/** As whom S3 tells of events, and whom policies of destinations let in. */
export const s3Principal = 's3.amazonaws.com';

/** The subject of what topics get. */
export const notificationSubject = 'Amazon S3 Notification';

export const bucketArn = ({ name, region }: Pick<Bucket, 'name' | 'region'>): string =>
  `arn:${partitionOf(region)}:s3:::${name}`;
