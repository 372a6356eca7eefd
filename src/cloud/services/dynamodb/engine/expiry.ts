import { serviceCaller } from '../../../kernel/identity.ts';
import type { DynamoState, Table, TimeToLive } from '../state.ts';
import { type ByteString, type Item, own } from '../values/attribute-value.ts';
import type { Change, WriteContext } from './change.ts';

/**
 * Expired items are deleted one to two minutes behind their time, at a full minute; AWS promises no more than a few days, and
 * reads see them until then. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export const sweepEveryMs = 60_000;

/** AWS: what expired longer ago is believed to be a mistake, and stays. */
const staleSeconds = 5 * 365 * 86_400;

/** The second of an entry. */
export const secondOf = (entry: string): number => Number(entry.slice(0, secondDigits));

/** Of the operation that a sweep is, within this process alone. */
export const sweepOperation = 'SweepExpiredItems';

/** Keeps the order in which items of a table expire, and sees to it that somebody looks in time. */
export function noteExpiry(state: DynamoState, change: Change, timeToLive: TimeToLive, context: WriteContext): void {
  const { table, key, before, after } = change;
  const expiries = state.expiries(table);
  const old = before && expiryOf(before.attributes, timeToLive);
  const renewed = after && expiryOf(after.attributes, timeToLive);
  if (old !== renewed && old !== undefined) expiries.delete(entryOf(old, key));
  if (renewed === undefined || isStale(renewed, context)) return;
  if (old !== renewed) expiries.set(entryOf(renewed, key), key);
  armSweep(state, table, renewed, context);
}

/** Time to live was turned on, or another attribute named: everything is looked at anew. */
export function noteAllExpiries(state: DynamoState, table: Table, context: WriteContext): void {
  forgetExpiries(state, table, context);
  if (!table.timeToLive) return;
  for (const [key, item] of [...state.items(table).entries()]) {
    noteExpiry(state, { table, key, before: undefined, after: item }, table.timeToLive, context);
  }
}

/** The table is gone, or its items expire no longer. */
export function forgetExpiries(state: DynamoState, table: Table, { kernel }: WriteContext): void {
  const sweep = state.sweeps.take(table.id);
  if (sweep) kernel.scheduler.cancel(sweep.deferredKey);
  state.expiries(table).clear();
}

/** Has somebody look for expired items behind `expiry`, unless somebody will anyway. */
export function armSweep(state: DynamoState, table: Table, expiry: number, context: WriteContext): void {
  const { clock, kernel, account, region } = context;
  const expiryMs = Math.max(clock.now(), expiry * 1000);
  const dueMs = (Math.floor(expiryMs / sweepEveryMs) + 2) * sweepEveryMs;
  const known = state.sweeps.get(table.id);
  if (known && known.dueMs <= dueMs) return;
  if (known) kernel.scheduler.cancel(known.deferredKey);
  const deferredKey = kernel.scheduler.deferTimer({
    dueMs,
    service: 'dynamodb',
    operation: sweepOperation,
    input: { TableName: table.name, TableId: table.id },
    account,
    region,
    caller: serviceCaller('dynamodb.amazonaws.com', account),
  });
  state.sweeps.set(table.id, { dueMs, deferredKey });
}

/** The second in which an item expires; undefined where the attribute is missing or no number. */
function expiryOf(item: Item, { attributeName }: TimeToLive): number | undefined {
  const text = own(item, attributeName)?.N;
  const second = text === undefined ? Number.NaN : Math.floor(Number(text));
  return second >= 0 && second < 10 ** secondDigits ? second : undefined;
}

const isStale = (second: number, { clock }: WriteContext): boolean => second < clock.now() / 1000 - staleSeconds;

const secondDigits = 12;

/** Sorts by the second. */
export const entryOf = (second: number, key: ByteString): string =>
  `${String(second).padStart(secondDigits, '0')}/${key}`;
