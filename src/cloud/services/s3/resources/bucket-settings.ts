import { UnsupportedError } from '../../../kernel/errors.ts';
import { isTrue, lifecycleRule, numberOf, type Template } from './lifecycle-rule.ts';

type Call = readonly [operation: string, input: object];

/** How one property of AWS::S3::Bucket becomes calls to S3. */
interface BucketSetting {
  readonly property: string;
  readonly put: (value: unknown) => Call;
  /** The call for a property that was there and is no more. */
  readonly remove: Call;
}

/** In the order in which they are applied: who may own and publish what comes first. */
export const bucketSettings: readonly BucketSetting[] = [
  {
    property: 'OwnershipControls',
    put: (value) => ['PutBucketOwnershipControls', { OwnershipControls: value }],
    remove: ['DeleteBucketOwnershipControls', {}],
  },
  {
    property: 'PublicAccessBlockConfiguration',
    put: (value) => [
      'PutPublicAccessBlock',
      { PublicAccessBlockConfiguration: mapValues(value as Template, (one) => isTrue(one)) },
    ],
    remove: ['DeletePublicAccessBlock', {}],
  },
  {
    property: 'VersioningConfiguration',
    put: (value) => ['PutBucketVersioning', { VersioningConfiguration: value }],
    remove: ['PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } }],
  },
  {
    property: 'BucketEncryption',
    put: (value) => ['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: encryptionRules(value) } }],
    remove: ['DeleteBucketEncryption', {}],
  },
  {
    property: 'LifecycleConfiguration',
    put: (value) => [
      'PutBucketLifecycleConfiguration',
      { LifecycleConfiguration: { Rules: listOf(value, 'Rules').map(lifecycleRule) } },
    ],
    remove: ['DeleteBucketLifecycle', {}],
  },
  {
    property: 'CorsConfiguration',
    put: (value) => ['PutBucketCors', { CORSConfiguration: { CORSRules: listOf(value, 'CorsRules').map(corsRule) } }],
    remove: ['DeleteBucketCors', {}],
  },
  {
    property: 'LoggingConfiguration',
    put: (value) => ['PutBucketLogging', { BucketLoggingStatus: { LoggingEnabled: logging(value as Template) } }],
    remove: ['PutBucketLogging', { BucketLoggingStatus: {} }],
  },
  {
    property: 'NotificationConfiguration',
    put: (value) => {
      const [name] = Object.keys(value as Template);
      if (name !== undefined) throw new UnsupportedError(`AWS::S3::Bucket NotificationConfiguration.${name}`);
      return ['PutBucketNotificationConfiguration', { NotificationConfiguration: {} }];
    },
    remove: ['PutBucketNotificationConfiguration', { NotificationConfiguration: {} }],
  },
];

function encryptionRules(value: unknown) {
  return listOf(value, 'ServerSideEncryptionConfiguration').map((rule) => ({
    ApplyServerSideEncryptionByDefault: rule.ServerSideEncryptionByDefault,
    ...(rule.BucketKeyEnabled !== undefined && { BucketKeyEnabled: isTrue(rule.BucketKeyEnabled) }),
  }));
}

const corsRule = (rule: Template) => ({
  ID: rule.Id,
  AllowedHeaders: rule.AllowedHeaders,
  AllowedMethods: rule.AllowedMethods,
  AllowedOrigins: rule.AllowedOrigins,
  ExposeHeaders: rule.ExposedHeaders,
  MaxAgeSeconds: numberOf(rule.MaxAge),
});

const logging = (value: Template) => ({
  TargetBucket: value.DestinationBucketName,
  TargetPrefix: value.LogFilePrefix ?? '',
  TargetObjectKeyFormat: value.TargetObjectKeyFormat,
});

const listOf = (value: unknown, name: string): readonly Template[] =>
  ((value as Template)[name] ?? []) as readonly Template[];

const mapValues = (value: Template, change: (one: unknown) => unknown) =>
  Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one)]));
