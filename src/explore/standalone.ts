import { collecting } from './registry.ts';
import type { Scenario } from './scenario.ts';

export { expectState } from './expect-state.ts';
export { f } from './faults/fault-set.ts';
export { fault, replay, run } from './lower-level.ts';
export { fakeHttp, reply } from './simulation/fake-http.ts';

/** Declares a scenario for `squall explore`; in vitest the same name declares a suite. */
export function explore(name: string, scenario: Scenario): void {
  collecting()?.push({ name, scenario });
}
