import { textOf } from './legacy/made-text.ts';
import { type Fields, isMap } from './values.ts';

export const getAtt = (logicalId: string, attribute: string): Fields => ({ 'Fn::GetAtt': [logicalId, attribute] });
export const ref = (logicalId: string): Fields => ({ Ref: logicalId });
export const join = (delimiter: string, values: readonly unknown[]): Fields => ({ 'Fn::Join': [delimiter, values] });
export const or = (list: readonly unknown[]): Fields => ({ 'Fn::Or': list });
export const and = (list: readonly unknown[]): Fields => ({ 'Fn::And': list });
export const not = (condition: string): Fields => ({ 'Fn::Not': [{ Condition: condition }] });
export const noValue = { Ref: 'AWS::NoValue' } as const;

export const sub = (text: string, variables?: Fields): Fields => ({
  'Fn::Sub': variables && Object.keys(variables).length > 0 ? [text, variables] : text,
});

export const conditional = (condition: unknown, whenTrue: unknown, whenFalse: unknown = { ...noValue }): Fields => ({
  'Fn::If': [condition, whenTrue, whenFalse ?? { ...noValue }],
});

const conditionList = (names: readonly unknown[]): Fields[] => names.map((Condition) => ({ Condition }));
export const orCondition = (names: readonly unknown[]): Fields => or(conditionList(names));
export const andCondition = (names: readonly unknown[]): Fields => and(conditionList(names));

/** AWS: how many conditions `Fn::Or` takes. */
const conditionsMax = 10;

/**
 * Conditions of which the one called `name` holds when any of the given does; more than one where there are more than
 * `Fn::Or` takes. Undefined for less than two.
 */
export function combinedCondition(given: readonly string[], name: string): Fields | undefined {
  if (given.length < 2) return undefined;
  let more = Math.floor((given.length - 2) / (conditionsMax - 1));
  let names = [...given];
  const conditions: Fields = {};
  while (names.length > 1) {
    const combined = more > 0 ? `${name}${more--}` : name;
    conditions[combined] = orCondition(names.slice(0, conditionsMax));
    names = [...names.slice(conditionsMax), combined];
  }
  return conditions;
}

/** `${foo}` and `${bar.Arn}`, as `Fn::Sub` takes them. */
export function shorthand(intrinsic: Fields): string {
  if ('Ref' in intrinsic) return `\${${intrinsic.Ref}}`;
  const attribute = intrinsic['Fn::GetAtt'];
  if (Array.isArray(attribute)) return `\${${attribute.join('.')}}`;
  throw new TypeError('Shorthanding is only supported for Ref and Fn::GetAtt');
}

/** A map with one member, which is a function's name. */
export function isIntrinsic(value: unknown): value is Fields {
  const key = onlyKey(value);
  return key !== undefined && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'));
}

export const isConditional = (value: unknown): value is Fields => isIntrinsic(value) && onlyKey(value) === 'Fn::If';
export const isNoValue = (value: unknown): boolean => isIntrinsic(value) && textOf(value.Ref) === 'AWS::NoValue';

/** @throws TypeError with the words that stand behind the place */
export function assertConditionalItems(items: unknown): asserts items is [unknown, unknown, unknown] {
  if (!Array.isArray(items) || items.length !== 3) throw new TypeError('Fn::If requires 3 arguments');
}

/** The name of the only member of a map. */
export function onlyKey(value: unknown): string | undefined {
  if (!isMap(value)) return undefined;
  const [key, ...others] = Object.keys(value);
  return others.length === 0 ? key : undefined;
}

/** Whose `Ref` or `Fn::GetAtt` it is; undefined for anything else. */
export function referredId(value: unknown): string | undefined {
  if (!isIntrinsic(value)) return undefined;
  if (typeof value.Ref === 'string') return value.Ref;
  const attribute = value['Fn::GetAtt'];
  if (Array.isArray(attribute) && attribute.length === 2 && typeof attribute[0] === 'string') return attribute[0];
  if (typeof attribute !== 'string') return undefined;
  const tokens = attribute.split('.');
  return tokens.length === 2 ? tokens[0] : undefined;
}
