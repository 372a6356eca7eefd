import { isJsonObject } from '../kernel/json.ts';
import { isOperator } from './condition-operators.ts';
import { PolicySyntaxError } from './policy-syntax-error.ts';
import type { Condition } from './statement.ts';

/**
 * Reads a `Condition` element: operators, under each its keys, under each a value or a list of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 * @throws PolicySyntaxError
 */
export function parseConditions(value: unknown, path: string): readonly Condition[] {
  if (!isJsonObject(value)) throw new PolicySyntaxError('type', path, 'is no object');
  return Object.entries(value).flatMap(([name, keys]) => {
    const operator = parseOperator(name, path);
    if (!isJsonObject(keys)) throw new PolicySyntaxError('type', `${path}.${name}`, 'is no object');
    return Object.entries(keys).map(([key, wanted]) => ({
      ...operator,
      key: key.toLowerCase(),
      values: valuesAt(wanted, `${path}.${name}.${key}`),
    }));
  });
}

/** `ForAnyValue:StringLikeIfExists` in its three parts. */
function parseOperator(name: string, path: string): Pick<Condition, 'operator' | 'set' | 'ifExists'> {
  const [, set, base = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  // Null asks for existence itself, so that the grammar has no NullIfExists.
  if (!isOperator(base) || (base === 'Null' && ifExists !== undefined)) {
    throw new PolicySyntaxError('operator', path, `${name} is no condition operator`, name);
  }
  return {
    operator: base,
    ...((set === 'ForAllValues' || set === 'ForAnyValue') && { set }),
    ifExists: ifExists !== undefined,
  };
}

/** Numbers and Booleans may stand without quotation marks. */
function valuesAt(value: unknown, path: string): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map((each: unknown) => {
    if (typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean') return String(each);
    throw new PolicySyntaxError('type', path, 'is no text, number or Boolean');
  });
}
