import type {
  Repository as Described,
  DescribeRepositoriesRequest,
  DescribeRepositoriesResponse,
} from '@aws-sdk/client-ecr';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidParameter } from '../errors.ts';
import { findRepository } from '../find-repository.ts';
import type { EcrState, Repository } from '../state.ts';

const defaultResults = 100;

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html */
export const describeRepositories: Operation<
  Given<DescribeRepositoriesRequest>,
  DescribeRepositoriesResponse,
  EcrState
> = (state, input, context) => {
  const { repositoryNames: names, registryId } = input;
  if (names) {
    const found = names.map((repositoryName) => findRepository(state, { repositoryName, registryId }, context));
    return { repositories: found.map(describeRepository) };
  }
  if (registryId !== undefined && registryId !== context.account) return { repositories: [] };
  const page = pageOf(state.repositories.values(), {
    limit: input.maxResults ?? defaultResults,
    token: input.nextToken,
    keyOf: (repository) => repository.name,
    invalidToken: () => invalidParameter('Invalid next token'),
  });
  return { repositories: page.items.map(describeRepository), nextToken: page.next };
};

/** A repository as all operations tell it. */
export function describeRepository(repository: Repository): Described {
  return {
    repositoryArn: repository.arn,
    registryId: repository.registryId,
    repositoryName: repository.name,
    repositoryUri: repository.uri,
    createdAt: new Date(repository.createdMs),
    imageTagMutability: repository.tagMutability,
    ...(repository.tagMutabilityExclusions && {
      imageTagMutabilityExclusionFilters: [...repository.tagMutabilityExclusions],
    }),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.encryption,
  };
}
