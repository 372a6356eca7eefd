import type { CreateRepositoryResponse, Repository } from '@aws-sdk/client-ecr';
import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../kernel/service.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html */
const repository: ResourceType = {
  properties: [
    'EmptyOnDelete',
    'EncryptionConfiguration',
    'ImageScanningConfiguration',
    'ImageTagMutability',
    'ImageTagMutabilityExclusionFilters',
    'LifecyclePolicy',
    'RepositoryName',
    'RepositoryPolicyText',
    'Tags',
  ],
  async create(properties, context) {
    const repositoryName = String(properties.RepositoryName ?? context.generateName(256, { lowerCase: true }));
    const created = await context.call<CreateRepositoryResponse>('ecr', 'CreateRepository', {
      repositoryName,
      imageTagMutability: properties.ImageTagMutability,
      imageTagMutabilityExclusionFilters: exclusionsOf(properties),
      imageScanningConfiguration: { scanOnPush: scansOnPush(properties) },
      encryptionConfiguration: encryptionOf(properties),
      tags: tagsOf(properties, context),
    });
    await setPolicies(repositoryName, properties, {}, context);
    return stateOf(created.repository ?? { repositoryName });
  },
  async update(state, properties, previous, context) {
    const repositoryName = state.physicalId;
    await context.call('ecr', 'PutImageTagMutability', {
      repositoryName,
      imageTagMutability: properties.ImageTagMutability ?? 'MUTABLE',
      imageTagMutabilityExclusionFilters: exclusionsOf(properties),
    });
    await context.call('ecr', 'PutImageScanningConfiguration', {
      repositoryName,
      imageScanningConfiguration: { scanOnPush: scansOnPush(properties) },
    });
    await setPolicies(repositoryName, properties, previous, context);
    await replaceTags(String(state.attributes?.Arn), properties, previous, context);
    return state;
  },
  async delete(state, properties, context) {
    const force = String(properties.EmptyOnDelete) === 'true';
    await unlessGone('RepositoryNotFoundException', () =>
      context.call('ecr', 'DeleteRepository', { repositoryName: state.physicalId, force }),
    );
  },
};

export const ecrResources: Readonly<Record<string, ResourceType>> = { 'AWS::ECR::Repository': repository };

const stateOf = (created: Repository): ResourceState => ({
  physicalId: created.repositoryName ?? '',
  attributes: { Arn: created.repositoryArn, RepositoryUri: created.repositoryUri },
});

/** Both kinds of policy, each set where it is there and deleted where it was. */
async function setPolicies(
  repositoryName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const { RepositoryPolicyText: policy } = properties;
  if (policy !== undefined) {
    const policyText = typeof policy === 'string' ? policy : JSON.stringify(policy);
    await context.call('ecr', 'SetRepositoryPolicy', { repositoryName, policyText });
  } else if (previous.RepositoryPolicyText !== undefined) {
    await unlessGone('RepositoryPolicyNotFoundException', () =>
      context.call('ecr', 'DeleteRepositoryPolicy', { repositoryName }),
    );
  }
  const lifecyclePolicyText = lifecycleOf(properties);
  if (lifecyclePolicyText !== undefined) {
    await context.call('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
  } else if (lifecycleOf(previous) !== undefined) {
    await unlessGone('LifecyclePolicyNotFoundException', () =>
      context.call('ecr', 'DeleteLifecyclePolicy', { repositoryName }),
    );
  }
}

/** Takes off the tags that the former template had, and puts on those of this one. */
async function replaceTags(
  resourceArn: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const tags = tagsOf(properties, context);
  const names = new Set(tags.map((tag) => tag.Key));
  const tagKeys = tagsOf(previous, context).flatMap(({ Key }) => (names.has(Key) ? [] : [Key]));
  if (tagKeys.length > 0) await context.call('ecr', 'UntagResource', { resourceArn, tagKeys });
  if (tags.length > 0) await context.call('ecr', 'TagResource', { resourceArn, tags });
}

function tagsOf(properties: Properties, context: ResourceContext): Tag[] {
  const own = (properties.Tags ?? []) as readonly Tag[];
  const all = { ...context.tags, ...Object.fromEntries(own.map(({ Key, Value }) => [Key, String(Value)])) };
  return Object.entries(all).map(([Key, Value]) => ({ Key, Value }));
}

const lifecycleOf = (properties: Properties): string | undefined => {
  const policy = properties.LifecyclePolicy as { LifecyclePolicyText?: string; RegistryId?: string } | undefined;
  return policy?.LifecyclePolicyText;
};

const scansOnPush = (properties: Properties): boolean => {
  const configuration = properties.ImageScanningConfiguration as { ScanOnPush?: unknown } | undefined;
  return String(configuration?.ScanOnPush) === 'true';
};

function exclusionsOf(properties: Properties) {
  const filters = properties.ImageTagMutabilityExclusionFilters as readonly Record<string, string>[] | undefined;
  return filters?.map((filter) => ({
    filterType: filter.ImageTagMutabilityExclusionFilterType,
    filter: filter.ImageTagMutabilityExclusionFilterValue,
  }));
}

function encryptionOf(properties: Properties) {
  const wish = properties.EncryptionConfiguration as { EncryptionType?: string; KmsKey?: string } | undefined;
  if (!wish) return undefined;
  if (wish.EncryptionType === 'KMS_DSSE') throw new UnsupportedError('ECR encryption of type KMS_DSSE');
  return { encryptionType: wish.EncryptionType, kmsKey: wish.KmsKey };
}

async function unlessGone(code: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof AwsError && error.code === code)) throw error;
  }
}
