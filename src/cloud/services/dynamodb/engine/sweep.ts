import type { DynamoState, Table } from '../state.ts';
import type { WriteContext } from './change.ts';
import { armSweep, entryOf, secondOf } from './expiry.ts';
import { writeItem } from './write-item.ts';

/** Deletes what has expired, as the service itself, and looks again when the next item does. */
export function sweep(state: DynamoState, table: Table, context: WriteContext): void {
  state.sweeps.delete(table.id);
  const due = entryOf(Math.floor(context.clock.now() / 1000), '\u{ffff}');
  for (const [entry, key] of [...state.expiries(table).entries({ to: due })]) {
    const before = state.items(table).get(key);
    state.expiries(table).delete(entry);
    if (before) writeItem(state, { table, key, before, after: undefined, isExpiry: true }, context);
  }
  const [next] = state.expiries(table).keys();
  if (next !== undefined) armSweep(state, table, secondOf(next), context);
}
