import { queryValues } from '../../../../gateway/requests/query-values.ts';
import { requestTime } from '../../../../gateway/requests/request-time.ts';
import { pathOf } from '../../compile/route-key.ts';
import type { Authorization } from '../authorization.ts';
import type { RoutedExchange } from '../exchange.ts';
import type { RequestView } from '../request/request-view.ts';
import { encodeBody } from './body-encoding.ts';
import { originOf } from './event-context.ts';

/**
 * The event of payload format 1.0 as HTTP APIs send it: that of REST APIs with a version and lower-cased headers.
 * What is empty is null.
 */
export function buildEventV1(exchange: RoutedExchange): object {
  const { view, request, stage, match } = exchange;
  const { body, isBase64Encoded } = encodeBody(request.body, request.headers['content-type']);
  const parameters = match.pathParameters;
  return {
    version: '1.0',
    resource: pathOf(match.route.key),
    ...requestPartV1(view, request.method),
    requestContext: requestContextV1(exchange),
    pathParameters: Object.keys(parameters).length > 0 ? parameters : null,
    stageVariables: stage.variables ?? null,
    body: body ?? null,
    isBase64Encoded,
  };
}

/** The part that Lambda authorizers of format 1.0 are shown as well. */
export function requestPartV1(view: RequestView, httpMethod: string): object {
  const query = queryValues(view.query);
  return {
    path: view.path,
    httpMethod,
    headers: lastValues(view.headers),
    multiValueHeaders: Object.fromEntries(view.headers),
    queryStringParameters: query ? lastValues(query) : null,
    multiValueQueryStringParameters: query ? Object.fromEntries(query) : null,
  };
}

/** `requestContext` of format 1.0; who is nobody is null. */
export function requestContextV1(exchange: RoutedExchange): object {
  const { view, request, receivedMs, authorization, match } = exchange;
  const { accountId, apiId, domainName, domainPrefix, requestId, stage } = originOf(exchange);
  return {
    accountId,
    apiId,
    authorizer: authorizerV1(authorization),
    domainName,
    domainPrefix,
    extendedRequestId: requestId,
    httpMethod: request.method,
    identity: identityOf(exchange),
    path: view.path,
    protocol: 'HTTP/1.1',
    requestId,
    requestTime: requestTime(receivedMs),
    requestTimeEpoch: receivedMs,
    resourceId: null,
    resourcePath: pathOf(match.route.key),
    stage,
  };
}

function identityOf({ authorization, request }: RoutedExchange): object {
  const iam = authorization?.kind === 'iam' ? authorization.iam : undefined;
  return {
    accessKey: iam?.accessKey ?? null,
    accountId: iam?.accountId ?? null,
    caller: iam?.callerId ?? null,
    cognitoAmr: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: iam?.principalOrgId || null,
    sourceIp: request.remoteAddress,
    user: iam?.userId ?? null,
    userAgent: request.headers['user-agent'] ?? '',
    userArn: iam?.userArn ?? null,
  };
}

/** On an open route both members are there and null, as captures of HTTP APIs show. */
function authorizerV1(authorization: Authorization | undefined): object {
  if (authorization?.kind === 'jwt') return { claims: authorization.claims, scopes: authorization.scopes };
  if (authorization?.kind === 'lambda') {
    const { principalId, context } = authorization;
    return { ...(principalId !== undefined && { principalId }), ...context };
  }
  return { claims: null, scopes: null };
}

/** Of a repeated header or parameter the last one counts, as in REST APIs; the multi-value maps have them all. */
const lastValues = (values: ReadonlyMap<string, readonly string[]>): Record<string, string> =>
  Object.fromEntries([...values].map(([name, list]) => [name, list.at(-1) ?? '']));
