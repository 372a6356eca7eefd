import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.ts';
import type { Properties, ResourceCalls, ResourceReading } from '../../../service-kit/contract.ts';
import { pick, present } from '../../../service-kit/resource-reading.ts';
import { bucketAttributes } from './bucket-attributes.ts';
import { corsOf, lifecycleOf, loggingOf, notificationsOf, websiteOf } from './declared-settings.ts';

/** What a bucket is, as its type's schema has it. */
export const bucketReading: ResourceReading = {
  identifiers: ['BucketName'],
  properties: [
    'AccelerateConfiguration',
    'BucketEncryption',
    'BucketName',
    'CorsConfiguration',
    'LifecycleConfiguration',
    'LoggingConfiguration',
    'NotificationConfiguration',
    'ObjectLockConfiguration',
    'ObjectLockEnabled',
    'OwnershipControls',
    'PublicAccessBlockConfiguration',
    'Tags',
    'VersioningConfiguration',
    'WebsiteConfiguration',
  ],
  writeOnly: ['AccessControl'],
  async read({ BucketName: Bucket = '' }, calls) {
    await calls.call('s3', 'HeadBucket', { Bucket });
    const ask = <Output>(operation: string) => orNothing<Output>(calls, operation, Bucket);
    const lock = (await ask<{ ObjectLockConfiguration?: Properties }>('GetObjectLockConfiguration'))
      ?.ObjectLockConfiguration;
    const { Status } = (await ask<{ Status?: string }>('GetBucketAccelerateConfiguration')) ?? {};
    const rules = (await ask<Encrypted>('GetBucketEncryption'))?.ServerSideEncryptionConfiguration?.Rules;
    return present({
      ...bucketAttributes(Bucket, calls.region),
      AccelerateConfiguration: Status === undefined ? undefined : { AccelerationStatus: Status },
      BucketEncryption: rules && { ServerSideEncryptionConfiguration: rules.map(encryptionOf) },
      BucketName: Bucket,
      CorsConfiguration: corsOf(await ask('GetBucketCors')),
      LifecycleConfiguration: lifecycleOf(await ask('GetBucketLifecycleConfiguration')),
      LoggingConfiguration: loggingOf(await ask('GetBucketLogging')),
      NotificationConfiguration: notificationsOf(await ask('GetBucketNotificationConfiguration')),
      ObjectLockConfiguration: lock,
      ObjectLockEnabled: lock ? true : undefined,
      ...pick(await ask('GetBucketOwnershipControls'), ['OwnershipControls']),
      ...pick(await ask('GetPublicAccessBlock'), ['PublicAccessBlockConfiguration']),
      Tags: (await ask<{ TagSet?: object[] }>('GetBucketTagging'))?.TagSet,
      VersioningConfiguration: present(pick(await ask('GetBucketVersioning'), ['Status'])),
      WebsiteConfiguration: websiteOf(await ask('GetBucketWebsite')),
    });
  },
  async list(calls) {
    const { Buckets = [] } = await calls.call<{ Buckets?: { Name?: string }[] }>('s3', 'ListBuckets', {});
    return Buckets.map(({ Name = '' }) => ({ BucketName: Name }));
  },
};

interface Encrypted {
  readonly ServerSideEncryptionConfiguration?: { readonly Rules?: readonly ServerSideEncryptionRule[] };
}

const encryptionOf = ({ ApplyServerSideEncryptionByDefault, BucketKeyEnabled }: ServerSideEncryptionRule) =>
  present({ ServerSideEncryptionByDefault: ApplyServerSideEncryptionByDefault, BucketKeyEnabled });

/** S3 answers an error for a setting that a bucket does not have. */
async function orNothing<Output>(calls: ResourceCalls, operation: string, Bucket: string): Promise<Output | undefined> {
  try {
    return await calls.call<Output>('s3', operation, { Bucket });
  } catch (error) {
    if (error instanceof AwsError && error.code !== 'NoSuchBucket' && /NotFound|NoSuch/.test(error.code))
      return undefined;
    throw error;
  }
}
