import { templateFormatError } from '../../errors.ts';
import { conditionChainMax } from '../template/limits.ts';
import type { Json } from '../template/template.ts';
import { truth } from './condition-functions.ts';
import { evaluate } from './evaluate.ts';
import type { Scope } from './scope.ts';

/** Answers conditions by name, each evaluated once, in a scope that knows parameters and mappings. */
export function conditionsOf(declared: Json, scopeOf: (conditions: (name: string) => boolean) => Scope) {
  const known = new Map<string, boolean>();
  const underway = new Set<string>();
  const condition = (name: string): boolean => {
    const answer = known.get(name);
    if (answer !== undefined) return answer;
    if (!Object.hasOwn(declared, name)) {
      throw templateFormatError(`Unresolved condition dependency ${name} in the Conditions block of the template`);
    }
    if (underway.has(name)) throw templateFormatError(`Found circular condition dependency: ${name}`);
    if (underway.size >= conditionChainMax) {
      throw templateFormatError(`More than ${conditionChainMax} conditions depend on each other, up to ${name}`);
    }
    underway.add(name);
    const value = truth(declared[name], scope, evaluate);
    underway.delete(name);
    known.set(name, value);
    return value;
  };
  const scope = scopeOf(condition);
  return condition;
}
