import type { Rows } from './data.ts';

/** What became of a row. */
export interface RowChange {
  readonly kind: 'kept' | 'added' | 'removed' | 'changed';
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Rows before and after, side by side: a row that has much in common with one that went is the same, changed. */
export function compareRows(before: Rows | undefined, after: Rows | undefined): RowChange[] {
  const left = [...(before?.rows ?? [])];
  const changes: RowChange[] = [];
  const added: string[] = [];
  for (const row of after?.rows ?? []) {
    const at = left.indexOf(row);
    if (at < 0) added.push(row);
    else changes.push({ kind: 'kept', before: row, after: left.splice(at, 1)[0] });
  }
  for (const row of added) {
    const twin = left.map((old, at) => ({ at, alike: alike(old, row) })).sort((a, b) => b.alike - a.alike)[0];
    if (twin && twin.alike > 0) changes.push({ kind: 'changed', before: left.splice(twin.at, 1)[0], after: row });
    else changes.push({ kind: 'added', before: undefined, after: row });
  }
  for (const row of left) changes.push({ kind: 'removed', before: row, after: undefined });
  return changes;
}

/** Members of a row as texts; of what is no object, the whole. */
export function membersOf(row: string | undefined): ReadonlyMap<string, string> {
  if (row === undefined) return new Map();
  try {
    const value = JSON.parse(row) as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map([['', textOf(value)]]);
    return new Map(Object.entries(value).map(([name, each]) => [name, textOf(each)]));
  } catch {
    // Cut off, since it is long.
    return new Map([['', row]]);
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** How likely two rows are one: by the first member, which is the key as a rule, before all others. */
function alike(one: string, other: string): number {
  const [a, b] = [membersOf(one), membersOf(other)];
  const [key] = a.keys();
  if (key === undefined || a.get(key) !== b.get(key)) return 0;
  return 1 + [...a].filter(([name, value]) => b.get(name) === value).length;
}
