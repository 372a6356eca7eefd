import { AwsError } from '../../kernel/errors.ts';
import { pageOf } from '../../service-kit/pages.ts';

interface Page<Item> {
  readonly items: Item[];
  readonly NextMarker?: string;
  readonly Truncated: boolean;
}

/** One page of a listing, with its end as KMS tells it. */
export function paginate<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { Limit, Marker }: { readonly Limit?: number | undefined; readonly Marker?: string | undefined },
  defaultLimit: number,
): Page<Item> {
  const invalidToken = () => new AwsError('InvalidMarkerException', 'The marker is invalid.');
  const page = pageOf(items, { limit: Limit ?? defaultLimit, token: Marker, keyOf, invalidToken });
  return {
    items: [...page.items],
    ...(page.next !== undefined && { NextMarker: page.next }),
    Truncated: page.next !== undefined,
  };
}
