import { pageOf } from '../../../service-kit/pages.ts';
import { invalidToken } from '../errors.ts';

interface Asked {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page of a list, as all lists of AppConfig are told. `keyOf`: unique in the list. */
export function listPage<T, Told>(
  found: Iterable<T>,
  { MaxResults = 50, NextToken }: Asked,
  { keyOf, tell }: { readonly keyOf: (item: T) => string; readonly tell: (item: T) => Told },
): { Items: Told[]; NextToken?: string } {
  const page = pageOf(found, { limit: MaxResults, token: NextToken, keyOf, invalidToken });
  return { Items: page.items.map(tell), ...(page.next !== undefined && { NextToken: page.next }) };
}

/** The key of what is in the order of creation. */
export const orderKey = ({ order }: { readonly order: number }): string => String(order).padStart(10, '0');
