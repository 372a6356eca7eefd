import type { State } from '../judge/state.ts';
import type { ExploredServices } from './explored-services.ts';
import { control, type FakeHttp } from './fake-http.ts';
import type { Names } from './names.ts';

/** What the state of a simulation is read from. */
export interface StateSources {
  readonly services: ExploredServices;
  readonly names: Names;
  readonly fakes: readonly FakeHttp[];
}

/**
 * All that users keep in the cloud and in fakes, as plain rows. It looks into the world itself: reading over the APIs
 * would be a call that could fail, and receiving messages would change them.
 */
export function readState({ services, names, fakes }: StateSources): State {
  const state: Record<string, unknown[]> = {};
  for (const { kind, name, rows } of services.rows()) {
    state[name === undefined ? `${kind}s` : groupOf(kind, names.nameOf(kind, name))] = [...rows];
  }
  for (const fake of fakes) addFake(state, fake);
  return state;
}

/** What fakes keep, without the cloud's own state. */
export function fakeState(fakes: readonly FakeHttp[]): State {
  const state: Record<string, unknown[]> = {};
  for (const fake of fakes) addFake(state, fake);
  return state;
}

/** What the rows of one thing stand under: `table Orders`. */
export const groupOf = (kind: string, name: string): string => `${kind} ${name}`;

/** The groups of the state that dead letters go to. */
export const deadLetterGroups = ({ services, names }: Pick<StateSources, 'services' | 'names'>): string[] =>
  services.deadLetters().map(({ kind, name }) => groupOf(kind, names.nameOf(kind, name)));

/** Each member of a fake's state is a group of its own; its members are the rows. */
function addFake(state: Record<string, unknown[]>, fake: FakeHttp): void {
  const { baseUrl, current } = fake[control];
  const host = new URL(baseUrl).host;
  for (const [member, value] of Object.entries(current() as object)) {
    state[`fake ${host}/${member}`] = rowsIn(value);
  }
}

function rowsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return [...value];
  if (value instanceof Map) return [...value].map(([$key, row]) => ({ $key, row }));
  if (value instanceof Set) return [...value];
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([$key, row]) => ({ $key, row }));
  }
  return [value];
}
