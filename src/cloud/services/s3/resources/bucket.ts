import { AwsError } from '../../../kernel/errors.ts';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../../service-kit/contract.ts';
import { tagsIn, textIn, unlessGone } from '../../../service-kit/properties.ts';
import { bucketSettings } from './bucket-settings.ts';

const nameCharactersMax = 63;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
export const bucket: ResourceType = {
  properties: ['BucketName', 'AccessControl', ...bucketSettings.map((setting) => setting.property), 'Tags'],
  async create(properties, context) {
    const Bucket = textIn(properties, 'BucketName') ?? context.generateName(nameCharactersMax, { lowerCase: true });
    await assertFree(Bucket, context);
    await context.call('s3', 'CreateBucket', {
      Bucket,
      ...(ownershipOf(properties) !== undefined && { ObjectOwnership: ownershipOf(properties) }),
      ...(context.region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: context.region } }),
    });
    await applySettings(Bucket, properties, {}, context);
    // Last: whether an ACL is allowed is among the settings.
    const ACL = cannedAcl(properties);
    if (ACL !== 'private') await context.call('s3', 'PutBucketAcl', { Bucket, ACL });
    return stateOf(Bucket, context.region);
  },
  async update(state, properties, previous, context) {
    await applySettings(state.physicalId, properties, previous, context);
    const ACL = cannedAcl(properties);
    if (ACL !== cannedAcl(previous)) await context.call('s3', 'PutBucketAcl', { Bucket: state.physicalId, ACL });
    return stateOf(state.physicalId, context.region);
  },
  async delete(state, _properties, context) {
    await unlessGone(context.call('s3', 'DeleteBucket', { Bucket: state.physicalId }), 'NoSuchBucket');
  },
};

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
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  for (const { property, put, remove } of bucketSettings) {
    const [value, former] = [properties[property], previous[property]];
    if (JSON.stringify(value) === JSON.stringify(former)) continue;
    const [operation, input] = value === undefined ? remove : put(value);
    await context.call('s3', operation, { Bucket, ...input });
  }
  const tags = tagsIn(properties, context);
  if (tags.length > 0) await context.call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: tags } });
  else if (previous.Tags !== undefined) await context.call('s3', 'DeleteBucketTagging', { Bucket });
}

const stateOf = (name: string, region: string): ResourceState => ({
  physicalId: name,
  attributes: {
    Arn: `arn:aws:s3:::${name}`,
    DomainName: `${name}.s3.amazonaws.com`,
    DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
    RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
  },
});

/** `PublicRead` → `public-read`; templates write it in their own way. */
const cannedAcl = (properties: Properties): string =>
  String(properties.AccessControl ?? 'Private')
    .replace(/(?<=[a-z])(?=[A-Z])/g, '-')
    .toLowerCase();

function ownershipOf(properties: Properties): unknown {
  const controls = properties.OwnershipControls as
    | { readonly Rules?: readonly { ObjectOwnership?: unknown }[] }
    | undefined;
  return controls?.Rules?.[0]?.ObjectOwnership;
}
