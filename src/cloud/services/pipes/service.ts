import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { openPipesState, type PipesState } from './state.ts';

/** EventBridge Pipes: from one source, filtered and enriched, to one target. */
export const pipes: Service<PipesState, undefined> = {
  name: 'pipes',
  title: 'EventBridge Pipes',
  faults: usualFaults,
  exploredState: { none: 'it keeps nothing yet' },
  resourceOf: () => undefined,
  state: openPipesState,
  operations: {},
};
