import { pageOf } from '../../service-kit/pages.ts';
import { validationError } from './errors.ts';

/** The members that every list of IAM takes. */
interface PagedInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

interface PagedOutput<T> {
  readonly items: T[];
  /** Spread into the answer. */
  readonly page: { readonly IsTruncated: boolean; readonly Marker?: string };
}

const defaultItems = 100;

/** A page of a list, and the members that tell its end. Throws ValidationError for a marker that no page gave. */
export function paginate<T>(items: Iterable<T>, input: PagedInput, keyOf: (item: T) => string): PagedOutput<T> {
  const page = pageOf(items, {
    limit: input.MaxItems ?? defaultItems,
    token: input.Marker,
    keyOf,
    invalidToken: () => validationError(`Invalid Marker: ${input.Marker}`),
  });
  return {
    items: [...page.items],
    page: { IsTruncated: page.next !== undefined, ...(page.next !== undefined && { Marker: page.next }) },
  };
}
