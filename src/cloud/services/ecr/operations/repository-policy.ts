import type {
  DeleteRepositoryPolicyRequest,
  DeleteRepositoryPolicyResponse,
  GetRepositoryPolicyRequest,
  GetRepositoryPolicyResponse,
  SetRepositoryPolicyRequest,
  SetRepositoryPolicyResponse,
} from '@aws-sdk/client-ecr';
import { parseJson } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter, policyNotFound } from '../errors.ts';
import { findRepository } from '../find-repository.ts';
import type { EcrState, Repository } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html */
export const setRepositoryPolicy: Operation<
  Given<SetRepositoryPolicyRequest>,
  SetRepositoryPolicyResponse,
  EcrState
> = (state, input, context) => {
  const repository = findRepository(state, input, context);
  const document = parseJson(input.policyText);
  if (typeof document !== 'object' || document === null || !('Statement' in document)) {
    throw invalidParameter(
      "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
    );
  }
  state.repositories.set(repository.name, { ...repository, policy: input.policyText });
  return told(repository, input.policyText);
};

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetRepositoryPolicy.html */
export const getRepositoryPolicy: Operation<
  Given<GetRepositoryPolicyRequest>,
  GetRepositoryPolicyResponse,
  EcrState
> = (state, input, context) => {
  const repository = findRepository(state, input, context);
  if (repository.policy === undefined) throw policyNotFound(repository);
  return told(repository, repository.policy);
};

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepositoryPolicy.html */
export const deleteRepositoryPolicy: Operation<
  Given<DeleteRepositoryPolicyRequest>,
  DeleteRepositoryPolicyResponse,
  EcrState
> = (state, input, context) => {
  const { policy, ...repository } = findRepository(state, input, context);
  if (policy === undefined) throw policyNotFound(repository);
  state.repositories.set(repository.name, repository);
  return told(repository, policy);
};

const told = (repository: Repository, policyText: string) => ({
  registryId: repository.registryId,
  repositoryName: repository.name,
  policyText,
});
