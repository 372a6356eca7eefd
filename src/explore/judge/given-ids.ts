import type { Run } from '../run/run.ts';
import { givenIds } from './answers.ts';
import { type Difference, difference, hashOf, type NormalState } from './state.ts';

/** What a run leaves behind. */
export interface Left {
  readonly run: Run;
  readonly state: NormalState;
}

/** A state in whose rows an id that a fake gave stands for what it belongs to; and the rows as they are. */
interface Renamed {
  readonly state: NormalState;
  readonly original: ReadonlyMap<string, string>;
}

/** Fakes count: `ch_1`, `rf_2`. Any other id may be of the client's choice, and then it matters which one it is. */
const isCounted = (id: string): boolean => /^[a-z][\w-]*_\d+$/i.test(id);

/** An id is known by what it stands in, and the ids beside it by what those stand in: more rounds see further. */
const rounds = 2;

/**
 * The difference of two states, whichever numbers fakes gave: those depend on who comes first. What refers to the charge
 * of another one differs all the same, as each id stands for all rows that name it. Told by as few rows as possible.
 */
export function differenceButIds(
  expected: Left,
  actual: Left,
  { deadLetters = new Set() }: { readonly deadLetters?: ReadonlySet<string> } = {},
): Difference[] {
  const plain = difference(expected.state, actual.state);
  if (plain.length === 0) return [];
  const [one, other] = [renamed(expected), renamed(actual)];
  const found = difference(one.state, other.state).map(({ group, missing, extra }) => ({
    group,
    missing: missing.map((row) => one.original.get(row) ?? row),
    extra: extra.map((row) => other.original.get(row) ?? row),
  }));
  return withoutRepeated(sizeOf(found) < sizeOf(plain) ? found : plain, expected.state, deadLetters);
}

/** What failed once more is the same dead letter once more: somebody tried again what cannot be done. */
function withoutRepeated(
  differences: readonly Difference[],
  expected: NormalState,
  deadLetters: ReadonlySet<string>,
): Difference[] {
  return differences.flatMap((each) => {
    if (!deadLetters.has(each.group)) return [each];
    const extra = each.extra.filter((row) => !expected[each.group]?.includes(row));
    return extra.length + each.missing.length === 0 ? [] : [{ ...each, extra }];
  });
}

/** How many rows differ. */
export const sizeOf = (differences: readonly Difference[]): number =>
  differences.reduce((sum, { missing, extra }) => sum + missing.length + extra.length, 0);

function renamed({ run, state }: Left): Renamed {
  const ids = givenIds(run).filter(isCounted);
  const rows = Object.entries(state).flatMap(([group, all]) => all.map((row) => `${group} ${row}`));
  let names = new Map(ids.map((id) => [id, '‹id›']));
  for (let round = 0; round < rounds; round += 1) {
    names = new Map(ids.map((id) => [id, `‹id ${placeOf(id, rows, names)}›`]));
  }
  const original = new Map<string, string>();
  const rename = (row: string): string => {
    const text = named(row, names);
    original.set(text, row);
    return text;
  };
  const groups = Object.entries(state).map(([group, all]) => [group, all.map(rename).sort()] as const);
  return { state: Object.fromEntries(groups), original };
}

/** All that is said of an id. */
const placeOf = (id: string, rows: readonly string[], names: ReadonlyMap<string, string>): string =>
  hashOf(
    rows
      .filter((row) => row.includes(`"${id}"`))
      .map((row) => named(row, new Map([...names, [id, '‹this›']])))
      .sort(),
  );

const named = (row: string, names: ReadonlyMap<string, string>): string =>
  [...names].reduce((text, [id, name]) => text.replaceAll(`"${id}"`, `"${name}"`), row);
