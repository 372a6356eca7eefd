import { InsertionOrder, type KeyOrder, LegacyOrder } from './key-order.ts';
import { made, textOf } from './made-text.ts';

type Members = Record<string, unknown>;

const orders = new WeakMap<object, KeyOrder>();

const orderKey = Symbol('order');
/** By which a map answers its members without their order. */
const membersKey = Symbol('members');

/** Members, and the order in which they are listed. */
type Ordered = Members & { [orderKey]: KeyOrder };

/** One for all maps: definitions are copied often. */
const handler: ProxyHandler<Ordered> = {
  get: (members, key) => (key === membersKey ? members : members[textOf(key as string)]),
  has: (members, key) => textOf(key) in members,
  set: (members, key, value) => {
    if (typeof key !== 'string') return false;
    members[orderKey].add(key);
    members[textOf(key)] = value;
    return true;
  },
  deleteProperty: (members, key) => {
    const text = textOf(key);
    if (typeof text === 'string' && Object.hasOwn(members, text)) {
      members[orderKey].remove(text);
      delete members[text];
    }
    return true;
  },
  ownKeys: (members) => members[orderKey].keys().map(textOf),
};

/**
 * A map like any other, whose members are listed in an order of its own, and which remembers of each key whether the
 * transform made it.
 */
function mapIn(order: KeyOrder, members: Members = {}): Members {
  const map = new Proxy<Ordered>(Object.assign(members, { [orderKey]: order }), handler);
  orders.set(map, order);
  return map;
}

/** A map that lists its members as Python 2 did. */
export const legacyMap = (entries: Iterable<readonly [string, unknown]> = []): Members =>
  filled(mapIn(new LegacyOrder()), entries);

/** A map that lists its members as they were set. */
export const insertionMap = (entries: Iterable<readonly [string, unknown]> = []): Members =>
  filled(mapIn(new InsertionOrder()), entries);

/** A map in Python 2's order that the transform makes: its keys are marked, and so are texts among its values. */
export const madeMap = (members: Readonly<Members>): Members =>
  legacyMap(
    Object.entries(members).map(([key, value]) => [made(key), typeof value === 'string' ? made(textOf(value)) : value]),
  );

function filled(map: Members, entries: Iterable<readonly [string, unknown]>): Members {
  for (const [key, value] of entries) map[key] = value;
  return map;
}

/** Sets a member whose key the transform makes. */
export function setMade(map: Members, key: string, value: unknown): void {
  map[orderOf(map) ? made(key) : key] = value;
}

const lists = new WeakSet<object>();

/** A list whose texts Python printed as u'x', where they are of the template. */
export function legacyList(items: unknown[]): unknown[] {
  lists.add(items);
  return items;
}

export const isLegacyList = (value: object): boolean => lists.has(value);

export const orderOf = (map: object): KeyOrder | undefined => orders.get(map);

/** Its keys with their marks; those of a plain map were made by the transform. */
export const markedKeys = (map: Members): readonly string[] => orderOf(map)?.keys() ?? Object.keys(map).map(made);

/** Sets all members of another map, as Python's `update` does, which may change the order of all. */
export function updateMap(map: Members, other: Readonly<Members>): void {
  orderOf(map)?.merge(markedKeys(other));
  for (const [key, value] of Object.entries(other)) map[key] = value;
}

/** A map with the same members. */
export function copyMap(map: Members): Members {
  const order = orderOf(map);
  return order ? filled(mapIn(order.copy()), Object.entries(map)) : { ...map };
}

/** A deep copy, in which maps keep their kind. */
export function deepCopy<T>(value: T): T;
export function deepCopy(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => deepCopy(item));
    return isLegacyList(value) ? legacyList(items) : items;
  }
  // Numbers that are objects never change.
  if (typeof value !== 'object' || value === null || value instanceof Number) return value;
  const members: Members = {};
  const order = orderOf(value);
  const given = order ? (value as { readonly [membersKey]: Members })[membersKey] : value;
  for (const [key, member] of Object.entries(given)) members[key] = deepCopy(member);
  return order ? mapIn(order.deepCopy(), members) : members;
}

/** Plain JSON: no order, no marks. */
export function plainOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value === 'string') return textOf(value);
  if (value instanceof Number) return value.valueOf();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [textOf(key), plainOf(member)]));
}
