import { pageOf } from '../../service-kit/pages.ts';
import { invalidToken } from './errors.ts';

const defaultItems = 50;

/** A page, and the token's member to spread into the answer. */
export function paginate<T>(
  items: Iterable<T>,
  { limit = defaultItems, nextToken }: { readonly limit?: number | undefined; readonly nextToken?: string | undefined },
  keyOf: (item: T) => string,
): { readonly items: readonly T[]; readonly next: { readonly nextToken?: string } } {
  const page = pageOf(items, { limit, token: nextToken, keyOf, invalidToken });
  return { items: page.items, next: page.next === undefined ? {} : { nextToken: page.next } };
}
