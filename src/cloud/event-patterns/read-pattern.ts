/** Tests the value at a key; `undefined` where the key is missing. */
export type Rule = (value: unknown) => boolean;

/** What a pattern's author got wrong; whoever reads patterns tells it in AWS's words. */
export class MalformedPattern extends Error {}

type Scalar = string | number | boolean | null;

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** `exists` sees leaves alone. */
const isLeaf = (value: unknown): boolean => value !== undefined && (value === null || typeof value !== 'object');

const textRule =
  (test: (text: string, wanted: string) => boolean) =>
  (operand: unknown): Rule => {
    if (typeof operand !== 'string') throw new MalformedPattern('needs a text');
    return (value) => typeof value === 'string' && test(value, operand);
  };

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax */
const operators: Readonly<Record<string, (operand: unknown) => Rule>> = {
  prefix: textRule((text, wanted) => text.startsWith(wanted)),
  suffix: textRule((text, wanted) => text.endsWith(wanted)),
  'equals-ignore-case': textRule((text, wanted) => text.toLowerCase() === wanted.toLowerCase()),
  'anything-but': (operand) => {
    const unwanted: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
    if (unwanted.length === 0 || !unwanted.every(isScalar)) throw new MalformedPattern('needs values');
    return (value) => isLeaf(value) && !unwanted.includes(value as Scalar);
  },
  exists: (operand) => {
    if (typeof operand !== 'boolean') throw new MalformedPattern('needs true or false');
    return (value) => isLeaf(value) === operand;
  },
  numeric: numericRule,
};

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `["=", 3]`, or a range: `[">", 0, "<=", 5]`. */
function numericRule(operand: unknown): Rule {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new MalformedPattern('needs one or two comparisons');
  }
  const tests = [0, 2].slice(0, operand.length / 2).map((index) => {
    const compare = comparisons[String(operand[index])];
    const bound: unknown = operand[index + 1];
    if (!compare || typeof bound !== 'number') throw new MalformedPattern('needs comparisons with numbers');
    return (value: number) => compare(value, bound);
  });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** A value that must be equal, or `{ operator: operand }`. Throws {@link MalformedPattern}. */
function readRule(rule: unknown): Rule {
  if (isScalar(rule)) return (value) => value === rule;
  const [[operator, operand] = [], ...others] = Object.entries(rule ?? {});
  if (operator === undefined || others.length > 0 || Array.isArray(rule) || !Object.hasOwn(operators, operator)) {
    throw new MalformedPattern('is no rule');
  }
  const make = operators[operator] as (operand: unknown) => Rule;
  return make(operand);
}

/**
 * Reads a filter pattern: objects of fields, at their ends lists of rules of which one must hold. Throws
 * {@link MalformedPattern}. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function readPattern(text: string): Rule {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw new MalformedPattern('is no JSON');
  }
  return readFields(pattern);
}

function readFields(pattern: unknown): Rule {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) {
    throw new MalformedPattern('is no object');
  }
  const fields = Object.entries(pattern).map(([key, value]) => readField(key, value));
  if (fields.length === 0) throw new MalformedPattern('asks for nothing');
  const matches = (value: unknown): boolean => fields.every((field) => field(value));
  // Of a list of structures one must match as a whole.
  return (value) => (Array.isArray(value) ? value.some(matches) : matches(value));
}

/** Tests one field of the structure that it is given. */
function readField(key: string, value: unknown): Rule {
  if (key === '$or') {
    if (!Array.isArray(value) || value.length === 0) throw new MalformedPattern('$or needs a list');
    const alternatives = value.map(readFields);
    return (structure) => alternatives.some((alternative) => alternative(structure));
  }
  const rule = Array.isArray(value) ? readRules(value) : readFields(value);
  return (structure) => rule(fieldOf(structure, key));
}

function readRules(list: readonly unknown[]): Rule {
  if (list.length === 0) throw new MalformedPattern('a list is empty');
  const rules = list.map(readRule);
  return (value) => rules.some((rule) => (Array.isArray(value) ? value.some((element) => rule(element)) : rule(value)));
}

const fieldOf = (structure: unknown, key: string): unknown =>
  typeof structure === 'object' && structure !== null && Object.hasOwn(structure, key)
    ? (structure as Readonly<Record<string, unknown>>)[key]
    : undefined;
