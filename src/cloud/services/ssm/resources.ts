import type { Tag } from '@aws-sdk/client-ssm';
import { AwsError } from '../../kernel/errors.ts';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../service-kit/contract.ts';
import { textIn, unlessGone } from '../../service-kit/properties.ts';
import { parameterArn } from './parameters/names.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html */
const parameter: ResourceType = {
  properties: ['AllowedPattern', 'DataType', 'Description', 'Name', 'Policies', 'Tags', 'Tier', 'Type', 'Value'],
  async create(properties, context) {
    assertType(properties);
    // Generated names carry `CFN-` in front: an SSM name may begin neither with aws nor with ssm.
    const Name = textIn(properties, 'Name') ?? `CFN-${context.generateName(500)}`;
    await context.call('ssm', 'PutParameter', { ...settingsOf(properties), Name, Tags: tagsOf(properties, context) });
    return stateOf(Name, properties, context);
  },
  async update(state, properties, previous, context) {
    assertType(properties);
    const Name = state.physicalId;
    await context.call('ssm', 'PutParameter', { ...settingsOf(properties), Name, Overwrite: true });
    await replaceTags(Name, properties, previous, context);
    return stateOf(Name, properties, context);
  },
  async delete(state, _properties, context) {
    await unlessGone(context.call('ssm', 'DeleteParameter', { Name: state.physicalId }), 'ParameterNotFound');
  },
};

/** The CloudFormation resource types of Parameter Store. */
export const ssmResources: Readonly<Record<string, ResourceType>> = { 'AWS::SSM::Parameter': parameter };

const stateOf = (name: string, properties: Properties, context: ResourceContext): ResourceState => ({
  physicalId: name,
  attributes: { Type: properties.Type, Value: String(properties.Value), Arn: parameterArn(name, context) },
});

/** CloudFormation makes no secrets: their value would be in the template. */
function assertType(properties: Properties): void {
  if (properties.Type !== 'SecureString') return;
  throw new AwsError('ValidationException', 'CloudFormation does not support creating a SecureString parameter type.');
}

const settingsOf = (properties: Properties) => ({
  Value: String(properties.Value),
  Type: properties.Type,
  Description: properties.Description,
  AllowedPattern: properties.AllowedPattern,
  Policies: properties.Policies,
  Tier: properties.Tier,
  DataType: properties.DataType,
});

/** Takes off the tags that the former template had, and puts on those of this one. */
async function replaceTags(
  ResourceId: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const resource = { ResourceType: 'Parameter', ResourceId };
  const tags = tagsOf(properties, context);
  const keys = new Set(tags.map((tag) => tag.Key));
  const TagKeys = tagsOf(previous, context).flatMap(({ Key = '' }) => (keys.has(Key) ? [] : [Key]));
  if (TagKeys.length > 0) await context.call('ssm', 'RemoveTagsFromResource', { ...resource, TagKeys });
  if (tags.length > 0) await context.call('ssm', 'AddTagsToResource', { ...resource, Tags: tags });
}

/** This type writes its own tags as a map, not as a list. */
function tagsOf(properties: Properties, context: ResourceContext): Tag[] {
  const own = (properties.Tags ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries({ ...context.tags, ...own }).map(([Key, Value]) => ({ Key, Value: String(Value) }));
}
