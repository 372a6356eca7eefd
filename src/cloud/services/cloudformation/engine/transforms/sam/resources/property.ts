import { isMap } from '../language/values.ts';

export type Check = (value: unknown) => boolean;

/** What is checked of a property's value. */
export interface PropertyRule {
  readonly required: boolean;
  readonly check: Check;
  /** A call of a function is left for CloudFormation to judge. */
  readonly allowsIntrinsics: boolean;
  /** A noun for the error: “should be a map”. */
  readonly expected?: string;
}

export type PropertyRules = Readonly<Record<string, PropertyRule>>;

export const isAnything: Check = () => true;
export const isAText: Check = (value) => typeof value === 'string';
export const isAMap: Check = isMap;
export const isABoolean: Check = (value) => typeof value === 'boolean';
export const isAList: Check = Array.isArray;
/** Python takes booleans for numbers. */
export const isAnInteger: Check = (value) => Number.isInteger(value) || typeof value === 'boolean';
export const isListOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
export const isMapOf =
  (check: Check): Check =>
  (value) =>
    isMap(value) && Object.values(value).every(check);
export const isOneOf =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));

const expectedOf = (check: Check) => (check === isAMap ? 'map' : check === isAText ? 'string' : undefined);

const rule = (required: boolean, check: Check, allowsIntrinsics: boolean): PropertyRule => {
  const expected = expectedOf(check);
  return { required, check, allowsIntrinsics, ...(expected !== undefined && { expected }) };
};

/** Python's `PropertyType`: a call of a function may stand there. */
export const required = (check: Check = isAnything): PropertyRule => rule(true, check, true);
export const optional = (check: Check = isAnything): PropertyRule => rule(false, check, true);
/** Python's `Property`: the value itself has to stand there. */
export const requiredValue = (check: Check): PropertyRule => rule(true, check, false);
export const optionalValue = (check: Check): PropertyRule => rule(false, check, false);
/** Handed on unseen, or made by the transform itself. */
export const passed = (isRequired = false): PropertyRule => rule(isRequired, isAnything, false);

/** The properties of a type that the transform makes alone: CloudFormation judges their values. */
export const generated = (...names: readonly string[]): PropertyRules =>
  Object.fromEntries(names.map((name) => [name, passed()]));

/** One of some texts; a call of a function may stand there. */
export function optionalWord(...words: readonly string[]): PropertyRule {
  const quoted = words.map((word) => `'${word}'`);
  const expected =
    words.length === 1
      ? `the string ${quoted[0]}`
      : words.length === 2
        ? `one of the strings: ${quoted[0]} or ${quoted[1]}`
        : `one of the strings: ${quoted.slice(0, -1).join(', ')}, or ${quoted.at(-1)}`;
  return { ...rule(false, (value) => typeof value === 'string' && words.includes(value), true), expected };
}
