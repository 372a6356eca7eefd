import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type ConsumedCapacity, readUnits, transactionFactor, UsageByTable } from '../engine/capacity.ts';
import { attemptAll, readInTransaction, transact } from '../engine/transaction.ts';
import { isRepeated, rememberToken } from '../engine/transaction-tokens.ts';
import { transactionTouchesTwice } from '../errors/item-errors.ts';
import {
  existsWithoutCondition,
  readsAndWritesMixed,
  transactionOnIndex,
  transactionReturning,
  transactionSelectWithoutKey,
  transactStatementInvalid,
} from '../errors/partiql-errors.ts';
import { lookupOf } from '../partiql/key-lookup.ts';
import { parseStatement, readParameters } from '../partiql/parse-statement.ts';
import { planStatement } from '../partiql/plan-statement.ts';
import { shown } from '../partiql/run-select.ts';
import type { Select, Statement } from '../partiql/statement.ts';
import type { DynamoState, Table } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { assertKey } from '../validation/attribute-values.ts';
import { checkItemInput, knownMembers } from '../validation/check-item-input.ts';
import type { CapacityMode } from '../validation/inputs.ts';
import { executeTransactionShape, statementTypes } from '../validation/statement-shapes.ts';
import { type AttributeValue, type Item, own } from '../values/attribute-value.ts';

interface Input {
  readonly TransactStatements: readonly {
    readonly Statement: string;
    readonly Parameters?: readonly AttributeValue[];
    readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
  }[];
  readonly ClientRequestToken?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

interface Output {
  readonly Responses: readonly { readonly Item?: Item }[];
  readonly ConsumedCapacity?: readonly ConsumedCapacity[];
}

/**
 * Up to 100 statements, all reads or all writes and checks, all or none.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html
 */
export const executeTransaction: Operation<Input, Output, DynamoState> = (state, given, context) => {
  const checked = checkItemInput(given, executeTransactionShape);
  const input: Input = {
    ...checked,
    TransactStatements: checked.TransactStatements.map((each) => knownMembers(each, statementTypes)),
  };
  const statements = input.TransactStatements.map(({ Statement, Parameters }, position) => {
    const parameters = readParameters(Parameters);
    return inStatement(position, () => transactable(parseStatement(Statement, parameters)));
  });
  const selects = statements.filter((statement) => statement.kind === 'select');
  if (selects.length === statements.length) return readAll(state, selects, input, context);
  if (selects.length > 0) throw readsAndWritesMixed();
  return writeAll(state, statements as Exclude<Statement, Select>[], input, context);
};

/** Throws what is wrong with one statement by its place. */
function inStatement<T>(position: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ValidationException') throw error;
    throw transactStatementInvalid(position, error.message);
  }
}

/** Not every statement can be part of a transaction. */
function transactable(statement: Statement): Statement {
  const select = statement.kind === 'exists' ? statement.select : statement;
  if (select.kind === 'select' && select.source.indexName !== undefined) throw transactionOnIndex();
  if ((statement.kind === 'update' || statement.kind === 'delete') && statement.returning) throw transactionReturning();
  return statement;
}

function readAll(state: DynamoState, selects: readonly Select[], input: Input, context: Context): Output {
  const usage = new UsageByTable();
  const located = selects.map((select, position) => {
    const table = activeTable(state, select.source.tableName, context);
    const { key, rest } = inStatement(position, () => lookupOf(table, select.where, transactionSelectWithoutKey));
    if (rest) throw transactStatementInvalid(position, transactionSelectWithoutKey().message);
    return { select, table, key };
  });
  assertDistinct(located.map(({ table, key }) => [table, key]));
  const items = attemptAll(
    located.map(({ table, key }) => () => {
      assertKey(table, key);
      return readInTransaction(state, table, key, context);
    }),
  );
  const Responses = located.map(({ select, table }, position) => {
    const item = items[position];
    usage.of(select.source.tableName, table).addTable(readUnits(item?.bytes ?? 0, true) * transactionFactor);
    if (!item) return {};
    return { Item: select.paths ? shown(item.attributes, select.paths) : item.attributes };
  });
  return { Responses, ...usage.describe(input.ReturnConsumedCapacity, 'Read') };
}

async function writeAll(
  state: DynamoState,
  statements: readonly Exclude<Statement, Select>[],
  input: Input,
  context: Context,
): Promise<Output> {
  const located = statements.map((statement, position) => {
    const { tableName } = statement.kind === 'exists' ? statement.select.source : statement.source;
    const returnsOld = input.TransactStatements[position]?.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    return { statement, tableName, table: activeTable(state, tableName, context), returnsOld };
  });
  const planned = located.map(({ statement, table, returnsOld }, position) => {
    inStatement(position, () => assertNamesItem(table, statement));
    return planStatement(table, statement, returnsOld).planned;
  });
  assertDistinct(planned.map(({ table, key }) => [table, key]));
  if (isRepeated(state, input, context.clock)) return { Responses: [] };
  const changes = await transact(
    state,
    planned.map((each) => () => each),
    input.ClientRequestToken,
    context,
  );
  rememberToken(state, input, context.clock);
  const usage = new UsageByTable();
  for (const [position, { tableName, table }] of located.entries()) {
    const change = changes[position];
    if (change) usage.of(tableName, table).addChange(change, transactionFactor);
  }
  return { Responses: [], ...usage.describe(input.ReturnConsumedCapacity, 'Write') };
}

/** All but INSERT name their item in the WHERE, and a check says what it checks. */
function assertNamesItem(table: Table, statement: Exclude<Statement, Select>): void {
  if (statement.kind === 'insert') return;
  if (statement.kind !== 'exists') lookupOf(table, statement.where);
  else if (!lookupOf(table, statement.select.where, existsWithoutCondition).rest) throw existsWithoutCondition();
}

/** Compared by what they say: keys that do not fit their table are reasons to cancel, not duplicates. */
function assertDistinct(touched: readonly (readonly [Table, Item | string])[]): void {
  const seen = new Set<string>();
  for (const [table, key] of touched) {
    const values = typeof key === 'string' ? key : table.keys.map(({ name }) => own(key, name) ?? null);
    const identity = JSON.stringify([table.id, values]);
    if (seen.has(identity)) throw transactionTouchesTwice();
    seen.add(identity);
  }
}
