import type { CreateRepositoryResponse } from '@aws-sdk/client-ecr';
import { UnsupportedError } from '../../kernel/errors.ts';
import type { ResourceContext, ResourceType } from '../../service-kit/contract.ts';
import { type Kinds, retag, unlessGone, type Values } from '../../service-kit/properties.ts';
import { codedResourceType, resourceTypes } from '../../service-kit/resource-type.ts';
import { repositoryReading } from './repository-reading.ts';

const properties = {
  EmptyOnDelete: 'flag',
  EncryptionConfiguration: { members: { EncryptionType: 'text', KmsKey: 'text' } },
  ImageScanningConfiguration: { members: { ScanOnPush: 'flag' } },
  ImageTagMutability: 'text',
  ImageTagMutabilityExclusionFilters: {
    list: {
      members: {
        ImageTagMutabilityExclusionFilterType: 'text',
        ImageTagMutabilityExclusionFilterValue: 'text',
      },
    },
  },
  LifecyclePolicy: { members: { LifecyclePolicyText: 'text', RegistryId: 'text' } },
  RepositoryName: 'text',
  RepositoryPolicyText: 'document',
  Tags: 'tags',
} as const satisfies Kinds;

type Repository = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html */
const repository = codedResourceType({
  type: 'AWS::ECR::Repository',
  reading: repositoryReading,
  properties,
  attributes: ['Arn', 'RepositoryUri'],
  async create(p, context) {
    const repositoryName = p.RepositoryName ?? context.generateName(256, { lowerCase: true });
    const { repository: created } = await context.call<CreateRepositoryResponse>('ecr', 'CreateRepository', {
      repositoryName,
      imageTagMutability: p.ImageTagMutability,
      imageTagMutabilityExclusionFilters: exclusionsOf(p),
      imageScanningConfiguration: scanningOf(p),
      encryptionConfiguration: encryptionOf(p),
      tags: p.Tags,
    });
    await setPolicies(repositoryName, p, {}, context);
    const attributes = { Arn: created?.repositoryArn, RepositoryUri: created?.repositoryUri };
    return { physicalId: created?.repositoryName ?? repositoryName, attributes };
  },
  async update(state, p, previous, context) {
    const repositoryName = state.physicalId;
    await context.call('ecr', 'PutImageTagMutability', {
      repositoryName,
      imageTagMutability: p.ImageTagMutability ?? 'MUTABLE',
      imageTagMutabilityExclusionFilters: exclusionsOf(p),
    });
    const imageScanningConfiguration = scanningOf(p);
    await context.call('ecr', 'PutImageScanningConfiguration', { repositoryName, imageScanningConfiguration });
    await setPolicies(repositoryName, p, previous, context);
    const resourceArn = String(state.attributes?.Arn);
    await retag(p.Tags, previous.Tags, {
      untag: (tagKeys) => context.call('ecr', 'UntagResource', { resourceArn, tagKeys }),
      tag: (tags) => context.call('ecr', 'TagResource', { resourceArn, tags }),
    });
    return state;
  },
  async delete(state, p, context) {
    const input = { repositoryName: state.physicalId, force: p.EmptyOnDelete ?? false };
    await unlessGone(context.call('ecr', 'DeleteRepository', input), 'RepositoryNotFoundException');
  },
});

/** The CloudFormation resource types of ECR. */
export const ecrResources: Readonly<Record<string, ResourceType>> = resourceTypes(repository);

type Policies = Partial<Pick<Repository, 'LifecyclePolicy' | 'RepositoryPolicyText'>>;

/** Both kinds of policy, each set where it is there and deleted where it was. */
async function setPolicies(repositoryName: string, p: Policies, previous: Policies, context: ResourceContext) {
  const policyText = p.RepositoryPolicyText;
  if (policyText !== undefined) {
    await context.call('ecr', 'SetRepositoryPolicy', { repositoryName, policyText });
  } else if (previous.RepositoryPolicyText !== undefined) {
    const deletion = context.call('ecr', 'DeleteRepositoryPolicy', { repositoryName });
    await unlessGone(deletion, 'RepositoryPolicyNotFoundException');
  }
  const lifecyclePolicyText = p.LifecyclePolicy?.LifecyclePolicyText;
  if (lifecyclePolicyText !== undefined) {
    await context.call('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
  } else if (previous.LifecyclePolicy?.LifecyclePolicyText !== undefined) {
    const deletion = context.call('ecr', 'DeleteLifecyclePolicy', { repositoryName });
    await unlessGone(deletion, 'LifecyclePolicyNotFoundException');
  }
}

const scanningOf = (p: Repository) => ({ scanOnPush: p.ImageScanningConfiguration?.ScanOnPush ?? false });

const exclusionsOf = (p: Repository) =>
  p.ImageTagMutabilityExclusionFilters?.map((filter) => ({
    filterType: filter.ImageTagMutabilityExclusionFilterType,
    filter: filter.ImageTagMutabilityExclusionFilterValue,
  }));

function encryptionOf({ EncryptionConfiguration: wish }: Repository) {
  if (!wish) return undefined;
  if (wish.EncryptionType === 'KMS_DSSE') throw new UnsupportedError('ECR encryption of type KMS_DSSE');
  return { encryptionType: wish.EncryptionType, kmsKey: wish.KmsKey };
}
