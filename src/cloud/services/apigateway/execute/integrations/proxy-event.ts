import { queryValues, requestTime } from '../../../../gateway/requests/request-values.ts';
import { traceHeader } from '../../../../kernel/trace.ts';
import type { RoutedExchange } from '../exchange.ts';

/**
 * The event of Lambda proxy integrations. What is empty is null; unlike that of HTTP APIs it has no version, and headers
 * keep the client's casing. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function buildProxyEvent(exchange: RoutedExchange): object {
  const { request, stage, match, verb } = exchange;
  const headers = headersOf(exchange);
  const query = queryValues(request.query);
  const { body } = request;
  return {
    resource: match.method.resource.path,
    path: pathOf(exchange),
    httpMethod: verb,
    headers: lastValues(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: query ? lastValues(query) : null,
    multiValueQueryStringParameters: query ? Object.fromEntries(query) : null,
    pathParameters: pathParametersOf(exchange),
    stageVariables: Object.keys(stage.variables).length > 0 ? stage.variables : null,
    requestContext: requestContextOf(exchange),
    body: body.byteLength === 0 ? null : Buffer.from(body).toString('utf8'),
    isBase64Encoded: false,
  };
}

function requestContextOf(exchange: RoutedExchange): object {
  const { api, address, stage, match, request, requestId, extendedRequestId, receivedMs, verb } = exchange;
  const { operationName } = match.method.record;
  return {
    resourceId: match.method.resource.id,
    resourcePath: match.method.resource.path,
    ...(operationName !== undefined && { operationName }),
    httpMethod: verb,
    extendedRequestId,
    requestTime: requestTime(receivedMs),
    path: address.custom ? pathOf(exchange) : address.path,
    accountId: api.account,
    protocol: 'HTTP/1.1',
    stage: stage.name,
    domainPrefix: address.domainName.split('.', 1)[0] ?? '',
    requestTimeEpoch: receivedMs,
    requestId,
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: request.remoteAddress,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: request.headers['user-agent'] ?? null,
      user: null,
    },
    domainName: address.domainName,
    deploymentId: stage.deployment.id,
    apiId: address.apiId,
  };
}

/** At a custom domain with what the mapping takes. */
const pathOf = ({ address: { custom, path }, resourcePath }: RoutedExchange): string =>
  custom ? `${custom.mappedPath}${path}` : resourcePath;

function pathParametersOf({ match }: RoutedExchange): object | null {
  const entries = Object.entries(match.pathParameters);
  return entries.length > 0 ? Object.fromEntries(entries.map(([name, value]) => [name, decoded(value)])) : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Names that functions see in the gateway's casing, whatever the client's is. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['authorization', 'Authorization'],
  ['host', 'Host'],
  ['user-agent', 'User-Agent'],
]);
const dropped: ReadonlySet<string> = new Set(['connection', 'content-length', 'transfer-encoding']);

/** Headers in the order sent, those of the gateway behind them. */
function headersOf({ request, trace, kernel }: RoutedExchange): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  const { rawHeaders } = request;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const raw = rawHeaders[index] ?? '';
    const lower = raw.toLowerCase();
    if (dropped.has(lower) || lower.startsWith('x-forwarded-') || lower === 'x-amzn-trace-id') continue;
    const name = renamed.get(lower) ?? raw;
    headers.set(name, [...(headers.get(name) ?? []), rawHeaders[index + 1] ?? '']);
  }
  const before = request.headers['x-forwarded-for'];
  headers.set('X-Amzn-Trace-Id', [traceHeader(trace)]);
  headers.set('X-Forwarded-For', [before ? `${before}, ${request.remoteAddress}` : request.remoteAddress]);
  headers.set('X-Forwarded-Port', [new URL(kernel.endpoint).port || '80']);
  headers.set('X-Forwarded-Proto', ['http']);
  return headers;
}

/** Of a repeated header or parameter the last one counts; the multi-value maps have them all. */
const lastValues = (values: ReadonlyMap<string, readonly string[]>): Record<string, string> =>
  Object.fromEntries([...values].map(([name, list]) => [name, list.at(-1) ?? '']));
