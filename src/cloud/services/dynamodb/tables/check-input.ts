import { raise, UnsupportedError } from '../../../kernel/errors.ts';
import { type InputShape, violations } from '../../../service-kit/shapes.ts';
import { tableNameMissing } from '../errors/table-errors.ts';
import { constraintsBroken } from '../errors/validation-exception.ts';
import { assertTableName } from './find-table.ts';

/** DynamoDB stops counting here. */
const violationsMax = 10;

/**
 * Checks an input of the control plane as DynamoDB does: the table's name first and alone, then all other members
 * together. What comes over the wire has been freed of nulls and unknown members and is of the right JSON types.
 */
export function checkInput(input: object, shape: InputShape): void {
  if (shape.TableName)
    assertTableName((input as { readonly TableName?: string }).TableName ?? raise(tableNameMissing()));
  checkNamed(input, shape);
}

/** Checks an input whose table has no place of its own in the order. */
export function checkNamed(input: object, shape: InputShape): void {
  const found = violations(input, shape);
  if (found.length > 0) throw constraintsBroken(found.slice(0, violationsMax));
}

/** Refuses by name what real DynamoDB does with a member and we do not. */
export function refuseMembers<Input extends object>(
  operation: string,
  input: Input,
  members: readonly (keyof Input & string)[],
): void {
  for (const member of members) {
    if (input[member] !== undefined) throw new UnsupportedError(`DynamoDB ${operation} with ${member}`);
  }
}
