import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { apiDestinationOperations } from './api-destinations/operations.ts';
import { archiveOperations } from './archives/archive-operations.ts';
import type { BusCore } from './archives/bus-core.ts';
import { replayOperations } from './archives/replay-operations.ts';
import { archiveResources } from './archives/resources.ts';
import { archiveShapes } from './archives/shapes.ts';
import { connectionOperations } from './connections/operations.ts';
import { connectionResources } from './connections/resources.ts';
import { connectionShapes } from './connections/shapes.ts';
import { type EventsRuntime, startEventsRuntime } from './runtime.ts';
import { runScheduledRule } from './schedules/run-scheduled-rule.ts';
import { type EventsState, openEventsState } from './state.ts';

/** Until there are others, the default bus, whose rules nobody can put. */
const busCore: BusCore<EventsState> = { hasBus: (_state, name) => name === 'default', dispatch: () => {} };

/** EventBridge: buses, rules and what they set off. */
export const events: Service<EventsState, EventsRuntime> = {
  name: 'events',
  title: 'EventBridge',
  faults: usualFaults,
  exploredState: { none: 'it keeps nothing yet' },
  resourceOf: () => undefined,
  state: openEventsState,
  shapes: { ...connectionShapes, ...archiveShapes },
  operations: {
    ...connectionOperations,
    ...apiDestinationOperations,
    ...archiveOperations(busCore),
    ...replayOperations(busCore),
    RunScheduledRule: runScheduledRule<EventsState>(() => {}),
  },
  resources: { ...connectionResources, ...archiveResources },
  start: startEventsRuntime,
};
