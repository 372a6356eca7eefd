/** One page of a list, and where the next begins. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; undefined on the last page. */
  readonly next: string | undefined;
}

/** Which page of a list, and how the list is walked. */
export interface PageRequest<T> {
  readonly limit: number;
  /** The `next` of the page before, as the client sent it back. */
  readonly token?: string | undefined;
  /** Names an item; unique in the list, and the list is in its order or at least stable. */
  readonly keyOf: (item: T) => string;
  /** What to throw for a token that no page ever gave. */
  readonly invalidToken: () => Error;
}

/**
 * Cuts a page out of a list. The token names the last item of the page before, so that items which come and go between
 * two pages neither repeat nor hide others; if that item itself is gone, the first greater key follows.
 */
export function pageOf<T>(items: Iterable<T>, { limit, token, keyOf, invalidToken }: PageRequest<T>): Page<T> {
  const all = [...items];
  const start = token === undefined ? 0 : startAfter(all, keyFrom(token, invalidToken), keyOf);
  const page = all.slice(start, start + limit);
  const last = page.at(-1);
  const isMore = start + limit < all.length && last !== undefined;
  return { items: page, next: isMore ? tokenFor(keyOf(last)) : undefined };
}

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
