import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../../kernel/errors.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { bucketAttributes } from './bucket-attributes.ts';
import { bucketReading } from './bucket-reading.ts';
import { bucketSettings, settingKinds } from './bucket-settings.ts';
import { applyConfigurations, configurationKinds } from './stored-configurations.ts';

const nameCharactersMax = 63;

const properties = {
  ...settingKinds,
  ...configurationKinds,
  AccessControl: 'text',
  BucketName: 'text',
  ObjectLockEnabled: 'flag',
  Tags: 'tags',
} as const satisfies Kinds;

type Declared = Values<typeof properties>;

const metadataTables = 'tables of metadata are not emulated';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
export const bucket = codedResourceType({
  type: 'AWS::S3::Bucket',
  reading: bucketReading,
  properties,
  refused: {
    BucketNamePrefix: 'there are no namespaces of accounts',
    BucketNamespace: 'there are no namespaces of accounts',
    MetadataConfiguration: metadataTables,
    MetadataTableConfiguration: metadataTables,
  },
  attributes: ['Arn', 'DomainName', 'DualStackDomainName', 'RegionalDomainName', 'WebsiteURL'],
  missing: {
    'MetadataConfiguration.AnnotationTableConfiguration.TableArn': metadataTables,
    'MetadataConfiguration.AnnotationTableConfiguration.TableName': metadataTables,
    'MetadataConfiguration.Destination': metadataTables,
    'MetadataConfiguration.InventoryTableConfiguration.TableArn': metadataTables,
    'MetadataConfiguration.InventoryTableConfiguration.TableName': metadataTables,
    'MetadataConfiguration.JournalTableConfiguration.TableArn': metadataTables,
    'MetadataConfiguration.JournalTableConfiguration.TableName': metadataTables,
    'MetadataTableConfiguration.S3TablesDestination.TableArn': metadataTables,
    'MetadataTableConfiguration.S3TablesDestination.TableNamespace': metadataTables,
  },
  async create(p, context) {
    const Bucket = p.BucketName ?? context.generateName(nameCharactersMax, { lowerCase: true });
    await assertFree(Bucket, context);
    const ObjectOwnership = p.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
    await context.call('s3', 'CreateBucket', {
      Bucket,
      ...(ObjectOwnership !== undefined && { ObjectOwnership }),
      ...(p.ObjectLockEnabled && { ObjectLockEnabledForBucket: true }),
      ...(context.region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: context.region } }),
    });
    await applySettings(Bucket, p, undefined, context);
    // Last: whether an ACL is allowed is among the settings.
    const ACL = cannedAcl(p);
    if (ACL !== 'private') await context.call('s3', 'PutBucketAcl', { Bucket, ACL });
    return stateOf(Bucket, context.region);
  },
  async update({ physicalId: Bucket }, p, previous, context) {
    await applySettings(Bucket, p, previous, context);
    const ACL = cannedAcl(p);
    if (ACL !== cannedAcl(previous)) await context.call('s3', 'PutBucketAcl', { Bucket, ACL });
    return stateOf(Bucket, context.region);
  },
  async delete(state, _, context) {
    await unlessGone(context.call('s3', 'DeleteBucket', { Bucket: state.physicalId }), 'NoSuchBucket');
  },
});

/** CreateBucket forgives a bucket that is already there, in us-east-1; CloudFormation does not. */
async function assertFree(Bucket: string, context: ResourceContext): Promise<void> {
  try {
    await context.call('s3', 'HeadBucket', { Bucket });
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NotFound') return;
    throw error;
  }
  throw new AwsError('AlreadyExists', `${Bucket} already exists`);
}

/** Makes, changes or takes back each setting that differs. */
async function applySettings(
  Bucket: string,
  p: Declared,
  previous: Declared | undefined,
  context: ResourceContext,
): Promise<void> {
  for (const { property, put, remove } of bucketSettings) {
    const [value, former] = [p[property], previous?.[property]];
    if (isDeepStrictEqual(value, former)) continue;
    const [operation, input] = value === undefined ? remove : put(value);
    await context.call('s3', operation, { Bucket, ...input });
  }
  await applyConfigurations(Bucket, p, previous, context);
  const { Tags: TagSet } = p;
  if (TagSet.length > 0) await context.call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet } });
  else if (previous && previous.Tags.length > 0) await context.call('s3', 'DeleteBucketTagging', { Bucket });
}

const stateOf = (name: string, region: string) => ({ physicalId: name, attributes: bucketAttributes(name, region) });

/** `PublicRead` → `public-read`; templates write it in their own way. */
const cannedAcl = ({ AccessControl = 'Private' }: Declared): string =>
  AccessControl.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
