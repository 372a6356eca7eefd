import { queryValues, requestTime } from '../../../gateway/requests/request-values.ts';
import { type Exchange, headerText } from './exchange.ts';
import { jsonPath } from './request/json-path.ts';

type Read = (exchange: Exchange) => string | number | undefined;

const userAgent: Read = ({ request }) => request.headers['user-agent'];

/**
 * `$context` of HTTP APIs; what is missing here renders as nothing in mappings and as `-` in logs.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const contextVariables: Readonly<Record<string, Read>> = {
  accountId: ({ api }) => api.account,
  apiId: ({ address }) => address.apiId,
  'authorizer.error': ({ failure }) => failure?.details.authorizerError,
  'authorizer.principalId': ({ authorization }) =>
    authorization?.kind === 'lambda' ? authorization.principalId : undefined,
  awsEndpointRequestId: ({ integration }) => integration?.requestId,
  dataProcessed: ({ request, reply }) => request.body.byteLength + lengthOf(reply?.body),
  domainName: ({ address }) => address.domainName,
  domainPrefix: ({ address }) => address.domainName.split('.', 1)[0],
  'error.message': ({ failure }) => failure?.message,
  'error.messageString': ({ failure }) => failure && JSON.stringify(failure.message),
  'error.responseType': ({ failure }) => failure?.type,
  extendedRequestId: ({ requestId }) => requestId,
  httpMethod: ({ request }) => request.method,
  'identity.accountId': (exchange) => iam(exchange)?.accountId,
  'identity.caller': (exchange) => iam(exchange)?.callerId,
  'identity.principalOrgId': (exchange) => iam(exchange)?.principalOrgId || undefined,
  'identity.sourceIp': ({ request }) => request.remoteAddress,
  'identity.user': (exchange) => iam(exchange)?.userId,
  'identity.userAgent': userAgent,
  'identity.userArn': (exchange) => iam(exchange)?.userArn,
  'integration.error': ({ failure }) => failure?.details.integrationError,
  'integration.integrationStatus': ({ integration }) => integration?.integrationStatus,
  'integration.latency': ({ integration }) => integration && Math.round(integration.latencyMs),
  'integration.requestId': ({ integration }) => integration?.requestId,
  'integration.status': ({ integration }) => integration?.status,
  integrationErrorMessage: ({ failure }) => failure?.details.integrationError,
  integrationLatency: ({ integration }) => integration && Math.round(integration.latencyMs),
  integrationStatus: ({ integration }) => integration?.integrationStatus,
  path: ({ address }) => address.path,
  protocol: () => 'HTTP/1.1',
  requestId: ({ requestId }) => requestId,
  requestTime: ({ receivedMs }) => requestTime(receivedMs),
  requestTimeEpoch: ({ receivedMs }) => receivedMs,
  responseLatency: ({ boundary }) => Math.round(boundary.elapsedMs),
  responseLength: ({ reply }) => lengthOf(reply?.body),
  routeKey: ({ match }) => match?.route.key,
  stage: ({ stage }) => stage?.name,
  status: ({ reply }) => reply?.status,
};

/** The value of `$context.{name}`; undefined when there is none. */
export function contextVariable(exchange: Exchange, name: string): string | undefined {
  const read = Object.hasOwn(contextVariables, name) ? contextVariables[name] : undefined;
  const value = read ? read(exchange) : authorizerVariable(exchange, name);
  return value === undefined ? undefined : String(value);
}

/** `authorizer.claims.x` of tokens and `authorizer.x` of Lambda authorizers; `authorizer.claims` alone is nothing. */
function authorizerVariable({ authorization }: Exchange, name: string): string | undefined {
  const claim = /^authorizer\.claims\.(.+)$/.exec(name)?.[1];
  if (claim !== undefined) return authorization?.kind === 'jwt' ? own(authorization.claims, claim) : undefined;
  const property = /^authorizer\.(.+)$/.exec(name)?.[1];
  if (property === undefined || authorization?.kind !== 'lambda') return undefined;
  return own(authorization.context, property);
}

/** The families of variables that a request can be asked for. */
export type VariableSource = 'request' | 'context' | 'stageVariables';

/** The value of `$request.{name}`, `$context.{name}` or `$stageVariables.{name}`; undefined when there is none. */
export function readVariable(exchange: Exchange, source: VariableSource, name: string): string | undefined {
  switch (source) {
    case 'request':
      return requestVariable(exchange, name);
    case 'context':
      return contextVariable(exchange, name);
    case 'stageVariables':
      return stageVariable(exchange, name);
  }
}

/** `$request.header.x`, `$request.querystring.x`, `$request.path[.x]`, `$request.body[.path]`; undefined when absent. */
function requestVariable(exchange: Exchange, name: string): string | undefined {
  const { view, request, match } = exchange;
  if (name === 'path') return view?.path;
  const [kind = '', ...rest] = name.split('.');
  const key = rest.join('.');
  if (kind === 'header') return view && headerText(view, key.toLowerCase());
  if (kind === 'querystring') return view && queryValues(view.query)?.get(key)?.join(',');
  if (kind === 'path') return match && own(match.pathParameters, key);
  if (kind.startsWith('body')) return jsonPath(request.body, name.slice('body'.length));
  return undefined;
}

/** `$stageVariables.{name}` */
const stageVariable = ({ stage }: Exchange, name: string): string | undefined =>
  stage?.variables && own(stage.variables, name);

const iam = ({ authorization }: Exchange) => (authorization?.kind === 'iam' ? authorization.iam : undefined);

/** A member of its own: `constructor` and the like are no variables. Structures are told as JSON. */
function own(record: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = Object.hasOwn(record, key) ? record[key] : undefined;
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function lengthOf(body: Uint8Array | string | undefined): number {
  return body === undefined ? 0 : Buffer.byteLength(body);
}
