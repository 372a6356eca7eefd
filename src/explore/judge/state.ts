import { createHash } from 'node:crypto';
import { matchesGlob } from '../../cloud/kernel/glob.ts';

/** Everything that users keep, by what they call it: `table Orders`, `queue Fulfilment`, `fake api.stripe.test/charges`. */
export type State = Readonly<Record<string, readonly unknown[]>>;

/** Where values differ between two runs that are the same but for time and randomness: `table Orders/createdAt`. */
export type Volatile = ReadonlySet<string>;

/** Rows as canonical text, what is volatile masked; sorted, so that equal states are equal lists. */
export type NormalState = Readonly<Record<string, readonly string[]>>;

/** A value in a row, and where it stands. */
export interface Leaf {
  readonly path: string;
  readonly value: string;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const isoTime = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g;
/** A year around the time at which runs begin. */
const nearMs = 366 * 86_400_000;

/** Text without what time and chance put into it, wherever it stands. */
const mask = (text: string): string => text.replaceAll(uuid, '‹uuid›').replaceAll(isoTime, '‹time›');

function maskNumber(value: number, aroundMs: number): string {
  const isNear = (ms: number): boolean => Math.abs(ms - aroundMs) < nearMs;
  return isNear(value) || isNear(value * 1000) ? '‹time›' : String(value);
}

/** Keys that are ids would make every path its own. */
const maskKey = (key: string): string => (uuid.test(key) || /\d{6,}|[0-9a-f]{12,}/i.test(key) ? '*' : key);

function leavesOf(value: unknown, path: string, aroundMs: number, found: Leaf[]): Leaf[] {
  uuid.lastIndex = 0;
  if (Array.isArray(value)) {
    for (const each of value) leavesOf(each, `${path}[]`, aroundMs, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) leavesOf(each, `${path}/${maskKey(key)}`, aroundMs, found);
  } else if (typeof value === 'number') {
    found.push({ path, value: maskNumber(value, aroundMs) });
  } else if (typeof value === 'string') {
    leavesOfText(value, path, aroundMs, found);
  } else {
    found.push({ path, value: String(value) });
  }
  return found;
}

/** The values of a row, masked where they are times or ids. */
export const leavesIn = (row: unknown, group: string, aroundMs: number): Leaf[] => leavesOf(row, group, aroundMs, []);

/** Text that is JSON is looked into: stored answers and messages are. */
function leavesOfText(text: string, path: string, aroundMs: number, found: Leaf[]): void {
  if (/^[{[]/.test(text)) {
    try {
      leavesOf(JSON.parse(text), path, aroundMs, found);
      return;
    } catch {
      // Only looks like it.
    }
  }
  found.push({ path, value: /^\d{10,13}$/.test(text) ? maskNumber(Number(text), aroundMs) : `"${mask(text)}"` });
}

/** Finds the volatile paths: those whose values are not the same in both states. */
export function volatileOf(one: State, other: State, times: readonly [number, number]): Volatile {
  const found = new Set<string>();
  const [a, b] = [valuesByPath(one, times[0]), valuesByPath(other, times[1])];
  for (const path of new Set([...a.keys(), ...b.keys()])) {
    if ((a.get(path) ?? []).sort().join('\n') !== (b.get(path) ?? []).sort().join('\n')) found.add(path);
  }
  return found;
}

/** The values of every path, masked where they are times or ids. */
export function valuesByPath(state: State, aroundMs: number): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [group, rows] of Object.entries(state)) {
    for (const { path, value } of rows.flatMap((row) => leavesOf(row, group, aroundMs, []))) {
      const known = values.get(path);
      if (known) known.push(value);
      else values.set(path, [value]);
    }
  }
  return values;
}

/** `Orders.attempts`, `Audit`, `queue *` → whether a path is meant. */
export function ignores(patterns: readonly string[]): (path: string) => boolean {
  // Members of lists and objects are below what is named: `Orders.lines` means `Orders/lines[0].price`, too.
  const plain = (text: string) => text.toLowerCase().replaceAll('/', '.').replaceAll('[', '.[');
  const globs = patterns.map(plain).flatMap((text) => [text, `${text}.*`]);
  return (path) => {
    const whole = plain(path);
    const withoutGroup = whole.replace(/^\w+ /, '');
    return globs.some(
      (glob) => matchesGlob(glob, whole, { single: '' }) || matchesGlob(glob, withoutGroup, { single: '' }),
    );
  };
}

/** A state that can be compared: see {@link NormalState}. */
export function normalise(
  state: State,
  {
    volatile,
    ignore,
    aroundMs,
  }: { readonly volatile: Volatile; readonly ignore: readonly string[]; readonly aroundMs: number },
): NormalState {
  const isIgnored = ignores(ignore);
  const normal: Record<string, string[]> = {};
  for (const [group, rows] of Object.entries(state)) {
    if (isIgnored(group)) continue;
    normal[group] = rows.map((row) => canonical(leavesOf(row, group, aroundMs, []), group, volatile, isIgnored)).sort();
  }
  return normal;
}

function canonical(
  leaves: readonly Leaf[],
  group: string,
  volatile: Volatile,
  isIgnored: (path: string) => boolean,
): string {
  return leaves
    .filter(({ path }) => !isIgnored(path))
    .map(({ path, value }) => `${path.slice(group.length + 1) || '='}: ${volatile.has(path) ? '‹…›' : value}`)
    .sort()
    .join(', ');
}

export const hashOf = (value: unknown): string =>
  createHash('sha1').update(JSON.stringify(value)).digest('base64url').slice(0, 12);

/** What one state has and another has not, by group. */
export interface Difference {
  readonly group: string;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/** `missing`: in `expected` and not in `actual`. */
export function difference(expected: NormalState, actual: NormalState): Difference[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort().flatMap((group) => {
    const missing = without(expected[group] ?? [], actual[group] ?? []);
    const extra = without(actual[group] ?? [], expected[group] ?? []);
    return missing.length + extra.length === 0 ? [] : [{ group, missing, extra }];
  });
}

/** Lists as bags: what is there twice must be taken away twice. */
function without(rows: readonly string[], taken: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const row of taken) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}
