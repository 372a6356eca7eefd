import type { EventType } from './event-type.ts';

const types: readonly EventType[] = [];

/** The events that a function may have, by their names. */
export const functionEvents: ReadonlyMap<unknown, EventType> = new Map(types.map((kind) => [kind.type, kind]));
