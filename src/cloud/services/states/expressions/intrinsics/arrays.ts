import type { Json } from '../../definition/json.ts';
import { canonicalText, isEqual } from '../paths/equal.ts';
import { anArray, anInteger } from './arguments.ts';
import { IntrinsicFailure } from './call.ts';

/** AWS: an array that ArrayRange makes. */
const rangeMax = 1_000;

export function arrayPartition([array, size]: readonly Json[]): Json {
  const items = anArray(array);
  const length = anInteger(size);
  if (length <= 0) throw new IntrinsicFailure();
  return Array.from({ length: Math.ceil(items.length / length) }, (_, at) =>
    items.slice(at * length, (at + 1) * length),
  );
}

export const arrayContains = ([array, wanted]: readonly Json[]): Json =>
  anArray(array).some((item) => isEqual(item, wanted ?? null));

export function arrayRange([first, last, step]: readonly Json[]): Json {
  const [from, to, by] = [anInteger(first), anInteger(last), anInteger(step)];
  if (by === 0) throw new IntrinsicFailure();
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > rangeMax) throw new IntrinsicFailure();
  return Array.from({ length }, (_, at) => from + at * by);
}

export function arrayGetItem([array, index]: readonly Json[]): Json {
  const items = anArray(array);
  const at = anInteger(index);
  const item = items[at];
  if (item === undefined) throw new IntrinsicFailure();
  return item;
}

export const arrayLength = ([array]: readonly Json[]): Json => anArray(array).length;

export function arrayUnique([array]: readonly Json[]): Json {
  const seen = new Set<string>();
  return anArray(array).filter((item) => {
    const text = canonicalText(item);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}
