import type { Context } from '../../../service-kit/contract.ts';
import { tableUnavailable } from '../errors/item-errors.ts';
import type { DynamoState, Table } from '../state.ts';
import { findTable } from './table-name.ts';

/** The table that an item operation names; one that is not there, or not yet or not any more, is not found. */
export function activeTable(
  state: DynamoState,
  nameOrArn: string,
  context: Pick<Context, 'account' | 'region'>,
): Table {
  const table = findTable(state, nameOrArn, context, tableUnavailable);
  if (table.status === 'CREATING' || table.status === 'DELETING') throw tableUnavailable();
  return table;
}
