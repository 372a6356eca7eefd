import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { openSchedulerState, type SchedulerState } from './state.ts';

/** EventBridge Scheduler: calls at their time. */
export const scheduler: Service<SchedulerState, undefined> = {
  name: 'scheduler',
  title: 'EventBridge Scheduler',
  faults: usualFaults,
  exploredState: { none: 'it keeps nothing yet' },
  resourceOf: () => undefined,
  state: openSchedulerState,
  operations: {},
};
