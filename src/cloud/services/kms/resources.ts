import type { CreateKeyResponse, Tag } from '@aws-sdk/client-kms';
import { AwsError } from '../../kernel/errors.ts';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../service-kit/contract.ts';
import { documentIn, flagIn, numberIn, tagKeysGone, tagsIn, unlessGone } from '../../service-kit/properties.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html */
const key: ResourceType = {
  properties: [
    'BypassPolicyLockoutSafetyCheck',
    'Description',
    'EnableKeyRotation',
    'Enabled',
    'KeyPolicy',
    'KeySpec',
    'KeyUsage',
    'MultiRegion',
    'Origin',
    'PendingWindowInDays',
    'RotationPeriodInDays',
    'Tags',
  ],
  async create(properties, context) {
    const { KeyMetadata } = await context.call<CreateKeyResponse>('kms', 'CreateKey', {
      Description: properties.Description,
      KeySpec: properties.KeySpec,
      KeyUsage: properties.KeyUsage,
      MultiRegion: flagIn(properties, 'MultiRegion'),
      Origin: properties.Origin,
      Policy: documentIn(properties, 'KeyPolicy'),
      Tags: tagsOf(properties, context),
    });
    const KeyId = KeyMetadata?.KeyId ?? '';
    await setRotation(KeyId, properties, context);
    if (flagIn(properties, 'Enabled') === false) {
      await context.call('kms', 'DisableKey', { KeyId });
    }
    return { physicalId: KeyId, attributes: { Arn: KeyMetadata?.Arn, KeyId } };
  },
  async update(state, properties, previous, context) {
    const KeyId = state.physicalId;
    const differs = (name: string) => JSON.stringify(properties[name]) !== JSON.stringify(previous[name]);
    for (const name of ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin']) {
      if (differs(name)) throw new AwsError('ValidationException', `${name} of an AWS::KMS::Key cannot be updated`);
    }
    // A disabled key takes no change of its rotation: enable first, disable last.
    const isEnabled = flagIn(properties, 'Enabled') ?? true;
    if (differs('Enabled') && isEnabled) await context.call('kms', 'EnableKey', { KeyId });
    if (differs('Description')) {
      await context.call('kms', 'UpdateKeyDescription', { KeyId, Description: properties.Description ?? '' });
    }
    const Policy = documentIn(properties, 'KeyPolicy');
    if (differs('KeyPolicy') && Policy !== undefined) await context.call('kms', 'PutKeyPolicy', { KeyId, Policy });
    if (differs('EnableKeyRotation') || differs('RotationPeriodInDays')) {
      await setRotation(KeyId, properties, context, previous);
    }
    await replaceTags(KeyId, properties, previous, context);
    if (differs('Enabled') && !isEnabled) await context.call('kms', 'DisableKey', { KeyId });
    return state;
  },
  async delete(state, properties, context) {
    const deletion = context.call('kms', 'ScheduleKeyDeletion', {
      KeyId: state.physicalId,
      PendingWindowInDays: numberIn(properties, 'PendingWindowInDays'),
    });
    // A key that waits for its deletion already is as good as deleted.
    await unlessGone(deletion, 'NotFoundException', 'KMSInvalidStateException');
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html */
const alias: ResourceType = {
  properties: ['AliasName', 'TargetKeyId'],
  async create(properties, context): Promise<ResourceState> {
    await context.call('kms', 'CreateAlias', { AliasName: properties.AliasName, TargetKeyId: properties.TargetKeyId });
    return { physicalId: String(properties.AliasName) };
  },
  async update(state, properties, _previous, context) {
    await context.call('kms', 'UpdateAlias', { AliasName: state.physicalId, TargetKeyId: properties.TargetKeyId });
    return state;
  },
  async delete(state, _properties, context) {
    await unlessGone(context.call('kms', 'DeleteAlias', { AliasName: state.physicalId }), 'NotFoundException');
  },
};

/** The CloudFormation resource types of KMS. */
export const kmsResources: Readonly<Record<string, ResourceType>> = { 'AWS::KMS::Key': key, 'AWS::KMS::Alias': alias };

/** Turns rotation on, or off where the former template had it on. */
async function setRotation(
  KeyId: string,
  properties: Properties,
  context: ResourceContext,
  previous: Properties = {},
): Promise<void> {
  if (flagIn(properties, 'EnableKeyRotation')) {
    const RotationPeriodInDays = numberIn(properties, 'RotationPeriodInDays');
    await context.call('kms', 'EnableKeyRotation', { KeyId, RotationPeriodInDays });
  } else if (flagIn(previous, 'EnableKeyRotation')) {
    await context.call('kms', 'DisableKeyRotation', { KeyId });
  }
}

/** Takes off the tags that the former template had, and puts on those of this one. */
async function replaceTags(
  KeyId: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const Tags = tagsOf(properties, context);
  const TagKeys = tagKeysGone(properties, previous, context);
  if (TagKeys.length > 0) await context.call('kms', 'UntagResource', { KeyId, TagKeys });
  if (Tags.length > 0) await context.call('kms', 'TagResource', { KeyId, Tags });
}

/** KMS has names of its own for the halves of a tag. */
const tagsOf = (properties: Properties, context: ResourceContext): Tag[] =>
  tagsIn(properties, context).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));
