import type { Repository } from '@aws-sdk/client-ecr';
import { AwsError } from '../../kernel/errors.ts';
import type { ResourceCalls, ResourceReading } from '../../service-kit/contract.ts';
import { allOf, capitalized, documentOf, present } from '../../service-kit/resource-reading.ts';

/** ECR answers an error for a policy that a repository does not have. */
async function policyOf(calls: ResourceCalls, operation: string, repositoryName: string, member: string) {
  try {
    return (await calls.call<Record<string, string>>('ecr', operation, { repositoryName }))[member];
  } catch (error) {
    if (error instanceof AwsError && error.code.endsWith('PolicyNotFoundException')) return undefined;
    throw error;
  }
}

/** What a repository is. */
export const repositoryReading: ResourceReading = {
  identifiers: ['RepositoryName'],
  properties: [
    'EncryptionConfiguration',
    'ImageScanningConfiguration',
    'ImageTagMutability',
    'LifecyclePolicy',
    'RepositoryName',
    'RepositoryPolicyText',
    'Tags',
  ],
  writeOnly: ['EmptyOnDelete'],
  async read({ RepositoryName = '' }, calls) {
    const asked = { repositoryNames: [RepositoryName] };
    const { repositories } = await calls.call<{ repositories?: Repository[] }>('ecr', 'DescribeRepositories', asked);
    const [found] = repositories ?? [];
    const tagged = { resourceArn: found?.repositoryArn };
    const { tags } = await calls.call<{ tags?: object[] }>('ecr', 'ListTagsForResource', tagged);
    const lifecycle = await policyOf(calls, 'GetLifecyclePolicy', RepositoryName, 'lifecyclePolicyText');
    return present({
      Arn: found?.repositoryArn,
      EncryptionConfiguration: present(capitalized(found?.encryptionConfiguration)),
      ImageScanningConfiguration: present(capitalized(found?.imageScanningConfiguration)),
      ImageTagMutability: found?.imageTagMutability,
      LifecyclePolicy: lifecycle === undefined ? undefined : { LifecyclePolicyText: lifecycle },
      RepositoryName,
      RepositoryPolicyText: documentOf(await policyOf(calls, 'GetRepositoryPolicy', RepositoryName, 'policyText')),
      RepositoryUri: found?.repositoryUri,
      Tags: tags,
    });
  },
  async list(calls) {
    const paging = { items: 'repositories', token: ['nextToken', 'nextToken'] } as const;
    const all = await allOf<Repository>(calls, 'ecr', 'DescribeRepositories', paging);
    return all.map(({ repositoryName = '' }) => ({ RepositoryName: repositoryName }));
  },
};
