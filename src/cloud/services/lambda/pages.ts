import { type Page, pageOf } from '../../service-kit/pages.ts';
import { invalidParameter } from './errors.ts';

/** AWS: what a listing returns at most, and when nothing is asked for. */
const itemsMax = 50;

/** A page of a listing. Throws InvalidParameterValueException for a marker that no page gave; its text is believed. */
export function paginate<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  asked: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
  limit = itemsMax,
): Page<T> {
  return pageOf(items, {
    limit: Math.min(asked.MaxItems ?? limit, limit),
    token: asked.Marker,
    keyOf,
    invalidToken: () => invalidParameter('Invalid Marker'),
  });
}
