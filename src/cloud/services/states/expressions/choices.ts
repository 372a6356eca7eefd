import type { Json } from '../definition/json.ts';
import type { ChoiceRule } from '../definition/states.ts';
import { comparators, type IsTrue, operandOf } from './comparators.ts';
import type { Environment } from './environment.ts';
import { evaluationFailure, runtimeFailure } from './evaluation-errors.ts';
import { evaluateJsonata } from './jsonata/evaluate.ts';
import { followPath } from './paths/follow-path.ts';
import { parsePath } from './paths/parse-path.ts';
import { PathFailure, PathSyntaxError } from './paths/path.ts';

/**
 * Whether a rule holds; `field` names its condition in JSONata's errors: `Choices[0]/Condition`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export async function holds(rule: ChoiceRule, environment: Environment, field = 'Condition'): Promise<boolean> {
  return environment.language === 'JSONata' ? isMet(rule.Condition, environment, field) : isTrue(rule, environment);
}

async function isMet(
  condition: string | boolean | undefined,
  environment: Environment,
  field: string,
): Promise<boolean> {
  if (typeof condition !== 'string') return condition === true;
  const value = await evaluateJsonata(condition, environment, field);
  if (typeof value === 'boolean') return value;
  throw evaluationFailure(
    'States.QueryEvaluationError',
    `The JSONata expression '${condition}' specified for the field '${field}' returned an unexpected result type. Expected 'boolean', but was '${typeOf(value)}' for value: ${JSON.stringify(value)}`,
  );
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Not more than what was asked for is looked at: the rest of an And or an Or may point at nothing. */
function isTrue(rule: ChoiceRule, environment: Environment): boolean {
  if (rule.And) return rule.And.every((part) => isTrue(part, environment));
  if (rule.Or) return rule.Or.some((part) => isTrue(part, environment));
  if (rule.Not) return !isTrue(rule.Not, environment);
  return isComparisonTrue(rule, environment);
}

function isComparisonTrue(rule: ChoiceRule, environment: Environment): boolean {
  const { Variable = '', IsPresent } = rule;
  if (IsPresent !== undefined) return (find(Variable, environment) !== undefined) === IsPresent;
  const name = Object.keys(rule).find((each) => Object.hasOwn(comparators, each.replace(/Path$/, '')));
  const compare: IsTrue | undefined = name === undefined ? undefined : comparators[name.replace(/Path$/, '')];
  if (name === undefined || !compare) return false;
  const value = valueAt(Variable, environment);
  const expected = name.endsWith('Path')
    ? operandOf(name, valueAt(String(rule[name]), environment))
    : (rule[name] as Json);
  return compare(value, expected);
}

function valueAt(text: string, environment: Environment): Json {
  const value = find(text, environment);
  if (value !== undefined) return value;
  throw runtimeFailure(`Invalid path '${text}': The choice state's condition path references an invalid value.`);
}

function find(text: string, environment: Environment): Json | undefined {
  try {
    return followPath(parsePath(text), environment);
  } catch (error) {
    if (error instanceof PathFailure || error instanceof PathSyntaxError) return undefined;
    throw error;
  }
}
