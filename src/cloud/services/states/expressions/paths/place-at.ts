import type { Json } from '../../definition/json.ts';
import { isRecord } from './equal.ts';
import { parsePath } from './parse-path.ts';
import { PathFailure, type Step } from './path.ts';

/**
 * A value put into another one where a reference path points: objects on the way are made where there are none, what is
 * there is replaced, and the first argument stays as it was. Throws {@link PathFailure} where the way is barred.
 */
export function placeAt(into: Json, path: string, value: Json): Json {
  return place(into, parsePath(path).steps, 0, value);
}

function place(into: Json | undefined, steps: readonly Step[], at: number, value: Json): Json {
  const step = steps[at];
  if (!step) return value;
  if (step.kind === 'child' && step.names.length === 1) {
    const [name = ''] = step.names;
    if (into !== undefined && !isRecord(into)) throw new PathFailure('not an object', false);
    const there = into && Object.hasOwn(into, name) ? into[name] : undefined;
    // Not by assignment, which `__proto__` would take for itself.
    return Object.fromEntries(
      [
        ...Object.entries(into ?? {}).filter(([other]) => other !== name || there !== undefined),
        ...(there === undefined ? [[name, null] as const] : []),
      ].map(([other, old]) => [other, other === name ? place(there, steps, at + 1, value) : old]),
    );
  }
  const index = step.kind === 'index' ? (step.indexes[0] ?? 0) : -1;
  if (!Array.isArray(into) || index < 0 || index >= into.length) throw new PathFailure('no such item', false);
  return into.map((item: Json, other) => (other === index ? place(item, steps, at + 1, value) : item));
}
