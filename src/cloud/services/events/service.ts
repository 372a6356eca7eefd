import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { apiDestinationOperations } from './api-destinations/operations.ts';
import { connectionOperations } from './connections/operations.ts';
import { connectionResources } from './connections/resources.ts';
import { connectionShapes } from './connections/shapes.ts';
import { type EventsRuntime, startEventsRuntime } from './runtime.ts';
import { type EventsState, openEventsState } from './state.ts';

/** EventBridge: buses, rules and what they set off. */
export const events: Service<EventsState, EventsRuntime> = {
  name: 'events',
  title: 'EventBridge',
  faults: usualFaults,
  exploredState: { none: 'it keeps nothing yet' },
  resourceOf: () => undefined,
  state: openEventsState,
  shapes: connectionShapes,
  operations: { ...connectionOperations, ...apiDestinationOperations },
  resources: connectionResources,
  start: startEventsRuntime,
};
