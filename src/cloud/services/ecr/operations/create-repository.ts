import type { CreateRepositoryRequest, CreateRepositoryResponse } from '@aws-sdk/client-ecr';
import { formatArn } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter, repositoryExists } from '../errors.ts';
import type { EcrState, Repository } from '../state.ts';
import { describeRepository } from './describe-repositories.ts';
import { checkedTags } from './tags.ts';

type Input = Given<CreateRepositoryRequest>;

/**
 * Throws RepositoryAlreadyExistsException for a name that is taken.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
 */
export const createRepository: Operation<Input, CreateRepositoryResponse, EcrState> = (state, input, context) => {
  if (input.registryId !== undefined && input.registryId !== context.account) {
    throw new UnsupportedError("ECR repositories in another account's registry");
  }
  assertName(input.repositoryName);
  assertMutability(input);
  const repository = newRepository(input, context);
  if (state.repositories.has(repository.name)) throw repositoryExists(repository);
  state.repositories.set(repository.name, repository);
  return { repository: describeRepository(repository) };
};

/** As AWS tells it. */
const nameExpression = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*';
const namePattern = new RegExp(`^${nameExpression}$`);

function assertName(name: string): void {
  if (namePattern.test(name)) return;
  throw invalidParameter(
    `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${nameExpression}''`,
  );
}

function newRepository(input: Input, { account, region, clock }: Context): Repository {
  const name = input.repositoryName;
  const exclusions = input.imageTagMutabilityExclusionFilters;
  return {
    name,
    arn: formatArn({ service: 'ecr', region, account, resource: `repository/${name}` }),
    registryId: account,
    uri: `${account}.dkr.ecr.${region}.amazonaws.com/${name}`,
    createdMs: clock.now(),
    tagMutability: input.imageTagMutability ?? 'MUTABLE',
    ...(exclusions && { tagMutabilityExclusions: exclusions }),
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    encryption: input.encryptionConfiguration ?? { encryptionType: 'AES256' },
    tags: checkedTags(input.tags ?? []),
  };
}

/** Exclusion filters need a mode that knows exclusions. */
export function assertMutability(
  input: Pick<Input, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'>,
): void {
  const takesExclusions = input.imageTagMutability?.endsWith('_WITH_EXCLUSION') ?? false;
  const hasExclusions = (input.imageTagMutabilityExclusionFilters ?? []).length > 0;
  if (takesExclusions !== hasExclusions) {
    throw invalidParameter(
      "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: filters go with IMMUTABLE_WITH_EXCLUSION and MUTABLE_WITH_EXCLUSION, and only with these",
    );
  }
}
