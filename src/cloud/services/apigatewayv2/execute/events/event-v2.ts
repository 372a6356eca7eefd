import { queryValues } from '../../../../gateway/requests/query-values.ts';
import { requestTime } from '../../../../gateway/requests/request-time.ts';
import type { Authorization } from '../authorization.ts';
import type { RoutedExchange } from '../exchange.ts';
import type { RequestView } from '../request/request-view.ts';
import { encodeBody } from './body-encoding.ts';
import { originOf } from './event-context.ts';

/**
 * The event of payload format 2.0. What is empty is left out, never null.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function buildEventV2(exchange: RoutedExchange): object {
  const { view, request, stage } = exchange;
  const { body, isBase64Encoded } = encodeBody(request.body, request.headers['content-type']);
  return {
    version: '2.0',
    routeKey: exchange.match.route.key,
    ...requestPartV2(view),
    requestContext: requestContextV2(exchange),
    ...(body !== undefined && { body }),
    ...pathParametersOf(exchange),
    isBase64Encoded,
    ...(stage.variables && { stageVariables: stage.variables }),
  };
}

/** The part that Lambda authorizers of format 2.0 are shown as well. */
export function requestPartV2(view: RequestView): object {
  const headers: Record<string, string> = {};
  let cookies: string[] | undefined;
  for (const [name, values] of view.headers) {
    if (name === 'cookie') cookies = values.flatMap((value) => value.split(/;\s*/)).filter((cookie) => cookie !== '');
    else headers[name] = values.join(',');
  }
  const query = queryValues(view.query);
  return {
    rawPath: view.path,
    rawQueryString: view.query,
    ...(cookies && cookies.length > 0 && { cookies }),
    headers,
    ...(query && { queryStringParameters: joined(query) }),
  };
}

/** `requestContext` of format 2.0; `authorizer` is there on guarded routes alone. */
export function requestContextV2(exchange: RoutedExchange): object {
  const { view, request, receivedMs, authorization } = exchange;
  const { accountId, apiId, domainName, domainPrefix, requestId, stage } = originOf(exchange);
  return {
    accountId,
    apiId,
    ...(authorization && { authorizer: authorizerV2(authorization) }),
    domainName,
    domainPrefix,
    http: {
      method: request.method,
      path: view.path,
      protocol: 'HTTP/1.1',
      sourceIp: request.remoteAddress,
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey: exchange.match.route.key,
    stage,
    time: requestTime(receivedMs),
    timeEpoch: receivedMs,
  };
}

/** To be spread into an event: nothing when the route has no variables. */
export function pathParametersOf({ match }: RoutedExchange): object {
  const { pathParameters } = match;
  return Object.keys(pathParameters).length > 0 ? { pathParameters } : {};
}

function authorizerV2(authorization: Authorization): object {
  switch (authorization.kind) {
    case 'jwt':
      return { jwt: { claims: authorization.claims, scopes: authorization.scopes } };
    case 'lambda':
      return { lambda: authorization.context };
    case 'iam':
      return { iam: authorization.iam };
  }
}

const joined = (values: ReadonlyMap<string, readonly string[]>): Record<string, string> =>
  Object.fromEntries([...values].map(([name, list]) => [name, list.join(',')]));
