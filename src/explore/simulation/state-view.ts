import type { State } from '../judge/state.ts';
import type { Names } from './names.ts';

/** Of the user's own shape, as `JSON.parse` would answer it. */
type Item = ReturnType<typeof JSON.parse>;

/** Rows of a table, messages of a queue, objects of a bucket: what invariants count and search. */
export interface Rows {
  readonly name: string;
  readonly count: number;
  items(): Item[];
  /** The first row that has all of these members. */
  find(members: Readonly<Record<string, unknown>>): Item | undefined;
}

/** The state after a run, for invariants; everything in it is plain data. */
export interface StateView {
  table(name: string): Rows;
  queue(name: string): Rows;
  bucket(name: string): Rows;
  /** Executions of a state machine: `status`, `input`, `output`, `error`. */
  executions(machineName: string): Rows;
  /** All groups by name. */
  readonly all: State;
}

export function viewOf(state: State, names: Names): StateView {
  const rows = (kind: string, wanted: string): Rows => {
    const { name } = names.find(kind, wanted);
    const items = () => structuredClone(state[`${kind} ${name}`] ?? []) as Record<string, unknown>[];
    return {
      name,
      get count() {
        return (state[`${kind} ${name}`] ?? []).length;
      },
      items,
      find: (members) => items().find((item) => Object.entries(members).every(([key, value]) => item[key] === value)),
    };
  };
  return {
    table: (name) => rows('table', name),
    queue: (name) => rows('queue', name),
    bucket: (name) => rows('bucket', name),
    executions: (name) => rows('state machine', name),
    all: state,
  };
}
