import type { Json } from '../../definition/json.ts';
import { canonicalText } from '../paths/equal.ts';
import { anArray, anInteger } from './arguments.ts';
import { IntrinsicFailure } from './call.ts';
import { inHashOrder } from './hash-order.ts';
import { textOf } from './texts.ts';

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

/** AWS compares texts: `true` is in `['true']`, and the members of objects have an order. */
export function arrayContains([array, wanted]: readonly Json[]): Json {
  const text = textOf(wanted ?? null);
  return anArray(array).some((item) => textOf(item) === text);
}

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
  // AWS finds nothing in an empty array wherever it looks, and elsewhere refuses to look outside.
  if (items.length === 0) return null;
  const item = items[at];
  if (item === undefined) throw new IntrinsicFailure();
  return item;
}

export const arrayLength = ([array]: readonly Json[]): Json => anArray(array).length;

export function arrayUnique([array]: readonly Json[]): Json {
  const items = anArray(array);
  const seen = new Set<string>();
  const unique = items.filter((item) => {
    const text = canonicalText(item);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
  return inHashOrder(unique, items.length);
}
