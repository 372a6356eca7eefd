import { type Fields, has, isMap, isNothing } from './values.ts';

/** What stands where a map should. */
export class NotAMap extends Error {
  constructor(path: readonly string[]) {
    super(path.length > 0 ? `The value of '${path.join('.')}' should be a map` : 'It should be a map');
  }
}

/** The value at `a.b.c`; undefined where the way ends before. @throws NotAMap */
export function deepGet(value: unknown, path: string): unknown {
  const names = path.split('.');
  let current = value;
  for (const [at, name] of names.entries()) {
    if (isNothing(current)) return undefined;
    if (!isMap(current)) throw new NotAMap(names.slice(0, at));
    current = has(current, name) ? current[name] : undefined;
  }
  return isNothing(current) ? undefined : current;
}

/** Writes a value at `a.b.c`, with the maps on the way there. @throws NotAMap */
export function deepSet(map: unknown, path: string, value: unknown): void {
  const names = path.split('.');
  let current = map;
  for (const [at, name] of names.entries()) {
    if (!isMap(current)) throw new NotAMap(names.slice(0, at));
    if (at === names.length - 1) current[name] = value;
    else current = child(current, name);
  }
}

function child(map: Fields, name: string): unknown {
  if (!has(map, name)) map[name] = {};
  return map[name];
}
