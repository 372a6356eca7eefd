import type { DynamoState, Table } from '../state.ts';
import type { WriteContext } from './change.ts';
import { armSweep, entryOf, secondOf, sweepEveryMs } from './expiry.ts';
import { writeItem } from './write-item.ts';

/** Deletes what expired a minute ago or earlier, as the service itself, and looks again when the next item is due. */
export function sweep(state: DynamoState, table: Table, context: WriteContext): void {
  state.sweeps.delete(table.id);
  const due = entryOf(Math.floor((context.clock.now() - sweepEveryMs) / 1000), '\u{ffff}');
  for (const [entry, key] of [...state.expiries(table).entries({ to: due })]) {
    const before = state.items(table).get(key);
    state.expiries(table).delete(entry);
    if (before) writeItem(state, { table, key, before, after: undefined, isExpiry: true }, context);
  }
  const [next] = state.expiries(table).keys();
  if (next !== undefined) armSweep(state, table, secondOf(next), context);
}
