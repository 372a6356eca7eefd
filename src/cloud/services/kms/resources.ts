import type { CreateKeyResponse, ReplicateKeyResponse } from '@aws-sdk/client-kms';
import { parseArn } from '../../kernel/arns.ts';
import { AwsError } from '../../kernel/errors.ts';
import type { ResourceContext, ResourceState, ResourceType } from '../../service-kit/contract.ts';
import { retag, type Tag, unlessGone } from '../../service-kit/properties.ts';
import { codedResourceType, resourceType, resourceTypes } from '../../service-kit/resource-type.ts';
import { aliasReading, keyReading } from './readings.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html */
const key = codedResourceType({
  type: 'AWS::KMS::Key',
  reading: keyReading,
  properties: {
    BypassPolicyLockoutSafetyCheck: 'flag',
    Description: 'text',
    EnableKeyRotation: 'flag',
    Enabled: 'flag',
    KeyPolicy: 'document',
    KeySpec: 'text',
    KeyUsage: 'text',
    MultiRegion: 'flag',
    Origin: 'text',
    PendingWindowInDays: 'number',
    RotationPeriodInDays: 'number',
    Tags: 'tags',
  },
  attributes: ['Arn', 'KeyId'],
  async create(p, context) {
    const { KeyMetadata } = await context.call<CreateKeyResponse>('kms', 'CreateKey', {
      Description: p.Description,
      KeySpec: p.KeySpec,
      KeyUsage: p.KeyUsage,
      MultiRegion: p.MultiRegion,
      Origin: p.Origin,
      Policy: p.KeyPolicy,
      Tags: tagsOf(p.Tags),
    });
    const KeyId = KeyMetadata?.KeyId ?? '';
    await setRotation(KeyId, p, {}, context);
    if (p.Enabled === false) await context.call('kms', 'DisableKey', { KeyId });
    return { physicalId: KeyId, attributes: { Arn: KeyMetadata?.Arn, KeyId } };
  },
  async update(state, p, previous, context) {
    const KeyId = state.physicalId;
    for (const name of ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'] as const) {
      if (p[name] === previous[name]) continue;
      throw new AwsError('ValidationException', `${name} of an AWS::KMS::Key cannot be updated`);
    }
    await changeSettings(KeyId, p, previous, context, async () => {
      const isRotationNew =
        p.EnableKeyRotation !== previous.EnableKeyRotation || p.RotationPeriodInDays !== previous.RotationPeriodInDays;
      if (isRotationNew) await setRotation(KeyId, p, previous, context);
    });
    return state;
  },
  delete: scheduleDeletion,
});

/**
 * A copy of a multi-Region key, made from where its primary is.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-replicakey.html
 */
const replicaKey = codedResourceType({
  type: 'AWS::KMS::ReplicaKey',
  properties: {
    Description: 'text',
    Enabled: 'flag',
    KeyPolicy: 'document',
    PendingWindowInDays: 'number',
    PrimaryKeyArn: 'text',
    Tags: 'tags',
  },
  attributes: ['Arn', 'KeyId'],
  async create(p, context) {
    const region = parseArn(p.PrimaryKeyArn ?? '')?.region;
    const { ReplicaKeyMetadata } = await context.call<ReplicateKeyResponse>(
      'kms',
      'ReplicateKey',
      {
        KeyId: p.PrimaryKeyArn,
        ReplicaRegion: context.region,
        Description: p.Description,
        Policy: p.KeyPolicy,
        Tags: tagsOf(p.Tags),
      },
      region === undefined ? {} : { region },
    );
    const KeyId = ReplicaKeyMetadata?.KeyId ?? '';
    if (p.Enabled === false) await context.call('kms', 'DisableKey', { KeyId });
    return { physicalId: KeyId, attributes: { Arn: ReplicaKeyMetadata?.Arn, KeyId } };
  },
  async update(state, p, previous, context) {
    await changeSettings(state.physicalId, p, previous, context);
    return state;
  },
  delete: scheduleDeletion,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html */
const alias = resourceType({
  type: 'AWS::KMS::Alias',
  reading: aliasReading,
  service: 'kms',
  properties: { AliasName: 'text', TargetKeyId: 'text' },
  create: { operation: 'CreateAlias', input: (p) => p, physicalId: (_, p) => p.AliasName },
  update: { operation: 'UpdateAlias', input: (p, { id }) => ({ AliasName: id, TargetKeyId: p.TargetKeyId }) },
  delete: { operation: 'DeleteAlias', input: (_, { id }) => ({ AliasName: id }), gone: ['NotFoundException'] },
});

/** The CloudFormation resource types of KMS. */
export const kmsResources: Readonly<Record<string, ResourceType>> = resourceTypes(key, alias, replicaKey);

interface Settings {
  readonly Description?: string | undefined;
  readonly Enabled?: boolean | undefined;
  readonly KeyPolicy?: string | undefined;
  readonly Tags: readonly Tag[];
}

/** What keys and replicas have alike. A disabled key takes no change of its rotation: enable first, disable last. */
async function changeSettings(
  KeyId: string,
  p: Settings,
  previous: Settings,
  context: ResourceContext,
  changeOthers?: () => Promise<void>,
): Promise<void> {
  const isEnabled = p.Enabled ?? true;
  const isSwitched = isEnabled !== (previous.Enabled ?? true);
  if (isSwitched && isEnabled) await context.call('kms', 'EnableKey', { KeyId });
  if (p.Description !== previous.Description) {
    await context.call('kms', 'UpdateKeyDescription', { KeyId, Description: p.Description ?? '' });
  }
  const { KeyPolicy: Policy } = p;
  if (Policy !== previous.KeyPolicy && Policy !== undefined) {
    await context.call('kms', 'PutKeyPolicy', { KeyId, Policy });
  }
  await changeOthers?.();
  await retag(p.Tags, previous.Tags, {
    untag: (TagKeys) => context.call('kms', 'UntagResource', { KeyId, TagKeys }),
    tag: (tags) => context.call('kms', 'TagResource', { KeyId, Tags: tagsOf(tags) }),
  });
  if (isSwitched && !isEnabled) await context.call('kms', 'DisableKey', { KeyId });
}

/** A key that waits for its deletion already is as good as deleted. */
async function scheduleDeletion(
  state: ResourceState,
  { PendingWindowInDays }: { readonly PendingWindowInDays?: number | undefined },
  context: ResourceContext,
): Promise<void> {
  const deletion = context.call('kms', 'ScheduleKeyDeletion', { KeyId: state.physicalId, PendingWindowInDays });
  await unlessGone(deletion, 'NotFoundException', 'KMSInvalidStateException');
}

interface Rotation {
  readonly EnableKeyRotation?: boolean | undefined;
  readonly RotationPeriodInDays?: number | undefined;
}

/** Turns rotation on, or off where the former template had it on. */
async function setRotation(KeyId: string, p: Rotation, previous: Rotation, context: ResourceContext): Promise<void> {
  if (p.EnableKeyRotation) {
    const { RotationPeriodInDays } = p;
    await context.call('kms', 'EnableKeyRotation', { KeyId, RotationPeriodInDays });
  } else if (previous.EnableKeyRotation) {
    await context.call('kms', 'DisableKeyRotation', { KeyId });
  }
}

/** KMS has names of its own for the halves of a tag. */
const tagsOf = (tags: readonly Tag[]) => tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));
