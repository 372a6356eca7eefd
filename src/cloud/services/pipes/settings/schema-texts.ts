import type { InputShape, MemberShape } from '../../../service-kit/shapes.ts';
import { validation } from '../errors.ts';

/**
 * Throws for a body that breaks its shape, in the words of the JSON schema validator in front of Pipes: `[numeric instance
 * is lower than the required minimum (minimum: 1, found: 0)]`.
 */
export function assertBody(input: object, shape: InputShape): void {
  const found: string[] = [];
  walkMembers(input, shape, found);
  if (found.length > 0) throw validation(`[${found.join(', ')}]`);
}

function walkMembers(value: object, shape: InputShape, found: string[]): void {
  const record = value as Readonly<Record<string, unknown>>;
  const isMissing = (member: string): boolean => record[member] === undefined || record[member] === null;
  const missing = Object.keys(shape).filter((member) => shape[member]?.required && isMissing(member));
  if (missing.length > 0) found.push(`object has missing required properties (${JSON.stringify(missing.sort())})`);
  for (const [member, constraint] of Object.entries(shape)) {
    if (!isMissing(member)) walkValue(record[member], constraint, found);
  }
}

function walkValue(value: unknown, shape: MemberShape, found: string[]): void {
  if (typeof value === 'number') checkNumber(value, shape, found);
  else if (typeof value === 'string') checkText(value, shape, found);
  else if (Array.isArray(value)) {
    checkCount('array', 'elements', value.length, shape, found);
    for (const element of value) if (shape.each) walkValue(element, shape.each, found);
  } else if (typeof value === 'object' && value !== null) {
    if (shape.members) walkMembers(value, shape.members, found);
    if (!shape.each) return;
    checkCount('object', 'properties', Object.keys(value).length, shape, found);
    for (const element of Object.values(value)) walkValue(element, shape.each, found);
  }
}

function checkNumber(value: number, { min, max }: MemberShape, found: string[]): void {
  if (max !== undefined && !(value <= max)) {
    found.push(`numeric instance is greater than the required maximum (maximum: ${max}, found: ${value})`);
  }
  if (min !== undefined && !(value >= min)) {
    found.push(`numeric instance is lower than the required minimum (minimum: ${min}, found: ${value})`);
  }
}

function checkText(
  value: string,
  { min, max, pattern, patternText, enum: allowed }: MemberShape,
  found: string[],
): void {
  const { length } = value;
  if (allowed && !allowed.includes(value)) {
    found.push(
      `instance value (${JSON.stringify(value)}) not found in enum (possible values: ${JSON.stringify(allowed)})`,
    );
  }
  if (max !== undefined && length > max) {
    found.push(`string ${JSON.stringify(value)} is too long (length: ${length}, maximum allowed: ${max})`);
  }
  if (min !== undefined && length < min) {
    found.push(`string ${JSON.stringify(value)} is too short (length: ${length}, required minimum: ${min})`);
  }
  // A text that is too long is not looked at: patterns cost by length.
  if (pattern && (max === undefined || length <= max) && !pattern.test(value)) {
    found.push(
      `ECMA 262 regex "${patternText ?? pattern.source}" does not match input string ${JSON.stringify(value)}`,
    );
  }
}

function checkCount(kind: string, what: string, count: number, { min, max }: MemberShape, found: string[]): void {
  if (max !== undefined && count > max) {
    found.push(`${kind} is too long: must have at most ${max} ${what} but instance has ${count} ${what}`);
  }
  if (min !== undefined && count < min) {
    found.push(`${kind} is too short: must have at least ${min} ${what} but instance has ${count} ${what}`);
  }
}
