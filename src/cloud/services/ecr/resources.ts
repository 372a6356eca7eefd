import type { CreateRepositoryResponse, Repository } from '@aws-sdk/client-ecr';
import { UnsupportedError } from '../../kernel/errors.ts';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../service-kit/contract.ts';
import {
  documentIn,
  flagIn,
  recordIn,
  recordsIn,
  tagKeysGone,
  tagsIn,
  textIn,
  unlessGone,
} from '../../service-kit/properties.ts';

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
    const repositoryName = textIn(properties, 'RepositoryName') ?? context.generateName(256, { lowerCase: true });
    const created = await context.call<CreateRepositoryResponse>('ecr', 'CreateRepository', {
      repositoryName,
      imageTagMutability: properties.ImageTagMutability,
      imageTagMutabilityExclusionFilters: exclusionsOf(properties),
      imageScanningConfiguration: { scanOnPush: scansOnPush(properties) },
      encryptionConfiguration: encryptionOf(properties),
      tags: tagsIn(properties, context),
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
    const force = flagIn(properties, 'EmptyOnDelete') ?? false;
    const deletion = context.call('ecr', 'DeleteRepository', { repositoryName: state.physicalId, force });
    await unlessGone(deletion, 'RepositoryNotFoundException');
  },
};

/** The CloudFormation resource types of ECR. */
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
  const policyText = documentIn(properties, 'RepositoryPolicyText');
  if (policyText !== undefined) {
    await context.call('ecr', 'SetRepositoryPolicy', { repositoryName, policyText });
  } else if (previous.RepositoryPolicyText !== undefined) {
    const deletion = context.call('ecr', 'DeleteRepositoryPolicy', { repositoryName });
    await unlessGone(deletion, 'RepositoryPolicyNotFoundException');
  }
  const lifecyclePolicyText = lifecycleOf(properties);
  if (lifecyclePolicyText !== undefined) {
    await context.call('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
  } else if (lifecycleOf(previous) !== undefined) {
    const deletion = context.call('ecr', 'DeleteLifecyclePolicy', { repositoryName });
    await unlessGone(deletion, 'LifecyclePolicyNotFoundException');
  }
}

/** Takes off the tags that the former template had, and puts on those of this one. */
async function replaceTags(
  resourceArn: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const tags = tagsIn(properties, context);
  const tagKeys = tagKeysGone(properties, previous, context);
  if (tagKeys.length > 0) await context.call('ecr', 'UntagResource', { resourceArn, tagKeys });
  if (tags.length > 0) await context.call('ecr', 'TagResource', { resourceArn, tags });
}

function lifecycleOf(properties: Properties): string | undefined {
  const policy = recordIn(properties, 'LifecyclePolicy');
  return policy && textIn(policy, 'LifecyclePolicyText');
}

function scansOnPush(properties: Properties): boolean {
  const configuration = recordIn(properties, 'ImageScanningConfiguration');
  return (configuration && flagIn(configuration, 'ScanOnPush')) ?? false;
}

function exclusionsOf(properties: Properties) {
  if (properties.ImageTagMutabilityExclusionFilters === undefined) return undefined;
  return recordsIn(properties, 'ImageTagMutabilityExclusionFilters').map((filter) => ({
    filterType: filter.ImageTagMutabilityExclusionFilterType,
    filter: filter.ImageTagMutabilityExclusionFilterValue,
  }));
}

function encryptionOf(properties: Properties) {
  const wish = recordIn(properties, 'EncryptionConfiguration');
  if (!wish) return undefined;
  if (wish.EncryptionType === 'KMS_DSSE') throw new UnsupportedError('ECR encryption of type KMS_DSSE');
  return { encryptionType: wish.EncryptionType, kmsKey: wish.KmsKey };
}
