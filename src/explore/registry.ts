import { AsyncLocalStorage } from 'node:async_hooks';
import type { Scenario } from './scenario.ts';

/** A scenario as a file declares it. */
export interface Declared {
  readonly name: string;
  readonly scenario: Scenario;
}

const key = Symbol.for('squall.explore.declared');

/**
 * Which list a file declares its scenarios to: that of whoever loads it, also while somebody else loads another. One for
 * the process, since the file may have another instance of this module than its loader.
 */
function lists(): AsyncLocalStorage<Declared[]> {
  const holder = globalThis as { [key]?: AsyncLocalStorage<Declared[]> };
  holder[key] ??= new AsyncLocalStorage();
  return holder[key];
}

/** Collects the scenarios that a file declares, for whoever runs them without vitest. */
export async function collectScenarios(load: () => Promise<unknown>): Promise<Declared[]> {
  const declared: Declared[] = [];
  await lists().run(declared, load);
  return declared;
}

/** Where to put a scenario while somebody collects; undefined while nobody does. */
export const collecting = (): Declared[] | undefined => lists().getStore();
