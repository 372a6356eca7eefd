import { InvalidAttributeType, InvalidEvent, InvalidPropertyType, InvalidResource } from './errors.ts';
import { type Fields, isMap, isNothing } from './values.ts';

/** Whose value is looked at, for the error's words. */
export interface Place {
  /** The resource's logical id, or the event's. */
  readonly id: string;
  /** `Auth.Authorizers`, `Events[0]` */
  readonly path: string;
  readonly of?: 'resource' | 'attribute' | 'event';
}

const types = {
  map: isMap,
  list: Array.isArray as (value: unknown) => value is unknown[],
  string: (value: unknown) => typeof value === 'string',
  integer: (value: unknown) => Number.isInteger(value) || typeof value === 'boolean',
  boolean: (value: unknown) => typeof value === 'boolean',
} as const;

export type ExpectedType = keyof typeof types;

interface Expected {
  readonly map: Fields;
  readonly list: unknown[];
  readonly string: string;
  readonly integer: number;
  readonly boolean: boolean;
}

/**
 * The value, which has the type.
 * @throws InvalidPropertyType, InvalidAttributeType or InvalidEvent; `problem` takes the place of “should be a …”
 */
export function expectType<T extends ExpectedType>(
  type: T,
  value: unknown,
  { id, path, of = 'resource' }: Place,
  problem?: string,
): Expected[T] {
  if (types[type](value)) return value as Expected[T];
  if (of === 'event') throw new InvalidEvent(id, problem || `Property '${path}' should be a ${type}.`);
  if (of === 'attribute') throw new InvalidAttributeType(id, path, type, problem);
  throw new InvalidPropertyType(id, path, type, problem);
}

export const expectMap = (value: unknown, place: Place, problem?: string): Fields =>
  expectType('map', value, place, problem);

export const expectList = (value: unknown, place: Place, problem?: string): unknown[] =>
  expectType('list', value, place, problem);

export const expectText = (value: unknown, place: Place, problem?: string): string =>
  expectType('string', value, place, problem);

export function expectListOf<T extends ExpectedType>(
  type: T,
  value: unknown,
  place: Place,
  problem?: string,
): Expected[T][] {
  const list = expectList(value, place, problem);
  // An item's error is a property's, also where the list is an attribute.
  const of = place.of === 'event' ? 'event' : 'resource';
  return list.map((item, at) => expectType(type, item, { id: place.id, path: `${place.path}[${at}]`, of }, problem));
}

export function expectPresent(value: unknown, { id, path, of = 'resource' }: Place, problem?: string): unknown {
  if (!isNothing(value)) return value;
  const text = problem || `Property '${path}' is required.`;
  throw of === 'event' ? new InvalidEvent(id, text) : new InvalidResource(id, text);
}
