import type { Run } from '../run/run.ts';
import { ignores, leavesIn, type NormalState, type State } from './state.ts';

/** A number in rows of one shape. */
interface Sum {
  readonly group: string;
  readonly shape: string;
  readonly path: string;
}

/** What is known of rows whose number or values are a matter of chance: counters in shards, of which any may be taken. */
export interface Chance {
  /** Shapes of rows of which now more and now fewer are there without faults; by group. */
  readonly shapes: ReadonlyMap<string, ReadonlySet<string>>;
  /** Numbers whose sums are the same all the same. */
  readonly sums: readonly Sum[];
}

/** A run without faults, with some randomness, and when it began. */
interface Drawn {
  readonly run: Pick<Run, 'state'>;
  readonly startMs: number;
}

/** Rows of a group whose values stand under the same paths. */
interface Alike {
  readonly group: string;
  readonly shape: string;
  readonly rows: unknown[];
  readonly values: Map<string, string[]>;
}

const number = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Holds runs with other randomness against one another. Undefined where chance neither makes rows nor shares out sums. */
export function chanceIn(drawn: readonly Drawn[], ignore: readonly string[]): Chance | undefined {
  const isIgnored = ignores(ignore);
  const all = drawn.map(({ run, startMs }) => byShape(run.state, startMs));
  const shapes = new Map<string, Set<string>>();
  const sums: Sum[] = [];
  for (const [key, { group, shape, values }] of new Map(all.flatMap((each) => [...each]))) {
    const alike = all.map((each) => each.get(key));
    if (isMany(alike.map((each) => each?.rows.length))) shapes.set(group, (shapes.get(group) ?? new Set()).add(shape));
    for (const path of values.keys()) {
      const drawnValues = alike.map((each) => each?.values.get(path) ?? []);
      const isShared = isMany(drawnValues.map((each) => each.toSorted().join())) && !isMany(drawnValues.map(sumOf));
      const isNumeric = drawnValues.every((each) => each.every((value) => number.test(value)));
      if (isShared && isNumeric && !isIgnored(path)) sums.push({ group, shape, path });
    }
  }
  return shapes.size + sums.length === 0 ? undefined : { shapes, sums };
}

const isMany = (values: readonly unknown[]): boolean => new Set(values).size > 1;

/** Rounded, as sums of fractions are not exact. */
const sumOf = (values: readonly string[]): number =>
  Math.round(values.reduce((sum, value) => sum + Number(value), 0) * 1e6) / 1e6;

/** The state without rows that are a matter of chance. */
export function withoutChance(state: State, { shapes }: Chance): State {
  const kept = ([group, rows]: readonly [string, readonly unknown[]]) => {
    const ofChance = shapes.get(group);
    return [group, ofChance ? rows.filter((row) => !ofChance.has(shapeOf(leavesIn(row, group, 0)))) : rows] as const;
  };
  return Object.fromEntries(Object.entries(state).map(kept));
}

/** What is compared in their place: a row for each sum. */
export function withSums(normal: NormalState, state: State, { sums }: Chance, aroundMs: number): NormalState {
  const found = byShape(state, aroundMs);
  const added: Record<string, readonly string[]> = { ...normal };
  for (const { group, shape, path } of sums) {
    const values = found.get(keyOf(group, shape))?.values.get(path) ?? [];
    added[group] = [...(added[group] ?? []), `sum of ${nameOf(group, path)}: ${sumOf(values)}`].sort();
  }
  return added;
}

/** What a report says of it. */
export const tellChance = ({ shapes, sums }: Chance): string[] =>
  [...shapes.keys()].map((group) => {
    const told = new Set(sums.filter((sum) => sum.group === group).map(({ path }) => nameOf(group, path)));
    const compared =
      told.size > 0 ? `sums are compared in their place (${[...told].join(', ')})` : 'they are not compared';
    return `${group}: how many rows there are is a matter of chance without faults, so ${compared}.`;
  });

function byShape(state: State, aroundMs: number): Map<string, Alike> {
  const found = new Map<string, Alike>();
  for (const [group, rows] of Object.entries(state)) {
    for (const row of rows) {
      const leaves = leavesIn(row, group, aroundMs);
      const shape = shapeOf(leaves);
      const key = keyOf(group, shape);
      const alike: Alike = found.get(key) ?? { group, shape, rows: [], values: new Map() };
      found.set(key, alike);
      alike.rows.push(row);
      for (const { path, value } of leaves) alike.values.set(path, [...(alike.values.get(path) ?? []), value]);
    }
  }
  return found;
}

const shapeOf = (leaves: readonly { readonly path: string }[]): string =>
  [...new Set(leaves.map(({ path }) => path))].sort().join('\n');

const keyOf = (group: string, shape: string): string => `${group}\n${shape}`;

const nameOf = (group: string, path: string): string => path.slice(group.length + 1) || 'value';
