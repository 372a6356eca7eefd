import { AwsError } from '../../../kernel/errors.ts';

interface Page<Item> {
  readonly items: Item[];
  readonly NextMarker?: string;
  readonly Truncated: boolean;
}

/** One page of a listing; the marker is the last name of the page before. */
export function pageOf<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  { Limit, Marker }: { readonly Limit?: number | undefined; readonly Marker?: string | undefined },
  defaultLimit: number,
): Page<Item> {
  const after = Marker === undefined ? undefined : Buffer.from(Marker, 'base64url').toString();
  if (after === '') throw new AwsError('InvalidMarkerException', 'The marker is invalid.');
  const rest = after === undefined ? items : items.filter((item) => nameOf(item) > after);
  const page = rest.slice(0, Limit ?? defaultLimit);
  const last = page.at(-1);
  if (last === undefined || page.length === rest.length) return { items: page, Truncated: false };
  return { items: page, NextMarker: Buffer.from(nameOf(last)).toString('base64url'), Truncated: true };
}
