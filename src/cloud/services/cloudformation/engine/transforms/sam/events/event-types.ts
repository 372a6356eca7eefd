import type { EventType } from './event-type.ts';
import { pullEvents } from './pull/pull-events.ts';

const types: readonly EventType[] = [...pullEvents];

/** The events that a function may have, by their names. */
export const functionEvents: ReadonlyMap<unknown, EventType> = new Map(types.map((kind) => [kind.type, kind]));
