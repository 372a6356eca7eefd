import type { IndexDefinition, Table } from '../state.ts';
import { own } from '../values/attribute-value.ts';
import { utf8Length } from '../values/bytes.ts';
import { areEqual } from '../values/compare.ts';
import { valueBytes } from '../values/size.ts';
import type { StoredItem } from '../values/stored-item.ts';
import type { Change } from './change.ts';
import { projectedNames } from './index-projection.ts';
import { indexKeyOf } from './keys.ts';

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
