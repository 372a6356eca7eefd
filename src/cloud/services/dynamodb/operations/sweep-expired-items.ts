import type { Context, Operation } from '../../../service-kit/contract.ts';
import { sweep } from '../engine/sweep.ts';
import type { DynamoState } from '../state.ts';

interface SweepInput {
  readonly TableName: string;
  /** Another table may have the name by now. */
  readonly TableId: string;
}

/** Ours alone: deletes expired items when the clock says so. Nobody calls it from outside; AWS has no such operation. */
export const sweepExpiredItems: Operation<SweepInput, object, DynamoState> = (state, input, context: Context) => {
  const table = state.tables.get(input.TableName);
  if (table?.id === input.TableId && table.timeToLive) sweep(state, table, context);
  return {};
};
