import { raise } from '../../kernel/errors.ts';
import type { Context } from '../../service-kit/contract.ts';
import { repositoryNotFound } from './errors.ts';
import type { EcrState, Repository } from './state.ts';

interface Addressed {
  readonly repositoryName: string;
  /** Another account's registry is as good as empty here. */
  readonly registryId?: string | undefined;
}

/** The repository an input names, or RepositoryNotFoundException. */
export function findRepository(state: EcrState, input: Addressed, context: Context): Repository {
  const registryId = input.registryId ?? context.account;
  const repository = registryId === context.account ? state.repositories.get(input.repositoryName) : undefined;
  return repository ?? raise(repositoryNotFound({ name: input.repositoryName, registryId }));
}
