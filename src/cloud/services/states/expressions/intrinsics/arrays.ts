import type { Json } from '../../definition/json.ts';
import { canonicalText, isEqual } from '../paths/equal.ts';
import { anArray, anInteger } from './arguments.ts';
import { IntrinsicFailure } from './call.ts';

/** AWS: an array that ArrayRange makes. */
const rangeMax = 1_000;

export function arrayPartition([array, size]: readonly Json[]): Json {
  const items = anArray(array ?? null);
  const length = anInteger(size ?? null);
  if (length <= 0) throw new IntrinsicFailure('The chunk size must be a positive integer.');
  return Array.from({ length: Math.ceil(items.length / length) }, (_, at) =>
    items.slice(at * length, (at + 1) * length),
  );
}

export const arrayContains = ([array, wanted]: readonly Json[]): Json =>
  anArray(array ?? null).some((item) => isEqual(item, wanted ?? null));

export function arrayRange([first, last, step]: readonly Json[]): Json {
  const [from, to, by] = [anInteger(first ?? null), anInteger(last ?? null), anInteger(step ?? null)];
  if (by === 0) throw new IntrinsicFailure('The step of the range must not be 0.');
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > rangeMax) throw new IntrinsicFailure(`The range must not contain more than ${rangeMax} elements.`);
  return Array.from({ length }, (_, at) => from + at * by);
}

export function arrayGetItem([array, index]: readonly Json[]): Json {
  const items = anArray(array ?? null);
  const at = anInteger(index ?? null);
  const item = items[at];
  if (item === undefined)
    throw new IntrinsicFailure(`Index ${at} is out of bounds for an array of length ${items.length}.`);
  return item;
}

export const arrayLength = ([array]: readonly Json[]): Json => anArray(array ?? null).length;

export function arrayUnique([array]: readonly Json[]): Json {
  const seen = new Set<string>();
  return anArray(array ?? null).filter((item) => {
    const text = canonicalText(item);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}
