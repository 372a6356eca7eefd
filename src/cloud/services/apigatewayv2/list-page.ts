import { pageOf } from '../../service-kit/pages.ts';
import { badRequest } from './errors.ts';

/** Every list of API Gateway takes its limit as text. */
interface PageInput {
  readonly MaxResults?: string | undefined;
  readonly NextToken?: string | undefined;
}

/** As every Get…s operation answers. */
interface ListPage<T> {
  readonly Items: T[];
  readonly NextToken: string | undefined;
}

const pageItemsDefault = 100;
const pageItemsMax = 500;

/**
 * One page of a list; https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
 * @throws BadRequestException for a limit that is no number or a token that no page gave
 */
export function listPage<T>(items: readonly T[], input: PageInput, keyOf: (item: T) => string): ListPage<T> {
  const limit = input.MaxResults === undefined ? pageItemsDefault : Number(input.MaxResults);
  if (!Number.isInteger(limit) || limit < 1) throw badRequest('Invalid maxResults parameter');
  const page = pageOf(items, {
    limit: Math.min(limit, pageItemsMax),
    token: input.NextToken,
    keyOf,
    invalidToken: () => badRequest('Invalid nextToken'),
  });
  return { Items: [...page.items], NextToken: page.next };
}
