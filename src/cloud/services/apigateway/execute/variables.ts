import { requestTime } from '../../../gateway/requests/request-values.ts';
import type { Exchange } from './exchange.ts';

type Read = (exchange: Exchange) => string | number | undefined;

/**
 * `$context` of REST APIs, by its path.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
const contextVariables: Readonly<Record<string, Read>> = {
  accountId: ({ api }) => api.account,
  apiId: ({ address }) => address.apiId,
  deploymentId: ({ stage }) => stage?.deployment.id,
  domainName: ({ address }) => address.domainName,
  domainPrefix: ({ address }) => address.domainName.split('.', 1)[0],
  'error.message': ({ failure }) => failure?.message,
  'error.messageString': ({ failure }) => failure && JSON.stringify(failure.message),
  'error.responseType': ({ failure }) => failure?.type,
  'error.validationErrorString': ({ failure }) => failure?.details.validationError,
  extendedRequestId: ({ extendedRequestId }) => extendedRequestId,
  httpMethod: ({ verb }) => verb,
  'identity.sourceIp': ({ request }) => request.remoteAddress,
  'identity.userAgent': ({ request }) => request.headers['user-agent'],
  integrationErrorMessage: ({ failure }) => failure?.details.integrationError,
  integrationLatency: ({ integration }) => integration && Math.round(integration.latencyMs),
  integrationStatus: ({ integration }) => integration?.status,
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
};

/** The value of `$context.{name}`; undefined when there is none. */
export function contextVariable(exchange: Exchange, name: string): string | undefined {
  const value = Object.hasOwn(contextVariables, name) ? contextVariables[name]?.(exchange) : undefined;
  return value === undefined ? undefined : String(value);
}
