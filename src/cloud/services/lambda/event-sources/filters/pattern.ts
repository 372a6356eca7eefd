import { MalformedPattern, type Rule, readRule } from './rules.ts';

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
