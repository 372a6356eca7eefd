import { textOf } from './legacy/made-text.ts';
import { setMade } from './legacy/ordered-map.ts';
import { type Fields, has, isMap, isNothing } from './values.ts';

/** Something that is no map stands where one should be; the message says where. */
export class NoMap extends Error {
  constructor(path: readonly string[]) {
    super(path.length === 0 ? 'It should be a map' : `The value of '${path.map(textOf).join('.')}' should be a map`);
  }
}

/** @throws NoMap */
export function deepGet(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const [at, key] of path.entries()) {
    if (isNothing(found)) return undefined;
    if (!isMap(found)) throw new NoMap(path.slice(0, at));
    found = has(found, textOf(key)) ? found[key] : undefined;
  }
  return found ?? undefined;
}

/** @throws NoMap */
export function deepSet(map: unknown, path: readonly [string, ...string[]], value: unknown): void {
  let at = map;
  for (const [depth, key] of path.entries()) {
    if (!isMap(at)) throw new NoMap(path.slice(0, depth));
    if (depth === path.length - 1) setMade(at, key, value);
    else if (!has(at, key)) setMade(at, key, {} satisfies Fields);
    at = at[key];
  }
}
