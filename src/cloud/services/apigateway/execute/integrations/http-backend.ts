import { callBackend } from '../../../../gateway/integrations/call-integration.ts';
import { limitStream } from '../../../../gateway/integrations/limit-stream.ts';
import type { RoutedExchange } from '../exchange.ts';
import { GatewayFailure, misconfigured } from '../gateway-failure.ts';
import { gatewayHeaders } from './header-treatment.ts';
import type { BackendAnswer, MappedRequest, Values } from './mapped-request.ts';
import { isStreamed, streamLimits } from './stream-limits.ts';

const timeoutMsDefault = 29_000;

/**
 * Asks an HTTP backend; a VPC link leads nowhere, so its URLs are asked directly.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
 * @throws GatewayFailure 504 when it cannot be reached or is too slow, 500 for what is no URL
 */
export async function askHttpBackend(exchange: RoutedExchange, mapped: MappedRequest): Promise<BackendAnswer> {
  const { kernel, gateway, match, stage } = exchange;
  const { integration } = match.method;
  const body = Buffer.from(mapped.body as string);
  const url = urlOf(mapped);
  const streams = integration.type === 'HTTP_PROXY' && isStreamed(exchange);
  const limits = streamLimits(exchange);
  const outcome = await callBackend(
    gateway.outbound,
    kernel.clock,
    {
      method: mapped.method,
      url,
      headers: headersOf(exchange, mapped, body.byteLength),
      body,
      keepsConnectionHeaders: true,
      isStreamed: streams,
      clientCertificate: stage.clientCertificate,
      ...(integration.tlsConfig?.insecureSkipVerification && { isInsecure: true }),
    },
    integration.timeoutInMillis ?? timeoutMsDefault,
  );
  if (outcome.kind === 'timeout') throw new GatewayFailure('INTEGRATION_TIMEOUT', { integrationError: timedOut });
  if (outcome.kind === 'unreachable') {
    kernel.log.debug(`apigateway ${url.origin}: ${outcome.reason}`);
    throw new GatewayFailure('INTEGRATION_FAILURE', { integrationError: unreachable });
  }
  const { response } = outcome;
  return response.stream ? { ...response, stream: limitStream(response.stream, kernel.clock, limits) } : response;
}

const timedOut = 'Execution failed due to a timeout error';
const unreachable = 'Execution failed due to a network error communicating with endpoint';

function urlOf({ uri, query }: MappedRequest): URL {
  const illegal = /[\s{}]/.exec(uri);
  const url = illegal ? null : URL.parse(uri);
  if (!url || !/^https?:$/.test(url.protocol)) {
    const where = illegal
      ? `: Illegal character in path at index ${illegal.index}: ${uri}`
      : ': Invalid endpoint address';
    throw misconfigured(`Execution failed due to configuration error${where}`);
  }
  const own = url.search.slice(1);
  url.search = [own, encodedQuery(query)].filter((part) => part !== '').join('&');
  return url;
}

const encodedQuery = (query: Values): string =>
  [...query].flatMap(([name, values]) => values.map((value) => `${encoded(name)}=${encoded(value)}`)).join('&');

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

function headersOf(exchange: RoutedExchange, { headers, method }: MappedRequest, length: number) {
  const sent: Record<string, string | readonly string[]> = {};
  for (const [name, value] of gatewayHeaders(exchange)) sent[name] = value;
  if (length > 0) sent['content-type'] = 'application/json';
  for (const [name, values] of headers) {
    if (name !== 'host') sent[name] = values.length === 1 && values[0] !== undefined ? values[0] : values;
  }
  if (length > 0 || !['GET', 'HEAD', 'OPTIONS', 'DELETE'].includes(method)) sent['content-length'] = String(length);
  return sent;
}
