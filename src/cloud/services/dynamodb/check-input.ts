import { UnsupportedError } from '../../kernel/errors.ts';
import { violations } from '../../kernel/shapes.ts';
import { constraintsBroken, serializationError, tableNameMissing } from './errors.ts';
import type { TypedMember, TypedShape } from './shapes.ts';
import { assertTableName } from './table-name.ts';

/** DynamoDB stops counting here. */
const violationsMax = 10;

/**
 * Checks an input as DynamoDB does: JSON types, then the table's name alone, then all other members together.
 * Inputs are raw wire JSON, so nothing about them is known before this. Answers the input without nulls and without
 * members that DynamoDB does not know: it takes no notice of either.
 */
export function checkInput<Input extends object>(input: Input, shape: TypedShape): Input {
  const parsed = parseMembers(input, shape);
  if (shape.TableName) {
    if (parsed.TableName === undefined) throw tableNameMissing();
    assertTableName(String(parsed.TableName));
  }
  const found = violations(parsed, shape);
  if (found.length > 0) throw constraintsBroken(found.slice(0, violationsMax));
  return parsed as Input;
}

/** Refuses by name what real DynamoDB does with a member and we do not. */
export function refuseMembers(operation: string, input: object, members: readonly string[]): void {
  for (const member of members) {
    const value = Object.hasOwn(input, member) ? (input as Readonly<Record<string, unknown>>)[member] : undefined;
    if (value !== undefined && value !== null) throw new UnsupportedError(`DynamoDB ${operation} with ${member}`);
  }
}

function parseMembers(input: object, shape: TypedShape): Readonly<Record<string, unknown>> {
  const parsed: Record<string, unknown> = {};
  for (const [member, expected] of Object.entries(shape)) {
    const value = Object.hasOwn(input, member) ? (input as Readonly<Record<string, unknown>>)[member] : undefined;
    if (value !== undefined && value !== null) parsed[member] = parseValue(value, expected);
  }
  return parsed;
}

function parseValue(value: unknown, expected: TypedMember): unknown {
  switch (expected.type) {
    case 'list': {
      const { each } = expected;
      if (!Array.isArray(value)) throw serializationError(typeof value === 'object' ? structureFound : fieldUnexpected);
      return each ? value.map((element) => (element === null ? {} : parseValue(element, each))) : value;
    }
    case 'structure':
      if (typeof value !== 'object' || value === null) throw serializationError(fieldUnexpected);
      if (Array.isArray(value)) throw serializationError(`Unrecognized collection type class ${expected.structure}`);
      return parseMembers(value, expected.members ?? {});
    default:
      assertScalar(value, expected.type);
      return value;
  }
}

const structureFound = 'Start of structure or map found where not expected';
const fieldUnexpected = 'Unexpected field type';
const javaNames = { string: 'String', long: 'Long', boolean: 'Boolean' } as const;

function assertScalar(value: unknown, type: keyof typeof javaNames): void {
  if (typeof value === (type === 'long' ? 'number' : type)) return;
  throw serializationError(misfitOf(value, javaNames[type]));
}

function misfitOf(value: unknown, wanted: string): string {
  if (Array.isArray(value)) return `Unrecognized collection type class java.lang.${wanted}`;
  if (typeof value === 'object') return structureFound;
  if (typeof value === 'boolean') return `${value ? 'TRUE_VALUE' : 'FALSE_VALUE'} cannot be converted to ${wanted}`;
  if (typeof value === 'string') return `STRING_VALUE cannot be converted to ${wanted}`;
  return `${Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'} cannot be converted to ${wanted}`;
}
