import { validationError } from '../../errors.ts';
import { intrinsicOf, isRecord } from '../template/template.ts';
import { conditionFunctions } from './condition-functions.ts';
import type { Evaluate, IntrinsicFunction } from './intrinsic-function.ts';
import { listFunctions } from './list-functions.ts';
import { referenceFunctions } from './reference-functions.ts';
import { noValue, type Scope } from './scope.ts';
import { textFunctions } from './text-functions.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
const functions: ReadonlyMap<string, IntrinsicFunction> = new Map(
  Object.entries({ ...referenceFunctions, ...textFunctions, ...listFunctions, ...conditionFunctions }),
);

/**
 * The value with all intrinsic functions applied; members and elements that are `AWS::NoValue` are left out. The whole
 * is `noValue` when it evaluates to nothing.
 */
export const evaluate: Evaluate = (value, scope) => {
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope)).filter((item) => item !== noValue);
  if (!isRecord(value)) return value;
  const intrinsic = intrinsicOf(value);
  // `Condition` is a function in conditions alone; elsewhere it is a member's name, as in IAM's policies.
  if (intrinsic && intrinsic.name !== 'Condition') return apply(intrinsic.name, intrinsic.argument, scope);
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const evaluated = evaluate(member, scope);
    if (evaluated !== noValue) result[key] = evaluated;
  }
  return result;
};

function apply(name: string, argument: unknown, scope: Scope): unknown {
  const implementation = functions.get(name);
  if (!implementation) throw validationError(`Template error: Squall does not emulate the intrinsic function ${name}`);
  const value = implementation(argument, scope, evaluate);
  // Conditions hand on what is there already.
  if (!Object.hasOwn(conditionFunctions, name)) scope.spend(textIn(value));
  return value;
}

/** Characters of a text or of a list of them. */
function textIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? value.reduce<number>((sum, item) => sum + textIn(item), value.length) : 0;
}
