import { queryValues, requestTime } from '../../../../gateway/requests/request-values.ts';
import { requestAuthorizer, requestIdentity } from '../authorizers/request-identity.ts';
import type { RoutedExchange } from '../exchange.ts';
import { requestHeaders } from '../request-headers.ts';
import { isBinary, mediaTypeOf } from './media-types.ts';

/**
 * The event of Lambda proxy integrations. What is empty is null; unlike that of HTTP APIs it has no version, and headers
 * keep the client's casing. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function buildProxyEvent(exchange: RoutedExchange): object {
  const { request, stage, match, verb } = exchange;
  const headers = requestHeaders(exchange);
  const query = queryValues(request.query);
  const { body } = request;
  const isBase64Encoded = body.byteLength > 0 && isBinary(exchange, mediaTypeOf(request.headers['content-type']));
  return {
    resource: match.method.resource.path,
    path: pathOf(exchange),
    httpMethod: verb,
    headers: headers.size > 0 ? lastValues(headers) : null,
    multiValueHeaders: headers.size > 0 ? Object.fromEntries(headers) : null,
    queryStringParameters: query ? lastValues(query) : null,
    multiValueQueryStringParameters: query ? Object.fromEntries(query) : null,
    pathParameters: pathParametersOf(exchange),
    stageVariables: Object.keys(stage.variables).length > 0 ? stage.variables : null,
    requestContext: requestContextOf(exchange),
    body: body.byteLength === 0 ? null : Buffer.from(body).toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  };
}

function requestContextOf(exchange: RoutedExchange): object {
  const { api, address, stage, match, requestId, extendedRequestId, receivedMs, verb } = exchange;
  const { operationName } = match.method.record;
  return {
    resourceId: match.method.resource.id,
    ...requestAuthorizer(exchange),
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
    identity: requestIdentity(exchange),
    domainName: address.domainName,
    // Tests are of what no deployment has frozen.
    ...(stage.deployment.id && { deploymentId: stage.deployment.id }),
    apiId: address.apiId,
  };
}

/** At a custom domain with what the mapping takes. */
const pathOf = ({ address: { custom, path }, resourcePath }: RoutedExchange): string =>
  custom ? `${custom.mappedPath}${path}` : resourcePath;

/** As they were sent: unlike those of HTTP APIs they are not decoded. */
const pathParametersOf = ({ match }: RoutedExchange): object | null =>
  Object.keys(match.pathParameters).length > 0 ? match.pathParameters : null;

/** Of a repeated header or parameter the last one counts; the multi-value maps have them all. */
function lastValues(values: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  const last = new Map<string, string>();
  for (const [name, list] of values) last.set(name, list[list.length - 1] ?? '');
  return Object.fromEntries(last);
}
