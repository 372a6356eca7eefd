import { pageOf } from '../../service-kit/pages.ts';
import { badRequest } from './errors.ts';

/** Every list takes its limit and where it goes on. */
interface PageInput {
  readonly limit?: number | undefined;
  readonly position?: string | undefined;
}

const pageItemsDefault = 25;
const pageItemsMax = 500;

/**
 * One page of a list; https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html
 * @throws BadRequestException for a position that no page gave
 */
export function listPage<T>(
  items: readonly T[],
  { limit = pageItemsDefault, position }: PageInput,
  keyOf: (item: T) => string,
): { readonly items: T[]; readonly position: string | undefined } {
  const page = pageOf(items, {
    limit: Math.min(Math.max(limit, 1), pageItemsMax),
    token: position,
    keyOf,
    invalidToken: () => badRequest('Invalid position parameter'),
  });
  return { items: [...page.items], position: page.next };
}
