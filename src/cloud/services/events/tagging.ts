import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import { allBuses } from './buses/find-bus.ts';
import type { EventsState } from './state.ts';

/** Buses and rules. */
export const eventsTagging: Tagging<EventsState> = {
  arnService: 'events',
  *resources(state, scope) {
    yield* allBuses(state, scope);
    yield* state.rules.values();
  },
  ...taggingCalls({ tag: 'TagResource', untag: 'UntagResource', on: (ResourceARN) => ({ ResourceARN }) }),
};
