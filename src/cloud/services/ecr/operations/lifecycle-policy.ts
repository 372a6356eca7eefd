import type {
  DeleteLifecyclePolicyRequest,
  DeleteLifecyclePolicyResponse,
  GetLifecyclePolicyRequest,
  GetLifecyclePolicyResponse,
  PutLifecyclePolicyRequest,
  PutLifecyclePolicyResponse,
} from '@aws-sdk/client-ecr';
import { isJsonObject, parseJson } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter, lifecyclePolicyNotFound } from '../errors.ts';
import { findRepository } from '../find-repository.ts';
import type { EcrState, Repository } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html */
export const putLifecyclePolicy: Operation<Given<PutLifecyclePolicyRequest>, PutLifecyclePolicyResponse, EcrState> = (
  state,
  input,
  context,
) => {
  const repository = findRepository(state, input, context);
  assertLifecyclePolicy(input.lifecyclePolicyText);
  state.repositories.set(repository.name, { ...repository, lifecyclePolicy: input.lifecyclePolicyText });
  return told(repository, input.lifecyclePolicyText);
};

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetLifecyclePolicy.html */
export const getLifecyclePolicy: Operation<Given<GetLifecyclePolicyRequest>, GetLifecyclePolicyResponse, EcrState> = (
  state,
  input,
  context,
) => {
  const repository = findRepository(state, input, context);
  if (repository.lifecyclePolicy === undefined) throw lifecyclePolicyNotFound(repository);
  return told(repository, repository.lifecyclePolicy);
};

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteLifecyclePolicy.html */
export const deleteLifecyclePolicy: Operation<
  Given<DeleteLifecyclePolicyRequest>,
  DeleteLifecyclePolicyResponse,
  EcrState
> = (state, input, context) => {
  const { lifecyclePolicy, ...repository } = findRepository(state, input, context);
  if (lifecyclePolicy === undefined) throw lifecyclePolicyNotFound(repository);
  state.repositories.set(repository.name, repository);
  return told(repository, lifecyclePolicy);
};

const told = (repository: Repository, lifecyclePolicyText: string) => ({
  registryId: repository.registryId,
  repositoryName: repository.name,
  lifecyclePolicyText,
});

/** The outer form alone: rules with a priority, a selection and an action. */
function assertLifecyclePolicy(text: string): void {
  const document = parseJson(text);
  if (document === undefined) {
    throw invalidParameter(
      "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy is not valid JSON'",
    );
  }
  const rules = isJsonObject(document) ? document.rules : undefined;
  const isWellFormed = Array.isArray(rules) && rules.length > 0 && rules.every(isRule);
  if (!isWellFormed) {
    throw invalidParameter(
      "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure'",
    );
  }
}

const isRule = (rule: unknown): boolean =>
  typeof rule === 'object' && rule !== null && 'rulePriority' in rule && 'selection' in rule && 'action' in rule;
