import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { lifecycleKinds, lifecycleRule } from './lifecycle-rule.ts';
import { notificationConfiguration, notificationKind } from './notification-configuration.ts';
import { replicationConfiguration, replicationKind } from './replication-configuration.ts';
import { websiteConfiguration, websiteKind } from './website-configuration.ts';

type Call = readonly [operation: string, input: object];

/** Properties of AWS::S3::Bucket that are settings with operations of their own. */
export const settingKinds = {
  AbacStatus: 'text',
  AccelerateConfiguration: { members: { AccelerationStatus: 'text' } },
  BucketEncryption: {
    members: {
      ServerSideEncryptionConfiguration: {
        list: { members: { BucketKeyEnabled: 'flag', ServerSideEncryptionByDefault: 'record' } },
      },
    },
  },
  CorsConfiguration: {
    members: {
      CorsRules: {
        list: {
          members: {
            AllowedHeaders: { list: 'text' },
            AllowedMethods: { list: 'text' },
            AllowedOrigins: { list: 'text' },
            ExposedHeaders: { list: 'text' },
            Id: 'text',
            MaxAge: 'number',
          },
        },
      },
    },
  },
  LifecycleConfiguration: { members: { Rules: { list: { members: lifecycleKinds } } } },
  LoggingConfiguration: {
    members: { DestinationBucketName: 'text', LogFilePrefix: 'text', TargetObjectKeyFormat: 'record' },
  },
  NotificationConfiguration: notificationKind,
  ObjectLockConfiguration: {
    members: {
      ObjectLockEnabled: 'text',
      Rule: { members: { DefaultRetention: { members: { Days: 'number', Mode: 'text', Years: 'number' } } } },
    },
  },
  OwnershipControls: { members: { Rules: { list: { members: { ObjectOwnership: 'text' } } } } },
  PublicAccessBlockConfiguration: {
    members: {
      BlockPublicAcls: 'flag',
      BlockPublicPolicy: 'flag',
      IgnorePublicAcls: 'flag',
      RestrictPublicBuckets: 'flag',
    },
  },
  ReplicationConfiguration: replicationKind,
  VersioningConfiguration: { members: { Status: 'text' } },
  WebsiteConfiguration: websiteKind,
} as const satisfies Kinds;

type Settings = Values<typeof settingKinds>;

/** How one of them becomes calls to S3. */
interface BucketSetting {
  readonly property: keyof Settings;
  readonly put: (value: unknown) => Call;
  /** The call for a property that was there and is no more. */
  readonly remove: Call;
}

/** The value of a setting is that of its property. */
const setting = <P extends keyof Settings>(
  property: P,
  put: (value: NonNullable<Settings[P]>) => Call,
  remove: Call,
): BucketSetting => ({ property, put: (value) => put(value as NonNullable<Settings[P]>), remove });

/** In the order in which they are applied: who may own and publish what comes first. */
export const bucketSettings: readonly BucketSetting[] = [
  setting('OwnershipControls', (value) => ['PutBucketOwnershipControls', { OwnershipControls: value }], [
    'DeleteBucketOwnershipControls',
    {},
  ]),
  setting(
    'PublicAccessBlockConfiguration',
    (value) => ['PutPublicAccessBlock', { PublicAccessBlockConfiguration: value }],
    ['DeletePublicAccessBlock', {}],
  ),
  setting('VersioningConfiguration', (value) => ['PutBucketVersioning', { VersioningConfiguration: value }], [
    'PutBucketVersioning',
    { VersioningConfiguration: { Status: 'Suspended' } },
  ]),
  setting('ObjectLockConfiguration', (value) => ['PutObjectLockConfiguration', { ObjectLockConfiguration: value }], [
    'PutObjectLockConfiguration',
    { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
  ]),
  setting(
    'BucketEncryption',
    (value) => ['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: encryptionRules(value) } }],
    ['DeleteBucketEncryption', {}],
  ),
  setting(
    'LifecycleConfiguration',
    (value) => [
      'PutBucketLifecycleConfiguration',
      { LifecycleConfiguration: { Rules: (value.Rules ?? []).map(lifecycleRule) } },
    ],
    ['DeleteBucketLifecycle', {}],
  ),
  setting('CorsConfiguration', (value) => ['PutBucketCors', { CORSConfiguration: { CORSRules: corsRules(value) } }], [
    'DeleteBucketCors',
    {},
  ]),
  setting(
    'ReplicationConfiguration',
    (value) => ['PutBucketReplication', { ReplicationConfiguration: replicationConfiguration(value) }],
    ['DeleteBucketReplication', {}],
  ),
  setting(
    'LoggingConfiguration',
    (value) => ['PutBucketLogging', { BucketLoggingStatus: { LoggingEnabled: logging(value) } }],
    ['PutBucketLogging', { BucketLoggingStatus: {} }],
  ),
  setting(
    'AccelerateConfiguration',
    (value) => ['PutBucketAccelerateConfiguration', { AccelerateConfiguration: { Status: value.AccelerationStatus } }],
    ['PutBucketAccelerateConfiguration', { AccelerateConfiguration: { Status: 'Suspended' } }],
  ),
  setting('AbacStatus', (Status) => ['PutBucketAbac', { AbacStatus: { Status } }], [
    'PutBucketAbac',
    { AbacStatus: { Status: 'Disabled' } },
  ]),
  setting(
    'WebsiteConfiguration',
    (value) => ['PutBucketWebsite', { WebsiteConfiguration: websiteConfiguration(value) }],
    ['DeleteBucketWebsite', {}],
  ),
  setting(
    'NotificationConfiguration',
    (value) => ['PutBucketNotificationConfiguration', { NotificationConfiguration: notificationConfiguration(value) }],
    ['PutBucketNotificationConfiguration', { NotificationConfiguration: {} }],
  ),
];

type Setting<P extends keyof Settings> = NonNullable<Settings[P]>;

const encryptionRules = ({ ServerSideEncryptionConfiguration: rules = [] }: Setting<'BucketEncryption'>) =>
  rules.map(({ ServerSideEncryptionByDefault, BucketKeyEnabled }) => ({
    ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
    ...(BucketKeyEnabled !== undefined && { BucketKeyEnabled }),
  }));

const corsRules = ({ CorsRules: rules = [] }: Setting<'CorsConfiguration'>) =>
  rules.map(({ Id, ExposedHeaders, MaxAge, ...rule }) => ({
    ...rule,
    ID: Id,
    ExposeHeaders: ExposedHeaders,
    MaxAgeSeconds: MaxAge,
  }));

const logging = (value: Setting<'LoggingConfiguration'>) => ({
  TargetBucket: value.DestinationBucketName,
  TargetPrefix: value.LogFilePrefix ?? '',
  TargetObjectKeyFormat: value.TargetObjectKeyFormat,
});
