import { keepInArchives } from '../archives/keep-in-archives.ts';
import type { EventsContext } from '../operation.ts';
import type { EventsState } from '../state.ts';
import type { AcceptedEvent, BusAt } from './accepted-event.ts';

/** Takes an event that came to a bus, beside the bus's rules; `state` is that of the bus. */
export type EventTaker = (state: EventsState, bus: BusAt, accepted: AcceptedEvent, context: EventsContext) => void;

/** Each is told of every event of its bus, in one step with the deliveries. */
export const eventTakers: readonly EventTaker[] = [keepInArchives];
