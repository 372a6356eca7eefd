import type { StoredOnly } from '../../service-kit/stored-only.ts';

const reports = 'no reports about objects are made';
const tiers = 'objects stay in their storage class, and reads answer alike in every tier';
const edges = 'there are no edge locations; the address of a bucket stays what it is';
const payment = 'nothing costs anything, whoever pays';
const abac = 'no policy decides about calls to S3 here';
const logs = 'no access logs are delivered';

/** What S3 keeps and answers, without effect here. */
export const s3StoredOnly: StoredOnly = {
  PutBucketInventoryConfiguration: reports,
  PutBucketAnalyticsConfiguration: reports,
  PutBucketIntelligentTieringConfiguration: tiers,
  PutBucketAccelerateConfiguration: edges,
  PutBucketRequestPayment: payment,
  PutBucketAbac: abac,
  PutBucketLogging: logs,
  'AWS::S3::Bucket.InventoryConfigurations': reports,
  'AWS::S3::Bucket.AnalyticsConfigurations': reports,
  'AWS::S3::Bucket.IntelligentTieringConfigurations': tiers,
  'AWS::S3::Bucket.AccelerateConfiguration': edges,
  'AWS::S3::Bucket.AbacStatus': abac,
  'AWS::S3::Bucket.LoggingConfiguration': logs,
};
