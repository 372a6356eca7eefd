import type { TransformContext } from '../context.ts';
import { InvalidEvent } from '../language/errors.ts';
import { orderOf } from '../language/legacy/ordered-map.ts';
import { pythonText } from '../language/python-text.ts';
import { pythonType } from '../language/python-type.ts';
import { type Fields, isMap, isNothing } from '../language/values.ts';
import { Resource, type ResourceType } from '../resources/resource.ts';

/** What an event is told when it is turned into CloudFormation's resources. */
export interface EventContext extends TransformContext {
  /** The Lambda function, or the alias, that the event invokes. */
  readonly function: Resource;
  /** The role that the transform makes for the function; undefined where the template gives it one. */
  readonly role: Resource | undefined;
  /** What `linked` found. */
  readonly linked: Fields;
}

/** A type of a function's events. */
export interface EventType extends ResourceType {
  /** The service that the permission lets invoke the function. */
  readonly principal?: string;
  /**
   * Other resources of the template that the event changes; `declared` are the template's resources.
   * @throws InvalidEvent
   */
  linked?(event: Resource, declared: Fields): Fields;
  /** @throws InvalidEvent, InvalidResource */
  toCloudFormation(event: Resource, context: EventContext): Resource[];
}

/**
 * Reads an entry of `Events`: its logical id is the one of the resource that it belongs to and its own.
 * @throws InvalidEvent where its type is none of those that are given, InvalidResource for its properties
 */
export function readEvent<T extends ResourceType>(
  types: ReadonlyMap<unknown, T>,
  ownerId: string,
  eventId: string,
  events: Fields,
): { readonly kind: T; readonly event: Resource } {
  const entry = events[eventId];
  if (!isMap(entry)) {
    const type = orderOf(events) ? pythonType(entry) : plainType(entry);
    throw new InvalidEvent(eventId, `'${type}' object has no attribute 'get'`);
  }
  const kind = types.get(entry.Type);
  if (!kind) {
    throw new InvalidEvent(
      eventId,
      `Resource dict has missing or invalid value for key Type. Event Type is: ${pythonText(entry.Type)}.`,
    );
  }
  return { kind, event: Resource.read(kind, ownerId + eventId, entry, eventId) };
}

/** What Python calls the type of a value that is not of an API's definition. */
function plainType(value: unknown): string {
  if (isNothing(value)) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return typeof value === 'boolean' ? 'bool' : 'str';
}
