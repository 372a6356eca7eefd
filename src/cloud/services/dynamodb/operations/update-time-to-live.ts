import type { UpdateTimeToLiveCommandInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import { noteAllExpiries } from '../engine/expiry.ts';
import { timeToLiveAlready, timeToLiveElsewhere } from '../errors/table-errors.ts';
import { updateTimeToLiveShape } from '../shapes.ts';
import type { DynamoState, Table } from '../state.ts';
import { checkInput } from '../tables/check-input.ts';
import { findTable } from '../tables/find-table.ts';

/**
 * Names the attribute by which items expire. Another one can be named only after this one was turned off.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
 */
export const updateTimeToLive: Operation<UpdateTimeToLiveCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkInput(input, updateTimeToLiveShape);
  const { Enabled = false, AttributeName = '' } = input.TimeToLiveSpecification ?? {};
  const table = findTable(state, input.TableName ?? '', context);
  const updated = Enabled ? enabled(table, AttributeName) : disabled(table, AttributeName);
  state.tables.set(table.name, updated);
  noteAllExpiries(state, updated, context);
  return { TimeToLiveSpecification: { Enabled, AttributeName } };
};

function enabled(table: Table, attributeName: string): Table {
  if (table.timeToLive?.attributeName === attributeName) throw timeToLiveAlready('enabled');
  if (table.timeToLive) throw timeToLiveElsewhere(table.timeToLive.attributeName);
  return { ...table, timeToLive: { attributeName } };
}

function disabled(table: Table, attributeName: string): Table {
  const { timeToLive, ...rest } = table;
  if (!timeToLive) throw timeToLiveAlready('disabled');
  if (timeToLive.attributeName !== attributeName) throw timeToLiveElsewhere(timeToLive.attributeName);
  return rest;
}
