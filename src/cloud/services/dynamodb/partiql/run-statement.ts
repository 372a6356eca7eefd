import type { Context } from '../../../service-kit/contract.ts';
import { type ConsumedCapacity, consumedByWrite } from '../engine/capacity.ts';
import type { Change } from '../engine/change.ts';
import { perform } from '../engine/write-item.ts';
import { existsOutside } from '../errors/partiql-errors.ts';
import type { BoundUpdate } from '../expressions/apply-update.ts';
import { project } from '../expressions/project.ts';
import type { DynamoState } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import type { Item } from '../values/attribute-value.ts';
import { planStatement } from './plan-statement.ts';
import { runSelect, type SelectOptions } from './run-select.ts';
import type { Returning, Statement } from './statement.ts';

export interface StatementOptions extends SelectOptions {
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
}

export interface StatementOutput {
  readonly Items: readonly Item[];
  readonly NextToken?: string;
  readonly LastEvaluatedKey?: Item;
  readonly ConsumedCapacity?: ConsumedCapacity;
}

/** Does what one statement says. Throws DynamoDB's errors. */
export function runStatement(
  state: DynamoState,
  statement: Statement,
  options: StatementOptions,
  context: Context,
): StatementOutput {
  if (statement.kind === 'exists') throw existsOutside();
  const table = activeTable(state, statement.source.tableName, context);
  if (statement.kind === 'select') return runSelect(state, table, statement, options, context);
  const { planned, update } = planStatement(
    table,
    statement,
    options.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
  );
  const change = perform(state, planned, context);
  const returning = statement.kind === 'insert' ? undefined : statement.returning;
  const returned = returning && returnedOf(change, returning, update);
  return {
    Items: returned ? [returned] : [],
    ...consumedByWrite(change, statement.source.tableName, options.ReturnConsumedCapacity),
  };
}

function returnedOf(
  { before, after }: Change,
  returning: Returning,
  update: BoundUpdate | undefined,
): Item | undefined {
  const item = returning.isOld ? before : after;
  if (!item) return undefined;
  if (returning.isAll || !update) return item.attributes;
  const attributes = project(item.attributes, update.tree);
  return Object.keys(attributes).length > 0 ? attributes : undefined;
}
