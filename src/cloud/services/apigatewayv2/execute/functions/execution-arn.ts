import { formatArn } from '../../../../kernel/arns.ts';
import { methodOf, pathOf } from '../../compile/route-key.ts';
import type { RoutedExchange } from '../exchange.ts';

const executionArn = ({ api }: RoutedExchange, resource: string): string =>
  formatArn({
    service: 'execute-api',
    region: api.region,
    account: api.account,
    resource: `${api.record.ApiId}/${resource}`,
  });

/**
 * What a function's policy may name in `aws:SourceArn`: `{api}/{stage}/{method}{path of the route}`, with the braces of
 * path variables as they are. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 */
export function sourceArns(exchange: RoutedExchange): string[] {
  const { key } = exchange.match.route;
  const stage = exchange.stage.name;
  if (key === '$default') return [executionArn(exchange, `${stage}/$default`)];
  const path = pathOf(key);
  const methods = new Set([methodOf(key), exchange.request.method]);
  return [...methods].map((method) => executionArn(exchange, `${stage}/${method}${path}`));
}

/** What a policy of the authorizer's function names. */
export const authorizerSourceArn = (exchange: RoutedExchange, authorizerId: string): string =>
  executionArn(exchange, `authorizers/${authorizerId}`);

/** The request itself, as authorizers see it and their policies name it: with the path that was asked for. */
export const requestArn = (exchange: RoutedExchange): string =>
  executionArn(exchange, `${exchange.stage.name}/${exchange.request.method}${exchange.routePath}`);
