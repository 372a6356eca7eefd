import { requestTime } from '../../../gateway/requests/request-values.ts';
import { traceHeader } from '../../../kernel/trace.ts';
import { authorizationEntries, authorizationVariable } from './authorizers/authorization-variables.ts';
import type { Exchange } from './exchange.ts';

type Read = (exchange: Exchange) => string | number | undefined;

const integrationError: Read = ({ failure }) => failure?.details.integrationError;
const integrationLatency: Read = ({ integration }) => integration && Math.round(integration.latencyMs);
const integrationStatus: Read = ({ integration }) => integration?.status;

/**
 * `$context` of REST APIs, by its path, for templates, logs and gateway responses alike. What only one step knows is in
 * `contextValues`, where that step puts it: `authorizer.*`, `authorize.*`, `authenticate.*`, `identity.*` of callers and
 * keys, `waf.*`, `cipherSuite`, `tlsVersion`, `isCanaryRequest`, overrides. An unknown name has no value.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const contextVariables: Readonly<Record<string, Read>> = {
  accountId: ({ api }) => api.account,
  apiId: ({ address }) => address.apiId,
  'authorizer.error': ({ failure }) => failure?.details.authorizerError,
  awsEndpointRequestId: ({ integration }) => integration?.requestId,
  'customDomain.basePathMatched': ({ address: { custom } }) =>
    custom && (custom.mappedPath.replace(/^\//, '') || '(none)'),
  deploymentId: ({ stage }) => stage?.deployment.id,
  domainName: ({ address }) => address.domainName,
  domainPrefix: ({ address }) => address.domainName.split('.', 1)[0],
  endpointType: ({ api }) => api.record.endpointConfiguration?.types?.[0] ?? 'EDGE',
  'error.message': ({ failure }) => failure?.message,
  'error.messageString': ({ failure }) => failure && JSON.stringify(failure.message || null),
  'error.responseType': ({ failure }) => failure?.type,
  'error.validationErrorString': ({ failure }) => failure?.details.validationError,
  extendedRequestId: ({ extendedRequestId }) => extendedRequestId,
  httpMethod: ({ verb }) => verb,
  'integration.error': integrationError,
  'integration.integrationStatus': integrationStatus,
  'integration.latency': integrationLatency,
  'integration.requestId': ({ integration }) => integration?.requestId,
  // Of Lambda's own answer, which is 200 also where the function answers anything else.
  'integration.status': integrationStatus,
  'integration.responseTransferMode': ({ match }) => match?.method.integration.responseTransferMode ?? 'BUFFERED',
  'integration.timeToAllHeaders': integrationLatency,
  'integration.timeToFirstContent': integrationLatency,
  integrationErrorMessage: integrationError,
  integrationLatency,
  integrationStatus,
  isCanaryRequest: ({ stage }) => (stage?.record.canarySettings ? String(stage.isCanary) : undefined),
  path: ({ address }) => address.path,
  protocol: () => 'HTTP/1.1',
  requestId: ({ requestId }) => requestId,
  requestTime: ({ receivedMs }) => requestTime(receivedMs),
  requestTimeEpoch: ({ receivedMs }) => receivedMs,
  resourceId: ({ match }) => match?.method.resource.id,
  resourcePath: ({ match }) => match?.method.resource.path,
  responseLatency: ({ boundary }) => Math.round(boundary.elapsedMs),
  responseLength: ({ reply }) => Buffer.byteLength(reply?.body ?? ''),
  stage: ({ stage }) => stage?.name,
  status: ({ reply }) => reply?.status,
  xrayTraceId: ({ trace }) =>
    traceHeader(trace)
      .split(';', 1)[0]
      ?.replace(/^Root=/, ''),
};

const names = Object.keys(contextVariables);

function readVariable(exchange: Exchange, name: string): string | number | undefined {
  const known = exchange.contextValues.get(name);
  if (known !== undefined) return known;
  return Object.hasOwn(contextVariables, name)
    ? contextVariables[name]?.(exchange)
    : authorizationVariable(exchange, name);
}

/** The value of `$context.{name}`; undefined when there is none. */
export function contextVariable(exchange: Exchange, name: string): string | undefined {
  const value = readVariable(exchange, name);
  return value === undefined ? undefined : String(value);
}

/** Those that have a value, by their paths; all of them, or the ones whose first name was asked for. */
export function* contextEntries(
  exchange: Exchange,
  asked: ReadonlySet<string> | 'all' = 'all',
): Generator<readonly [path: string, value: string | number]> {
  const isAsked = (name: string) => asked === 'all' || asked.has(name.split('.', 1)[0] ?? name);
  for (const name of new Set([...names, ...exchange.contextValues.keys()])) {
    const value = isAsked(name) ? readVariable(exchange, name) : undefined;
    if (value !== undefined) yield [name, value];
  }
  if (isAsked('identity') || isAsked('authorizer')) yield* authorizationEntries(exchange);
}
