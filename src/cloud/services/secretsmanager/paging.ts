import { AwsError } from '../../kernel/errors.ts';
import { type Page, pageOf } from '../../service-kit/pages.ts';

interface PagedInput {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

const defaultResults = 100;

/** Throws InvalidNextTokenException for a token that no page gave. */
export const paginate = <T>(
  items: Iterable<T>,
  input: PagedInput,
  keyOf: (item: T) => string,
  limit = defaultResults,
): Page<T> =>
  pageOf(items, {
    limit: input.MaxResults ?? limit,
    token: input.NextToken,
    keyOf,
    invalidToken: () => new AwsError('InvalidNextTokenException', 'The NextToken value is invalid.'),
  });
