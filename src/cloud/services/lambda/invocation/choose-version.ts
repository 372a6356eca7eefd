import type { Random } from '../../../kernel/random.ts';
import type { FoundVersion } from '../find-function.ts';
import { type FunctionVersion, keyOf, type LambdaState } from '../state.ts';

/** An alias may send a part of its invokes to a second version. */
export function chooseVersion(state: LambdaState, { version, alias }: FoundVersion, random: Random): FunctionVersion {
  const [second] = Object.entries(alias?.weights ?? {});
  if (!alias || !second) return version;
  const [number, weight] = second;
  return random.float() < weight ? (state.versions.get(keyOf(alias.functionName, number)) ?? version) : version;
}
