import type { Scenario } from './scenario.ts';

/** A scenario as a file declares it. */
export interface Declared {
  readonly name: string;
  readonly scenario: Scenario;
}

const key = Symbol.for('squall.explore.declared');
type Holder = { [key]?: Declared[] };

/** Collects the scenarios that a file declares, for whoever runs them without vitest. */
export async function collectScenarios(load: () => Promise<unknown>): Promise<Declared[]> {
  const declared: Declared[] = [];
  (globalThis as Holder)[key] = declared;
  try {
    await load();
    return declared;
  } finally {
    delete (globalThis as Holder)[key];
  }
}

/** Where to put a scenario while somebody collects; undefined while nobody does. */
export const collecting = (): Declared[] | undefined => (globalThis as Holder)[key];
