import type { AuthorizerRecord } from '../../state.ts';
import type { RoutedExchange } from '../exchange.ts';
import { buildProxyEvent } from '../integrations/proxy-event.ts';
import { methodArn } from './judge-request.ts';

/** What of a proxy event is `{}` instead of null where there is none. */
const maps = ['queryStringParameters', 'multiValueQueryStringParameters', 'pathParameters', 'stageVariables'] as const;

/**
 * The event of a Lambda authorizer: the token alone, or the request without its body.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export function authorizerEvent(
  exchange: RoutedExchange,
  { type }: AuthorizerRecord,
  sources: readonly string[],
): object {
  const arn = methodArn(exchange);
  if (type === 'TOKEN') return { type, methodArn: arn, authorizationToken: sources[0] ?? '' };
  const { body: _, isBase64Encoded: __, ...request } = buildProxyEvent(exchange) as Record<string, unknown>;
  for (const name of maps) request[name] ??= {};
  return { type: 'REQUEST', methodArn: arn, ...request };
}
