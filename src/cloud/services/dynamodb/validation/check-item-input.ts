import { violations } from '../../../kernel/shapes.ts';
import { constraintsBroken, tableNameMissing } from '../errors.ts';
import { assertTableName } from '../table-name.ts';
import type { ItemShape } from './item-shapes.ts';
import { assertWireTypes } from './wire-type.ts';

/** DynamoDB stops counting here. */
const violationsMax = 10;

/**
 * The first checks of an item operation, in DynamoDB's order: JSON types, the table's name, then all constraints
 * together. What it returns has no null members any more, so that `undefined` alone means absent.
 */
export function checkItemInput<Input extends object>(input: Input, { types, constraints }: ItemShape): Input {
  assertWireTypes(input, types);
  const clean = withoutNulls(input);
  if ('TableName' in types) {
    const { TableName } = clean as { readonly TableName?: string };
    if (TableName === undefined) throw tableNameMissing();
    assertTableName(TableName);
  }
  const found = violations(clean, constraints);
  if (found.length > 0) throw constraintsBroken(found.slice(0, violationsMax));
  return clean;
}

function withoutNulls<T extends object>(input: T): T {
  const values = Object.values(input);
  if (!values.includes(null)) return input;
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null)) as T;
}
