import type { Context } from '../../service-kit/contract.ts';
import { type FunctionReference, latest } from './function-reference.ts';
import { keyOf, type LambdaState } from './state.ts';

/** The revision of a version or an alias; that of the policy of either is the same. */
export function revisionOf(state: LambdaState, { name, qualifier = latest }: FunctionReference): string | undefined {
  const key = keyOf(name, qualifier);
  return state.aliases.get(key)?.revisionId ?? state.versions.get(key)?.revisionId;
}

/** Something beside code and settings changed: tags of a function, or the policy of a version or an alias. */
export function revise(
  state: LambdaState,
  { name, qualifier = latest }: FunctionReference,
  { random }: Pick<Context, 'random'>,
): string {
  const key = keyOf(name, qualifier);
  const revisionId = random.uuid();
  const alias = state.aliases.get(key);
  const version = state.versions.get(key);
  if (alias) state.aliases.set(key, { ...alias, revisionId });
  else if (version) state.versions.set(key, { ...version, revisionId });
  return revisionId;
}
