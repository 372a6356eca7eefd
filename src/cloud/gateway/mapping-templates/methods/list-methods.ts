import { TemplateError } from '../template-error.ts';
import { isEqual, isNumber, numeric, printed, type Value } from '../values.ts';
import type { Method } from './method.ts';

const index = (value: Value | undefined): number => (value !== undefined && isNumber(value) ? numeric(value) : 0);
const items = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? value : value instanceof Map ? [...value.values()] : [];
const find = (on: readonly Value[], item: Value | undefined): number =>
  on.findIndex((candidate) => isEqual(candidate, item ?? null));

/** Those of `java.util.List`; lists are changed in place. */
export const listMethods: Readonly<Record<string, Method<Value[]>>> = {
  size: (on) => on.length,
  length: (on) => on.length,
  isEmpty: (on) => on.length === 0,
  get: (on, [at]) => on[within(on, index(at))] ?? null,
  getFirst: (on) => on[0] ?? null,
  getLast: (on) => on.at(-1) ?? null,
  set: (on, [at, item]) => {
    const place = within(on, index(at));
    const before = on[place] ?? null;
    on[place] = item ?? null;
    return before;
  },
  add: (on, args) => {
    const [first = null, second] = args;
    if (second === undefined) on.push(first);
    else on.splice(index(first), 0, second);
    return second === undefined ? true : null;
  },
  addAll: (on, [other]) => {
    for (const item of [...items(other)]) on.push(item);
    return true;
  },
  remove: (on, [what]) => {
    if (what !== undefined && isNumber(what)) return on.splice(within(on, index(what)), 1)[0] ?? null;
    const at = find(on, what);
    if (at >= 0) on.splice(at, 1);
    return at >= 0;
  },
  removeAll: (on, [other]) => keep(on, (item) => find(items(other), item) < 0),
  retainAll: (on, [other]) => keep(on, (item) => find(items(other), item) >= 0),
  clear: (on) => {
    on.length = 0;
    return null;
  },
  contains: (on, [item]) => find(on, item) >= 0,
  containsAll: (on, [other]) => items(other).every((item) => find(on, item) >= 0),
  indexOf: (on, [item]) => find(on, item),
  lastIndexOf: (on, [item]) => on.findLastIndex((candidate) => isEqual(candidate, item ?? null)),
  subList: (on, [from, to]) => on.slice(index(from), index(to)),
  equals: (on, [other]) => Array.isArray(other) && isEqual(on, other),
  toString: (on: Value[]) => printed(on),
};

function within(on: readonly Value[], at: number): number {
  if (at < 0 || at >= on.length) throw new TemplateError(`Index: ${at}, Size: ${on.length}`);
  return at;
}

function keep(on: Value[], isKept: (item: Value) => boolean): boolean {
  const kept = on.filter(isKept);
  const isChanged = kept.length < on.length;
  on.splice(0, on.length, ...kept);
  return isChanged;
}
