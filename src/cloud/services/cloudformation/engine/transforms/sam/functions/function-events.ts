import type { TransformContext } from '../context.ts';
import { readEvent } from '../events/event-type.ts';
import { functionEvents } from '../events/event-types.ts';
import { InvalidEvent, InvalidResource } from '../language/errors.ts';
import { type Fields, isMap, member } from '../language/values.ts';
import type { Resource } from '../resources/resource.ts';

const eventsOf = (resource: Resource): Fields => {
  const events = resource.get('Events');
  return isMap(events) ? events : {};
};

/**
 * By the ids of the function's events: what they found of other resources.
 * @throws InvalidResource
 */
export const linkEvents = (resource: Resource, { declared }: TransformContext): Readonly<Record<string, Fields>> =>
  ofFunction(resource, () =>
    Object.fromEntries(
      Object.keys(eventsOf(resource)).map((eventId) => {
        const { kind, event } = readEvent(functionEvents, resource.logicalId, eventId, eventsOf(resource));
        return [eventId, kind.linked?.(event, declared) ?? {}];
      }),
    ),
  );

export interface InvokedByEvents {
  /** The function, or the alias where it has one. */
  readonly function: Resource;
  readonly role: Resource;
  readonly linked: Readonly<Record<string, Fields>>;
}

/**
 * What events need to invoke the function; those of APIs in the order of their paths.
 * @throws InvalidResource
 */
export const eventResources = (
  resource: Resource,
  { linked, ...invoked }: InvokedByEvents,
  context: TransformContext,
): Resource[] =>
  ofFunction(resource, () =>
    inOrder(Object.entries(eventsOf(resource))).flatMap(([eventId]) => {
      const { kind, event } = readEvent(functionEvents, resource.logicalId, eventId, eventsOf(resource));
      return kind.toCloudFormation(event, { ...context, ...invoked, linked: linked[eventId] ?? {} });
    }),
  );

/** What is wrong with an event is wrong with its function. */
function ofFunction<T>({ logicalId }: Resource, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof InvalidEvent ? new InvalidResource(logicalId, error.message) : error;
  }
}

function inOrder(events: readonly [string, unknown][]): [string, unknown][] {
  const keyOf = ([eventId, entry]: [string, unknown]): string => {
    const path = member(member(entry, 'Properties'), 'Path');
    return path === undefined ? eventId : String(path);
  };
  return events.toSorted((a, b) => Buffer.compare(Buffer.from(keyOf(a)), Buffer.from(keyOf(b))));
}
