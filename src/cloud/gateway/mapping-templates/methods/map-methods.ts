import { isEqual, printed, type Value } from '../values.ts';
import type { Method } from './method.ts';

type Members = Map<Value, Value>;

/** Those of `java.util.Map`; maps keep the order in which members came, and are changed in place. */
export const mapMethods: Readonly<Record<string, Method<Members>>> = {
  size: (on) => on.size,
  isEmpty: (on) => on.size === 0,
  get: (on, [key = null]) => on.get(key) ?? null,
  getOrDefault: (on, [key = null, otherwise = null]) => (on.has(key) ? (on.get(key) ?? null) : otherwise),
  put: (on, [key = null, value = null]) => {
    const before = on.get(key) ?? null;
    on.set(key, value);
    return before;
  },
  putIfAbsent: (on, [key = null, value = null]) => {
    const before = on.get(key) ?? null;
    if (before === null) on.set(key, value);
    return before;
  },
  putAll: (on, [other]) => {
    if (other instanceof Map) for (const [key, value] of other) on.set(key, value);
    return null;
  },
  remove: (on, [key = null]) => {
    const before = on.get(key) ?? null;
    on.delete(key);
    return before;
  },
  clear: (on) => {
    on.clear();
    return null;
  },
  containsKey: (on, [key = null]) => on.has(key),
  containsValue: (on, [value = null]) => [...on.values()].some((member) => isEqual(member, value)),
  keySet: (on) => [...on.keys()],
  values: (on) => [...on.values()],
  entrySet: (on) => [...on].map(entry),
  equals: (on, [other]) => other instanceof Map && isEqual(on, other),
  toString: (on: Members) => printed(on),
};

/** It has its key and value as properties and by getters, and prints as `key=value`. */
const entry = ([key, value]: [Value, Value]): Value => ({
  host: {
    get: (name) => (name === 'key' ? key : name === 'value' ? value : undefined),
    call: (name) => (name === 'getKey' ? key : name === 'getValue' ? value : undefined),
    toString: () => `${printed(key)}=${printed(value)}`,
  },
});
