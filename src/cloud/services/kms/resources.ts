import type { CreateKeyResponse, Tag } from '@aws-sdk/client-kms';
import { AwsError } from '../../kernel/errors.ts';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../kernel/service.ts';

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
      MultiRegion: properties.MultiRegion === undefined ? undefined : isTrue(properties.MultiRegion),
      Origin: properties.Origin,
      Policy: properties.KeyPolicy === undefined ? undefined : textOf(properties.KeyPolicy),
      Tags: tagsOf(properties, context),
    });
    const KeyId = KeyMetadata?.KeyId ?? '';
    await setRotation(KeyId, properties, context);
    if (properties.Enabled !== undefined && !isTrue(properties.Enabled)) {
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
    const isEnabled = properties.Enabled === undefined || isTrue(properties.Enabled);
    if (differs('Enabled') && isEnabled) await context.call('kms', 'EnableKey', { KeyId });
    if (differs('Description')) {
      await context.call('kms', 'UpdateKeyDescription', { KeyId, Description: properties.Description ?? '' });
    }
    if (differs('KeyPolicy') && properties.KeyPolicy !== undefined) {
      await context.call('kms', 'PutKeyPolicy', { KeyId, Policy: textOf(properties.KeyPolicy) });
    }
    if (differs('EnableKeyRotation') || differs('RotationPeriodInDays')) {
      await setRotation(KeyId, properties, context, previous);
    }
    await replaceTags(KeyId, properties, previous, context);
    if (differs('Enabled') && !isEnabled) await context.call('kms', 'DisableKey', { KeyId });
    return state;
  },
  async delete(state, properties, context) {
    const days = properties.PendingWindowInDays === undefined ? undefined : Number(properties.PendingWindowInDays);
    await unlessGone(['NotFoundException', 'KMSInvalidStateException'], () =>
      context.call('kms', 'ScheduleKeyDeletion', { KeyId: state.physicalId, PendingWindowInDays: days }),
    );
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
    await unlessGone(['NotFoundException'], () => context.call('kms', 'DeleteAlias', { AliasName: state.physicalId }));
  },
};

export const kmsResources: Readonly<Record<string, ResourceType>> = { 'AWS::KMS::Key': key, 'AWS::KMS::Alias': alias };

/** Turns rotation on, or off where the former template had it on. */
async function setRotation(
  KeyId: string,
  properties: Properties,
  context: ResourceContext,
  previous: Properties = {},
): Promise<void> {
  if (isTrue(properties.EnableKeyRotation)) {
    const days = properties.RotationPeriodInDays;
    const RotationPeriodInDays = days === undefined ? undefined : Number(days);
    await context.call('kms', 'EnableKeyRotation', { KeyId, RotationPeriodInDays });
  } else if (isTrue(previous.EnableKeyRotation)) {
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
  const tags = tagsOf(properties, context);
  const names = new Set(tags.map((tag) => tag.TagKey));
  const TagKeys = tagsOf(previous, context).flatMap(({ TagKey = '' }) => (names.has(TagKey) ? [] : [TagKey]));
  if (TagKeys.length > 0) await context.call('kms', 'UntagResource', { KeyId, TagKeys });
  if (tags.length > 0) await context.call('kms', 'TagResource', { KeyId, Tags: tags });
}

/** The stack's tags, then the resource's own. */
function tagsOf(properties: Properties, context: ResourceContext): Tag[] {
  const own = (properties.Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  const all = { ...context.tags, ...Object.fromEntries(own.map(({ Key, Value }) => [Key, String(Value)])) };
  return Object.entries(all).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

/** Templates write booleans as such or as text. */
const isTrue = (value: unknown): boolean => String(value) === 'true';

const textOf = (document: unknown): string => (typeof document === 'string' ? document : JSON.stringify(document));

async function unlessGone(codes: readonly string[], call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof AwsError && codes.includes(error.code))) throw error;
  }
}
