import type { DeleteRepositoryRequest, DeleteRepositoryResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findRepository } from '../find-repository.ts';
import type { EcrState } from '../state.ts';
import { describeRepository } from './describe-repositories.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html */
export const deleteRepository: Operation<Given<DeleteRepositoryRequest>, DeleteRepositoryResponse, EcrState> = (
  state,
  input,
  context,
) => {
  const repository = findRepository(state, input, context);
  state.repositories.delete(repository.name);
  return { repository: describeRepository(repository) };
};
