import type { Pattern } from '../kernel/glob.ts';
import { conditionOperators } from './condition-operators.ts';
import type { Expand } from './policy-variables.ts';
import type { ContextValue, RequestContext } from './request-context.ts';
import type { Condition } from './statement.ts';

/**
 * Whether a condition holds for a request. Values of the policy are alternatives, of a negated operator all of them are
 * excluded; a key with several values is meant to have a set operator, and is taken as `ForAnyValue` without.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function holds(condition: Condition, context: RequestContext, expand: Expand): boolean {
  const given = valuesOf(context.get(condition.key));
  if (condition.operator === 'Null') {
    return condition.values.some((wanted) => (wanted.toLowerCase() === 'true') === (given.length === 0));
  }
  const operator = conditionOperators.get(condition.operator);
  if (!operator) return false;
  if (given.length === 0) return holdsWithoutKey(condition, operator.isNegated);
  if (condition.set !== undefined && given.every((value) => value === '')) return condition.set === 'ForAllValues';

  const wanted = condition.values.map(operator.hasVariables ? expand : (text): Pattern => ({ text }));
  // A variable without a value matches nothing, and must not make a negation true.
  if (operator.isNegated && wanted.includes(undefined)) return false;
  const patterns = wanted.filter((pattern): pattern is Pattern => pattern !== undefined);
  const matches = (value: string) => patterns.some((pattern) => operator.matches(value, pattern));
  switch (condition.set) {
    case 'ForAllValues':
      return given.every((value) => matches(value) !== operator.isNegated);
    case 'ForAnyValue':
      return given.some((value) => matches(value) !== operator.isNegated);
    default:
      return given.some(matches) !== operator.isNegated;
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
function holdsWithoutKey({ set, ifExists }: Condition, isNegated: boolean): boolean {
  if (ifExists || set === 'ForAllValues') return true;
  return set === undefined && isNegated;
}

function valuesOf(value: ContextValue | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
