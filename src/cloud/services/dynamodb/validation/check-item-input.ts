import { type InputShape, violations } from '../../../service-kit/shapes.ts';
import { constraintsBroken } from '../errors/validation-exception.ts';
import { assertTableName } from '../tables/table-name.ts';
import { type ItemShape, required } from './item-shapes.ts';
import { assertWireTypes, type WireTypes } from './wire-type.ts';

/** DynamoDB stops counting here. */
const violationsMax = 10;

/**
 * The first checks of an item operation, in DynamoDB's order: JSON types, the table's name, then all constraints
 * together. What it returns has neither null nor unknown members: `undefined` alone means absent.
 */
export function checkItemInput<Input extends object>(input: Input, { types, constraints, renewed }: ItemShape): Input {
  assertWireTypes(input, types);
  const clean = knownMembers(input, types);
  if (renewed) assertNone(violations(clean, renewed, { path: (member) => member }).map(withoutValue));
  if ('TableName' in types) {
    const { TableName } = clean as { readonly TableName?: string };
    if (TableName === undefined) throw constraintsBroken([nullTableName]);
    assertTableName(TableName);
  }
  if (mayBreak(clean, constraints)) assertNone(violations(clean, constraints).map(withRenewedReturnValues));
  return clean;
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
