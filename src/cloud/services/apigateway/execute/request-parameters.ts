import { queryValues } from '../../../gateway/requests/request-values.ts';
import type { Exchange } from './exchange.ts';
import { gatewayHeader } from './request-headers.ts';

/**
 * `header.x`, `querystring.x` and `path.x` of the request, the last value of those that are there several times;
 * undefined when absent. Header names match in any casing.
 */
export const requestParameter = (exchange: Exchange, source: string): string | undefined =>
  requestParameterValues(exchange, source)?.at(-1);

/** All values, in the order sent. */
export function requestParameterValues(exchange: Exchange, source: string): readonly string[] | undefined {
  const { request, match } = exchange;
  const dot = source.indexOf('.');
  const kind = source.slice(0, dot);
  const name = source.slice(dot + 1);
  switch (kind) {
    case 'header':
    case 'multivalueheader':
      return headerValues(exchange, name.toLowerCase());
    case 'querystring':
    case 'multivaluequerystring':
      return queryValues(request.query)?.get(name);
    case 'path': {
      const value = match && Object.hasOwn(match.pathParameters, name) ? match.pathParameters[name] : undefined;
      return value === undefined ? undefined : [value];
    }
    default:
      return undefined;
  }
}

function headerValues(exchange: Exchange, name: string): string[] | undefined {
  const { rawHeaders } = exchange.request;
  const own = gatewayHeader(exchange, name);
  if (own !== undefined) return [own];
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '');
  }
  return values.length > 0 ? values : undefined;
}
