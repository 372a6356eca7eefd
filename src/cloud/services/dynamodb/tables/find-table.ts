import { parseArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { tableUnavailable } from '../errors/item-errors.ts';
import { resourceNotFound, tableArnElsewhere } from '../errors/table-errors.ts';
import { constraintsBroken } from '../errors/validation-exception.ts';
import type { DynamoState, Table } from '../state.ts';

const nameLengthMin = 3;
const nameLengthMax = 255;
const namePattern = /^[a-zA-Z0-9_.-]+$/;

/** What DynamoDB says of an ARN whose form or whose table's name is wrong, since names and ARNs share a member. */
const arnFormat =
  "Valid ARN format is 'arn:<awsPartition>:<vendor>:<region>:<subscriber>:resourceType/resourceName', where " +
  `Resource name must have length less than or equal to ${nameLengthMax}, ` +
  `Resource name must have length greater than or equal to ${nameLengthMin}, ` +
  'Resource name must satisfy regular expression pattern: [a-zA-Z0-9_.-]+';

/** Throws DynamoDB's ValidationException when `nameOrArn` can be neither a table's name nor its ARN. */
export function assertTableName(nameOrArn: string): void {
  if (nameOrArn.startsWith('arn:')) {
    const name = tableNameOfArn(nameOrArn);
    if (name === undefined || problemOf(name) !== undefined) throw broken(nameOrArn, arnFormat);
    return;
  }
  const problem = problemOf(nameOrArn);
  if (problem !== undefined) throw broken(nameOrArn, problem);
}

/** The table's name in what a caller gave as `TableName`: the name itself or the table's ARN. */
export function tableNameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (tableNameOfArn(nameOrArn) ?? nameOrArn) : nameOrArn;
}

/** The table that a control-plane operation names, or `missing`: its `ResourceNotFoundException` unless told otherwise. */
export function findTable(
  state: DynamoState,
  nameOrArn: string,
  context: Where,
  missing: (name: string) => Error = resourceNotFound,
): Table {
  return tableAt(state, nameOrArn, context) ?? raise(missing(tableNameOf(nameOrArn)));
}

/** The table that an item operation names; one that is not there, or not yet or not any more, is not found. */
export function activeTable(state: DynamoState, nameOrArn: string, context: Where): Table {
  const table = tableAt(state, nameOrArn, context);
  if (!table || table.status === 'CREATING' || table.status === 'DELETING') throw tableUnavailable();
  return table;
}

type Where = Pick<Context, 'account' | 'region'>;

function tableAt(state: DynamoState, nameOrArn: string, context: Where): Table | undefined {
  if (nameOrArn.startsWith('arn:')) {
    const arn = parseArn(nameOrArn);
    if (arn?.region !== context.region) throw tableArnElsewhere(nameOrArn);
    if (arn.account !== context.account) return undefined;
  }
  return state.tables.get(tableNameOf(nameOrArn));
}

function tableNameOfArn(text: string): string | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'dynamodb') return undefined;
  return /^table\/([^/]+)$/.exec(arn.resource)?.[1];
}

/** Whether a text can be the name of a table. */
export const isTableName = (text: string): boolean => problemOf(text) === undefined;

function problemOf(name: string): string | undefined {
  if (name.length === 0) return 'Member must have length greater than or equal to 1';
  if (!namePattern.test(name)) return 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+';
  if (name.length < nameLengthMin) return `Member must have length greater than or equal to ${nameLengthMin}`;
  if (name.length > nameLengthMax) return `Member must have length less than or equal to ${nameLengthMax}`;
  return undefined;
}

const broken = (value: string, constraint: string): Error =>
  constraintsBroken([`Value '${value}' at 'tableName' failed to satisfy constraint: ${constraint}`]);
