/** One page of a listing, and the marker of the next. */
export interface Page<T> {
  readonly items: T[];
  readonly next: string | undefined;
}

/** AWS: what a listing returns at most, and when nothing is asked for. */
const itemsMax = 50;

/** Cuts a listing behind `marker`; markers are opaque to callers and name the last item that they got. */
export function cutPage<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  asked: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
  limit = itemsMax,
): Page<T> {
  const after = asked.Marker === undefined ? undefined : Buffer.from(asked.Marker, 'base64url').toString();
  const start = after === undefined ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
  const size = Math.min(asked.MaxItems ?? limit, limit);
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  const isMore = start + size < items.length && last !== undefined;
  return { items: page, next: isMore ? Buffer.from(keyOf(last)).toString('base64url') : undefined };
}
