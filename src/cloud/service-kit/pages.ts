/** One page of a list, and where the next begins. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Undefined on the last page. */
  readonly next: string | undefined;
}

interface Cut<T> {
  readonly limit: number;
  /** Names an item; unique in the list, and the list is in its order or at least stable. */
  readonly keyOf: (item: T) => string;
}

/** Which page of a list whose markers are opaque. */
export interface PageRequest<T> extends Cut<T> {
  /** The `next` of the page before, as the client sent it back. */
  readonly token?: string | undefined;
  /** What to throw for a token that no page ever gave. */
  readonly invalidToken: () => Error;
}

/** Which page of a list whose markers are the keys of its items: `ExclusiveStartTableName`. */
export interface MarkedPageRequest<T> extends Cut<T> {
  /** The last item of the page before; it need not be there any more, nor ever have been. */
  readonly after: string | undefined;
}

/**
 * Cuts a page out of a list. The token names the last item of the page before, so that items which come and go between
 * two pages neither repeat nor hide others; if that item itself is gone, the first greater key follows.
 */
export function pageOf<T>(items: Iterable<T>, { limit, token, keyOf, invalidToken }: PageRequest<T>): Page<T> {
  const after = token === undefined ? undefined : keyFrom(token, invalidToken);
  const page = pageBehind(items, { limit, keyOf, after });
  return { items: page.items, next: page.next === undefined ? undefined : tokenFor(page.next) };
}

/** The same where AWS makes the last item's own name the marker. */
export function pageBehind<T>(items: Iterable<T>, { limit, after, keyOf }: MarkedPageRequest<T>): Page<T> {
  const all = [...items];
  const start = after === undefined ? 0 : startAfter(all, after, keyOf);
  const page = all.slice(start, start + limit);
  const last = page.at(-1);
  const isMore = start + limit < all.length && last !== undefined;
  return { items: page, next: isMore ? keyOf(last) : undefined };
}

/** The key of a number in a list that begins with the greatest, for {@link pageOf}: keys must grow. */
export const descendingKey = (value: number): string => String(Number.MAX_SAFE_INTEGER - value).padStart(16, '0');

function startAfter<T>(items: readonly T[], key: string, keyOf: (item: T) => string): number {
  const exact = items.findIndex((item) => keyOf(item) === key);
  if (exact >= 0) return exact + 1;
  const greater = items.findIndex((item) => keyOf(item) > key);
  return greater >= 0 ? greater : items.length;
}

/** The first byte marks tokens of ours, so that made-up ones are recognized. */
const tokenFor = (key: string): string => Buffer.from(`>${key}`).toString('base64url');

function keyFrom(token: string, invalidToken: () => Error): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('>')) throw invalidToken();
  return text.slice(1);
}
