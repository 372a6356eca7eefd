import { queryValues, requestTime } from '../../../gateway/requests/request-values.ts';
import { pathOf } from '../compile/router.ts';
import type { Authorization } from './authorization.ts';
import type { RequestView, RoutedExchange } from './exchange.ts';

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

/**
 * The event of payload format 1.0 as HTTP APIs send it: that of REST APIs with a version and lower-cased headers.
 * What is empty is null.
 */
export function buildEventV1(exchange: RoutedExchange): object {
  const { request, stage, match } = exchange;
  const { body, isBase64Encoded } = encodeBody(request.body, request.headers['content-type']);
  const parameters = match.pathParameters;
  return {
    version: '1.0',
    resource: pathOf(match.route.key),
    ...requestPartV1(exchange),
    requestContext: requestContextV1(exchange),
    pathParameters: Object.keys(parameters).length > 0 ? parameters : null,
    stageVariables: stage.variables ?? null,
    body: body ?? null,
    isBase64Encoded,
  };
}

/** The part that Lambda authorizers of format 1.0 are shown as well. */
export function requestPartV1(exchange: RoutedExchange): object {
  const { view, request } = exchange;
  const query = queryValues(view.query);
  return {
    path: pathV1(exchange),
    httpMethod: request.method,
    headers: lastValues(view.headers),
    multiValueHeaders: Object.fromEntries(view.headers),
    queryStringParameters: query ? lastValues(query) : null,
    multiValueQueryStringParameters: query ? Object.fromEntries(query) : null,
  };
}

/** At a custom domain the path as the client wrote it, with what the mapping takes and without the stage. */
function pathV1({ view, address: { custom, path } }: RoutedExchange): string {
  return custom ? `${custom.mappedPath}${path}` : view.path;
}

/** `requestContext` of format 1.0; who is nobody is null. */
export function requestContextV1(exchange: RoutedExchange): object {
  const { request, receivedMs, authorization, match } = exchange;
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
    path: pathV1(exchange),
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

/** What both payload formats say of where a request arrived. */
const originOf = ({ api, stage, address, requestId }: RoutedExchange) => ({
  accountId: api.account,
  apiId: address.apiId,
  domainName: address.domainName,
  domainPrefix: address.domainName.split('.', 1)[0] ?? '',
  requestId,
  stage: stage.name,
});

/**
 * Media types whose bodies a function gets as text; parameters do not matter. Everything else, forms and bodies
 * without a type included, arrives in base64. Which types AWS counts is disputed among those who measured it
 * (README.md): these are the ones that all agree on.
 */
const textTypes: ReadonlySet<string> = new Set(['application/json', 'application/xml', 'application/javascript']);

interface EncodedBody {
  /** Undefined when the request has no body. */
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
}

/** A request body as events of both formats carry it; forms count as bytes, which surprises many. */
function encodeBody(body: Uint8Array, contentType: string | undefined): EncodedBody {
  if (body.byteLength === 0) return { body: undefined, isBase64Encoded: false };
  const mediaType = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isText = mediaType.startsWith('text/') || textTypes.has(mediaType);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return { body: bytes.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}
