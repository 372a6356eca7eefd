import { headersByName } from '../../../../gateway/requests/request-values.ts';
import { traceHeader } from '../../../../kernel/trace.ts';
import type { Exchange, RoutedExchange } from '../exchange.ts';

/**
 * What becomes of headers on their way through the gateway.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const neverToBackend: ReadonlySet<string> = new Set([
  'content-length',
  'content-md5',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

/** Whether a function is not told of a client's header. */
export const isHiddenFromFunctions = (name: string, isSigned: boolean): boolean =>
  neverToBackendOfFunctions.has(name) || (isSigned && name === 'authorization');

const neverToBackendOfFunctions: ReadonlySet<string> = new Set(
  [...neverToBackend, 'connection'].filter((name) => name !== 'host'),
);

/** Whether name (in lower case) and value may stand in a message at all; what mappings and functions make may be anything. */
export const isHeader = (name: string, value: string): boolean =>
  /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(value);

/** Those of the client that an HTTP proxy passes on, and the gateway's own. */
export function headersToBackend(exchange: RoutedExchange): Map<string, readonly string[]> {
  const { request, match } = exchange;
  const isSigned = match.method.record.authorizationType === 'AWS_IAM';
  const headers = new Map<string, readonly string[]>();
  for (const [name, values] of headersByName(request.rawHeaders)) {
    if (neverToBackend.has(name) || name === 'content-encoding' || name === 'via') continue;
    if (name.startsWith('x-forwarded-') || (isSigned && name === 'authorization')) continue;
    headers.set(name, values);
  }
  for (const [name, value] of Object.entries(forwardedHeaders(exchange))) headers.set(name.toLowerCase(), [value]);
  return headers;
}

/** Who asked, as proxies tell those behind them. */
export function forwardedHeaders({ request, kernel }: Pick<Exchange, 'request' | 'kernel'>): Record<string, string> {
  const before = request.headers['x-forwarded-for'];
  return {
    'X-Forwarded-For': before ? `${before}, ${request.remoteAddress}` : request.remoteAddress,
    'X-Forwarded-Port': portOf(kernel.endpoint),
    'X-Forwarded-Proto': request.tls ? 'https' : 'http',
  };
}

/** An endpoint is an origin; a URL would be parsed anew for every request. */
const portOf = (endpoint: string): string => /:(\d+)$/.exec(endpoint)?.[1] ?? '80';

/** What the gateway tells every HTTP backend of itself; the first two yield to a mapping or to the client's own. */
export function gatewayHeaders({ address, trace }: RoutedExchange): readonly (readonly [string, string])[] {
  return [
    ['accept', 'application/json'],
    ['user-agent', `AmazonAPIGateway_${address.apiId}`],
    ['x-amzn-apigateway-api-id', address.apiId],
    ['x-amzn-trace-id', traceHeader(trace)],
  ];
}

/** Sent to the client under `x-amzn-Remapped-…`: the name itself is the gateway's. */
const remapped: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'max-forwards',
  'server',
  'user-agent',
  'www-authenticate',
  'x-amzn-requestid',
]);
const neverToClient: ReadonlySet<string> = new Set(['keep-alive', 'proxy-connection', 'te', 'transfer-encoding']);
/** Kept from the client, except where integrations of type AWS and MOCK map onto them. */
const remappedByMappings: ReadonlySet<string> = new Set(['expect', 'host', 'proxy-authenticate', 'trailer', 'upgrade']);

/** The name under which a header of an answer reaches the client; undefined when it does not. */
export function nameToClient(name: string, integrationType: string | undefined): string | undefined {
  if (neverToClient.has(name)) return undefined;
  if (remapped.has(name)) return `x-amzn-remapped-${name}`;
  if (remappedByMappings.has(name)) {
    return integrationType === 'AWS' || integrationType === 'MOCK' ? `x-amzn-remapped-${name}` : undefined;
  }
  if (name === 'via' && (integrationType === 'HTTP_PROXY' || integrationType === 'AWS_PROXY')) return undefined;
  if (name === 'accept' && integrationType === 'HTTP') return undefined;
  return name;
}
