import { compilePattern } from './compile-pattern.ts';
import { MalformedPattern } from './malformed-pattern.ts';
import type { Pattern } from './pattern.ts';
import { patternRule } from './read-pattern.ts';

export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

/** A message as filter policies see it. */
export interface FilteredMessage {
  /** By name; what is no text or number is not looked at. */
  readonly attributes: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
  readonly body: string;
}

export interface FilterPolicy {
  /** Whether a subscription with this policy gets the message. */
  matches(message: FilteredMessage): boolean;
}

// AWS: https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
const policyBytesMax = 256 * 1024;
const keysMax = 5;
const combinationsMax = 150;
/** Jackson's limit. */
const depthMax = 1000;

const refused = (reason: string): MalformedPattern => new MalformedPattern(reason, 'Invalid parameter: ');

/**
 * Reads a filter policy of SNS. Throws {@link MalformedPattern} with AWS's text; its `reason` leaves "Invalid parameter: "
 * away. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function readFilterPolicy(text: string, scope: FilterPolicyScope): FilterPolicy {
  if (Buffer.byteLength(text) > policyBytesMax) throw refused('FilterPolicy: Filter policy is too large');
  const policy = parseObject(text);
  if (policy) assertLimits(policy, scope);
  const rule = patternRule(compile(text));
  return {
    matches: (message) => {
      if (scope === 'MessageAttributes') return rule(attributeValues(message.attributes));
      const body = parseObject(message.body);
      return body !== undefined && rule(body);
    },
  };
}

function compile(text: string): Pattern {
  try {
    return compilePattern(text, policyBytesMax);
  } catch (error) {
    if (!(error instanceof MalformedPattern)) throw error;
    throw refused(`FilterPolicy: ${isJson(text) ? '' : 'failed to parse JSON. '}${error.reason}`);
  }
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function assertLimits(policy: Json, scope: FilterPolicyScope): void {
  if (Object.keys(policy).length > keysMax) {
    throw refused(`FilterPolicy: Filter policy can not have more than ${keysMax} keys`);
  }
  if (scope === 'MessageAttributes' && isNested(policy)) {
    throw refused('Filter policy scope MessageAttributes does not support nested filter policy');
  }
  if (combinationsOf(policy) > combinationsMax) throw refused('FilterPolicy: Filter policy is too complex');
}

const alternativesOf = (key: string, value: unknown): readonly Json[] | undefined =>
  key === '$or' && Array.isArray(value) && value.every(isObject) ? value : undefined;

function isNested(policy: Json, depth = 0): boolean {
  if (depth > depthMax) return true;
  return Object.entries(policy).some(
    ([key, value]) =>
      isObject(value) || alternativesOf(key, value)?.some((alternative) => isNested(alternative, depth + 1)),
  );
}

/** AWS multiplies the number of values of each list, and how deep it is nested; alternatives of `$or` add up. */
function combinationsOf(policy: Json, depth = 1, before = 1, level = 0): number {
  if (level > depthMax) return Number.POSITIVE_INFINITY;
  let combinations = before;
  for (const [key, value] of Object.entries(policy)) {
    const alternatives = alternativesOf(key, value);
    if (alternatives) {
      const own = combinations;
      const each = alternatives.map((alternative) => combinationsOf(alternative, depth, own, level + 1));
      combinations = each.reduce((sum, count) => sum + count, 0);
    } else if (isObject(value)) {
      combinations = combinationsOf(value, depth + 1, combinations, level + 1);
    } else if (Array.isArray(value) && value.length > 0) {
      combinations *= value.length * depth;
    }
    if (combinations > combinationsMax) return Number.POSITIVE_INFINITY;
  }
  return combinations;
}

/** Attributes as the fields of an event; those of binary types are not compared. */
function attributeValues(attributes: FilteredMessage['attributes']): Json {
  const values = Object.entries(attributes).flatMap(([name, { type, value }]) => {
    const read = attributeValue(type, value);
    return read === undefined ? [] : [[name, read] as const];
  });
  return Object.fromEntries(values);
}

function attributeValue(dataType: string, text: string): unknown {
  if (dataType === 'String.Array') return readArray(text);
  if (dataType === 'String' || dataType.startsWith('String.')) return text;
  if (dataType === 'Number' || dataType.startsWith('Number.')) return Number(text);
  return undefined;
}

/** Texts, numbers, booleans and null; what is no array of them has no values. */
function readArray(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((element) => typeof element !== 'object' || element === null) : [];
  } catch {
    return [];
  }
}
