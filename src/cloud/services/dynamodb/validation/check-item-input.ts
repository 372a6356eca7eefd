import { AwsError } from '../../../kernel/errors.ts';
import { type InputShape, type MemberShape, violations } from '../../../service-kit/shapes.ts';
import { constraintsBroken } from '../errors/validation-exception.ts';
import { assertTableName } from '../tables/find-table.ts';

/**
 * Everything about an input that can be said without reading its texts. JSON types come first at AWS, before any
 * constraint.
 */
export interface ItemShape {
  readonly types: WireTypes;
  readonly constraints: InputShape;
  /** Checked first: what AWS complains of in the words of 2026, `Value at 'Limit' failed …`. */
  readonly renewed?: InputShape;
  /** Of several values outside of their enums one alone is told, as long as the key is there: UpdateItem. */
  readonly tellsOneEnum?: true;
}

/** Must be there, and nothing more: such members need no look once they are there. */
export const required: MemberShape = { required: true };

/** DynamoDB stops counting here. */
const violationsMax = 10;

/**
 * The first checks of an item operation, in DynamoDB's order: JSON types, the table's name, then all constraints
 * together. What it returns has neither null nor unknown members: `undefined` alone means absent.
 */
export function checkItemInput<Input extends object>(input: Input, shape: ItemShape): Input {
  const { types, constraints, renewed } = shape;
  assertWireTypes(input, types);
  const clean = knownMembers(input, types);
  if (renewed) assertNone(violations(clean, renewed, { path: (member) => member }).map(withoutValue));
  if ('TableName' in types) {
    const { TableName } = clean as { readonly TableName?: string };
    if (TableName === undefined) throw constraintsBroken([nullTableName]);
    assertTableName(TableName);
  }
  if (mayBreak(clean, constraints)) {
    const found = violations(clean, constraints);
    assertNone((shape.tellsOneEnum ? withOneEnum(found) : found).map(withRenewedReturnValues));
  }
  return clean;
}

/** ReturnValues come first, then the order of the members. */
function withOneEnum(found: readonly string[]): readonly string[] {
  const enums = found.filter((complaint) => complaint.includes(' enum value set: '));
  const first = enums.find((complaint) => complaint.includes(" at 'returnValues' failed ")) ?? enums[0];
  return first !== undefined && enums.length === found.length ? [first] : found;
}

/** Whether there is anything to look at: most requests have what is required and no member with a constraint. */
function mayBreak(input: object, constraints: InputShape): boolean {
  const record = input as Readonly<Record<string, unknown>>;
  for (const member in constraints) {
    const constraint = constraints[member];
    const isGiven = record[member] !== undefined;
    if (isGiven ? constraint !== required : constraint?.required) return true;
  }
  return false;
}

function assertNone(found: readonly string[]): void {
  if (found.length > 0) throw constraintsBroken(found.slice(0, violationsMax));
}

const nullTableName = "Value null at 'tableName' failed to satisfy constraint: Member must not be null";

const withoutValue = (complaint: string): string => complaint.replace(/^Value '.*' at '/s, "Value at '");

/** The one enum that the writes complain of in other words since June 2026; the misspelling is AWS's. */
const withRenewedReturnValues = (complaint: string): string =>
  / at 'returnValues' failed /.test(complaint)
    ? 'Failed to satisfy constraint: ' +
      'Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]'
    : complaint;

/** The same input where, as nearly always, every member is known and none is null. */
export function knownMembers<T extends object>(input: T, types: WireTypes): T {
  const record = input as Readonly<Record<string, unknown>>;
  const isKnown = (name: string): boolean => Object.hasOwn(types, name) && record[name] !== null;
  const names = Object.keys(record);
  if (names.every(isKnown)) return input;
  return Object.fromEntries(names.filter(isKnown).map((name) => [name, record[name]])) as T;
}

/** The JSON type of an input member; how AWS's parser sees it. `name` is the class that its messages print. */
export type WireType =
  | { readonly kind: 'string' | 'boolean' | 'integer' | 'blob' | 'value' }
  | { readonly kind: 'list'; readonly of: WireType }
  | { readonly kind: 'map'; readonly of: WireType; readonly name: string }
  | { readonly kind: 'structure'; readonly members: WireTypes; readonly name: string };

/** The members of a structure by name. */
export type WireTypes = Readonly<Record<string, WireType>>;

/** Where a structure stands: AWS words its complaint by it. */
type Place = 'member' | 'element';

/** Values nested deeper than any that may be stored are not looked at: their depth is the error. */
const depthMax = 40;

/**
 * Throws DynamoDB's SerializationException for the first member of a wrong JSON type. It comes ahead of every other
 * check. Members that are unknown or null are as good as absent.
 */
function assertWireTypes(input: object, members: WireTypes): void {
  for (const name in members) {
    const value = Object.hasOwn(input, name) ? (input as Readonly<Record<string, unknown>>)[name] : undefined;
    if (value !== undefined && value !== null) assertWireType(value, members[name] as WireType, 'member', 0);
  }
}

function assertWireType(value: unknown, type: WireType, place: Place, depth: number): void {
  if (value === undefined || value === null || depth > depthMax) return;
  switch (type.kind) {
    case 'list':
      if (!Array.isArray(value)) throw typeof value === 'object' ? structureFound() : memberUnexpected();
      for (const element of value) assertElement(element, type.of, depth);
      return;
    case 'map':
      if (typeof value !== 'object') throw memberUnexpected();
      if (Array.isArray(value)) throw listForMap(type.name);
      for (const key in value) assertElement((value as Record<string, unknown>)[key], type.of, depth);
      return;
    case 'structure':
      assertStructure(value, type.name, place);
      assertWireTypes(value, type.members);
      return;
    case 'value':
      assertStructure(value, 'AttributeValue', place);
      assertValue(value as Readonly<Record<string, unknown>>, depth + 1);
      return;
    default:
      assertScalar(value, type.kind);
  }
}

/** Members may be null, which says that they are absent. Elements may not, and values have an error of their own. */
function assertElement(element: unknown, type: WireType, depth: number): void {
  if (element === null && type.kind !== 'value') throw elementNull();
  assertWireType(element, type, 'element', depth + 1);
}

function assertStructure(value: unknown, name: string, place: Place): asserts value is object {
  if (typeof value !== 'object') throw place === 'member' ? memberUnexpected() : elementUnexpected();
  if (Array.isArray(value)) throw serializationError(`Unrecognized collection type class ${packageName}${name}`);
}

/** As {@link assertWireType} with the type of AttributeValue; written out because every item goes through it. */
function assertValue(value: Readonly<Record<string, unknown>>, depth: number): void {
  for (const type in value) {
    const content = value[type];
    if (content === null || content === undefined) continue;
    if (type === 'S' || type === 'N') {
      if (typeof content !== 'string') throw misfit(content, 'String');
    } else {
      const expected = Object.hasOwn(contentTypes, type) ? contentTypes[type] : undefined;
      if (expected) assertWireType(content, expected, 'member', depth);
    }
  }
}

export const string: WireType = { kind: 'string' };
export const boolean: WireType = { kind: 'boolean' };
export const integer: WireType = { kind: 'integer' };
/** An attribute value, whose own rules are in `attribute-values.ts`. */
export const value: WireType = { kind: 'value' };
export const list = (of: WireType): WireType => ({ kind: 'list', of });
export const mapOf = (name: string, of: WireType): WireType => ({ kind: 'map', name, of });
export const structure = (name: string, members: WireTypes): WireType => ({ kind: 'structure', name, members });

const packageName = 'com.amazonaws.dynamodb.v20120810.';

/** An item, a key, or values by placeholder. */
export const values: WireType = mapOf(`${packageName}AttributeValue`, value);

const blob: WireType = { kind: 'blob' };
const contentTypes: WireTypes = {
  B: blob,
  BOOL: boolean,
  NULL: boolean,
  SS: list(string),
  NS: list(string),
  BS: list(blob),
  L: list(value),
  M: values,
};

function assertScalar(content: unknown, kind: 'string' | 'boolean' | 'integer' | 'blob'): void {
  if (kind === 'blob') {
    assertBlob(content);
  } else if (kind === 'integer') {
    if (typeof content !== 'number') throw misfit(content, 'Integer');
  } else if (kind === 'string') {
    if (typeof content !== 'string') throw misfit(content, 'String');
  } else if (typeof content !== 'boolean') {
    throw typeof content === 'string'
      ? serializationError('Unexpected token received from parser')
      : misfit(content, 'Boolean');
  }
}

function assertBlob(content: unknown): void {
  if (typeof content === 'string') {
    if (content.length % 4 !== 0) {
      const found = `Base64 encoded length is expected a multiple of 4 bytes but found: ${content.length}`;
      throw serializationError(found);
    }
    if (!base64.test(content)) throw serializationError('Invalid last non-pad Base64 character dectected');
    return;
  }
  if (Array.isArray(content)) throw serializationError('Unrecognized collection type class java.nio.ByteBuffer');
  if (typeof content === 'object') throw structureFound();
  throw serializationError('only base-64-encoded strings are convertible to bytes');
}

/** Canonical base64 only: the unused bits of the last character are zero. */
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;

function misfit(content: unknown, wanted: 'String' | 'Integer' | 'Boolean'): AwsError {
  if (Array.isArray(content)) return serializationError(`Unrecognized collection type class java.lang.${wanted}`);
  if (typeof content === 'object') return structureFound();
  return serializationError(`${tokenOf(content)} cannot be converted to ${wanted}`);
}

function tokenOf(content: unknown): string {
  if (typeof content === 'boolean') return content ? 'TRUE_VALUE' : 'FALSE_VALUE';
  if (typeof content === 'string') return 'STRING_VALUE';
  return Number.isInteger(content) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
}

const serializationError = (message: string): AwsError => new AwsError('SerializationException', message);
const structureFound = (): AwsError => serializationError('Start of structure or map found where not expected');
const memberUnexpected = (): AwsError => serializationError('Unexpected field type');
const elementUnexpected = (): AwsError => serializationError('Unexpected value type in payload');
const elementNull = (): AwsError =>
  new AwsError(
    'ValidationException',
    "1 validation error detected: Value null at 'member' failed to satisfy constraint: Member must not be null",
  );
const listForMap = (name: string): AwsError =>
  serializationError(`Unrecognized collection type java.util.Map<java.lang.String, ${name}>`);
