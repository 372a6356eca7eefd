import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { type EventsState, openEventsState } from './state.ts';

/** EventBridge: buses, rules and what they set off. */
export const events: Service<EventsState, undefined> = {
  name: 'events',
  title: 'EventBridge',
  faults: usualFaults,
  exploredState: { none: 'it keeps nothing yet' },
  resourceOf: () => undefined,
  state: openEventsState,
  operations: {},
};
