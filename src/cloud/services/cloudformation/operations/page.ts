import { type Page, pageOf } from '../../../service-kit/pages.ts';
import { validationError } from '../errors.ts';

/** AWS ends a page at 1 MB of answer; this many entries stay well below. */
const pageItemsMax = 100;

/** One page of a list, and the token of the next. Throws ValidationError for a token that no page gave. */
export function page<T>(
  items: Iterable<T>,
  token: string | undefined,
  keyOf: (item: T) => string,
  max = pageItemsMax,
): Page<T> {
  return pageOf(items, {
    limit: Math.min(max, pageItemsMax),
    token,
    keyOf,
    invalidToken: () => validationError('Invalid NextToken'),
  });
}
