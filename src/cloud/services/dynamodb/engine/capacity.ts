import type { IndexDefinition, Table } from '../state.ts';
import type { CapacityMode } from '../validation/inputs.ts';
import { areEqual, own, type StoredItem, utf8Length, valueBytes } from '../values/attribute-value.ts';
import type { Change } from './change.ts';
import { indexKeyOf, projectedNames } from './keys.ts';

/*
 * What calls consume, in capacity units.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */

const writeUnitBytes = 1024;
const readUnitBytes = 4096;

/** A transaction reads or writes twice: it prepares and commits. */
export const transactionFactor = 2;

/** Nothing is free: what is not there costs a unit too. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / writeUnitBytes));

/** 4 KB a unit, half of that when the read is eventually consistent. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / readUnitBytes)) * (consistent ? 1 : 0.5);

/** The larger of the item before and after counts. */
export const tableWriteUnits = ({ before, after }: Change): number =>
  writeUnits(Math.max(before?.bytes ?? 0, after?.bytes ?? 0));

/**
 * What a change costs in one index: an entry that appears, goes or changes is one write; one that moves is two; one
 * whose projected attributes stay as they are is none.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export function indexWriteUnits(index: IndexDefinition, { table, key, before, after }: Change): number {
  const oldKey = before && indexKeyOf(index, before.attributes, key);
  const newKey = after && indexKeyOf(index, after.attributes, key);
  const oldBytes = before && oldKey !== undefined ? entryBytes(table, index, before) : 0;
  const newBytes = after && newKey !== undefined ? entryBytes(table, index, after) : 0;
  if (oldKey === newKey) {
    const changed = before && after && oldKey !== undefined && !isEntrySame(table, index, before, after);
    return changed ? writeUnits(Math.max(oldBytes, newBytes)) : 0;
  }
  return (oldKey === undefined ? 0 : writeUnits(oldBytes)) + (newKey === undefined ? 0 : writeUnits(newBytes));
}

/** Bytes of an item's entry in an index: its projected attributes. */
export function entryBytes(table: Table, index: IndexDefinition, item: StoredItem): number {
  const names = projectedNames(table, index);
  if (!names) return item.bytes;
  let bytes = 0;
  for (const name of names) {
    const value = own(item.attributes, name);
    if (value) bytes += utf8Length(name) + valueBytes(value);
  }
  return bytes;
}

function isEntrySame(table: Table, index: IndexDefinition, before: StoredItem, after: StoredItem): boolean {
  const names =
    projectedNames(table, index) ?? new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  for (const name of names) {
    const old = own(before.attributes, name);
    const now = own(after.attributes, name);
    if (old !== now && (!old || !now || !areEqual(old, now))) return false;
  }
  return true;
}

interface Units {
  readonly CapacityUnits: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html */
export interface ConsumedCapacity extends Units {
  readonly TableName: string;
  readonly Table?: Units;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, Units>>;
  readonly LocalSecondaryIndexes?: Readonly<Record<string, Units>>;
}

/** What one table and its indexes have spent in one call. */
export class Usage {
  readonly #table: Table;
  #tableUnits = 0;
  readonly #indexUnits = new Map<string, number>();

  constructor(table: Table) {
    this.#table = table;
  }

  /** For reads, and for the table's share of a write. */
  addTable(units: number): void {
    this.#tableUnits += units;
  }

  /** Adds to what one index has spent. */
  addIndex(name: string, units: number): void {
    this.#indexUnits.set(name, (this.#indexUnits.get(name) ?? 0) + units);
  }

  /** One write with all that it costs in the indexes; `factor` is 2 in transactions. */
  addChange(change: Change, factor = 1): void {
    this.addTable(tableWriteUnits(change) * factor);
    for (const index of change.table.indexes) {
      const units = indexWriteUnits(index, change) * factor;
      if (units > 0) this.addIndex(index.name, units);
    }
  }

  /** `TableName` is told as it was asked. Transactions also tell `Read-` or `WriteCapacityUnits`. */
  describe(tableName: string, mode: CapacityMode, direction?: 'Read' | 'Write'): ConsumedCapacity {
    const units = (value: number): Units =>
      direction ? { CapacityUnits: value, [`${direction}CapacityUnits`]: value } : { CapacityUnits: value };
    let total = this.#tableUnits;
    for (const value of this.#indexUnits.values()) total += value;
    if (mode !== 'INDEXES') return { TableName: tableName, ...units(total) };
    const ofKind = (kind: 'global' | 'local') =>
      this.#table.indexes
        .filter((index) => index.kind === kind && this.#indexUnits.has(index.name))
        .map((index) => [index.name, units(this.#indexUnits.get(index.name) ?? 0)] as const);
    const global = ofKind('global');
    const local = ofKind('local');
    return {
      TableName: tableName,
      ...units(total),
      Table: units(this.#tableUnits),
      ...(global.length > 0 && { GlobalSecondaryIndexes: Object.fromEntries(global) }),
      ...(local.length > 0 && { LocalSecondaryIndexes: Object.fromEntries(local) }),
    };
  }
}

/** What a call over several tables has spent, by the names under which it asked for them. */
export class UsageByTable {
  readonly #usages = new Map<string, Usage>();

  /** The account of one table; `tableName` as the request wrote it, which may be an ARN. */
  of(tableName: string, table: Table): Usage {
    let usage = this.#usages.get(tableName);
    if (!usage) {
      usage = new Usage(table);
      this.#usages.set(tableName, usage);
    }
    return usage;
  }

  /** `ConsumedCapacity` of the call, where the caller asked for it. */
  describe(
    mode: CapacityMode | undefined,
    direction?: 'Read' | 'Write',
  ): { readonly ConsumedCapacity?: readonly ConsumedCapacity[] } {
    if (mode === undefined || mode === 'NONE') return {};
    return { ConsumedCapacity: [...this.#usages].map(([name, usage]) => usage.describe(name, mode, direction)) };
  }
}

/** `ConsumedCapacity` of one written item, where the caller asked for it. */
export function consumedByWrite(
  change: Change,
  tableName: string,
  mode: CapacityMode | undefined,
): { readonly ConsumedCapacity?: ConsumedCapacity } {
  if (mode === undefined || mode === 'NONE') return {};
  const usage = new Usage(change.table);
  usage.addChange(change);
  return { ConsumedCapacity: usage.describe(tableName, mode) };
}
