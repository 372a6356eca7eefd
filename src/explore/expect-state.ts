import type { Rows } from './simulation/state-view.ts';

/** What can be said of a table, a queue or any list of a fake. */
export interface StateExpectation {
  toHaveCount(count: number): void;
  toHaveCountAtMost(count: number): void;
  toHaveCountAtLeast(count: number): void;
  /** Some row has all of these members. */
  toContain(members: Readonly<Record<string, unknown>>): void;
  /** No two rows have the same value under this name. */
  toBeUniqueBy(name: string): void;
  toBeEmpty(): void;
}

type Subject = Rows | readonly unknown[] | Readonly<Record<string, unknown>>;

/** `expectState(world.table('orders')).toHaveCount(1)`; throws an `Error` that tells what is there. */
export function expectState(subject: Subject): StateExpectation {
  const rows = rowsOf(subject);
  const name = isRows(subject) ? subject.name : 'the list';
  const fail = (what: string): never => {
    throw new Error(`${name} ${what}; it holds ${rows.length}: ${shorten(JSON.stringify(rows))}`);
  };
  return {
    toHaveCount: (count) => void (rows.length === count || fail(`should hold ${count}`)),
    toHaveCountAtMost: (count) => void (rows.length <= count || fail(`should hold at most ${count}`)),
    toHaveCountAtLeast: (count) => void (rows.length >= count || fail(`should hold at least ${count}`)),
    toBeEmpty: () => void (rows.length === 0 || fail('should be empty')),
    toContain: (members) =>
      void (rows.some((row) => has(row, members)) || fail(`should hold ${JSON.stringify(members)}`)),
    toBeUniqueBy: (member) => {
      const values = rows.map((row) => JSON.stringify((row as Record<string, unknown>)[member]));
      if (new Set(values).size !== values.length) fail(`should hold no two of the same ${member}`);
    },
  };
}

const isRows = (subject: Subject): subject is Rows => 'items' in subject && typeof subject.items === 'function';

function rowsOf(subject: Subject): readonly unknown[] {
  if (isRows(subject)) return subject.items();
  return Array.isArray(subject) ? subject : Object.values(subject);
}

const has = (row: unknown, members: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(members).every(
    ([name, value]) => JSON.stringify((row as Record<string, unknown>)[name]) === JSON.stringify(value),
  );

const shorten = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);
