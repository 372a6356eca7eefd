import { getAtt, ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const s3Bucket: ResourceType = {
  type: 'AWS::S3::Bucket',
  properties: generated(
    'AccessControl',
    'AccelerateConfiguration',
    'AnalyticsConfigurations',
    'BucketEncryption',
    'BucketName',
    'CorsConfiguration',
    'IntelligentTieringConfigurations',
    'InventoryConfigurations',
    'LifecycleConfiguration',
    'LoggingConfiguration',
    'MetricsConfigurations',
    'NotificationConfiguration',
    'ObjectLockConfiguration',
    'ObjectLockEnabled',
    'OwnershipControls',
    'PublicAccessBlockConfiguration',
    'ReplicationConfiguration',
    'Tags',
    'VersioningConfiguration',
    'WebsiteConfiguration',
  ),
  runtime: {
    name: ({ logicalId }) => ref(logicalId),
    arn: ({ logicalId }) => getAtt(logicalId, 'Arn'),
  },
};
