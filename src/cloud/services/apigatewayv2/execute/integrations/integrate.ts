import { callBackend } from '../../../../gateway/integrations/call-integration.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import { traceHeader } from '../../../../kernel/trace.ts';
import type { CompiledIntegration, FunctionIntegration, HttpIntegration } from '../../compile/compile-integration.ts';
import { buildEventV1, buildEventV2 } from '../events.ts';
import { type Exchange, type RoutedExchange, routed } from '../exchange.ts';
import { askFunction, sourceArns } from '../function-answer.ts';
import { integrationFailed, integrationTimedOut, serviceUnavailable } from '../gateway-error.ts';
import { integrateService } from './integrate-service.ts';
import { mapRequest, mapResponse } from './map-parameters.ts';
import { readResponseV1, readResponseV2 } from './proxy-response.ts';

/** Asks the route's integration and keeps its answer as the reply, mappings of both directions applied. */
export async function integrate(exchange: Exchange): Promise<void> {
  const call = routed(exchange);
  const { integration } = call.match.route;
  if (!integration) throw integrationFailed('No integration defined for the route');
  if (integration.requestMapping) call.view = mapRequest(integration.requestMapping, call.view, call);
  const { clock } = call.kernel;
  const startMs = clock.monotonic();
  let answer: IntegrationAnswer | undefined;
  try {
    answer = await ask(call, integration);
  } finally {
    exchange.integration = {
      latencyMs: clock.monotonic() - startMs,
      integrationStatus: answer?.integrationStatus,
      status: answer?.response.status,
      requestId: undefined,
    };
  }
  const mapping = integration.responseMappings.get(answer.response.status);
  exchange.reply = mapping ? mapResponse(mapping, answer.response, call) : answer.response;
}

async function ask(exchange: RoutedExchange, integration: CompiledIntegration): Promise<IntegrationAnswer> {
  switch (integration.kind) {
    case 'function':
      return integrateFunction(exchange, integration);
    case 'http':
      return integrateHttp(exchange, integration);
    case 'service': {
      const response = await integrateService(exchange, integration);
      return { response, integrationStatus: response.status };
    }
  }
}

/** What the integration answered, and the status of the service behind it for the log. */
export interface IntegrationAnswer {
  readonly response: HttpResponse;
  readonly integrationStatus: number;
}

/** A Lambda proxy integration: event in, response out. */
async function integrateFunction(
  exchange: RoutedExchange,
  integration: FunctionIntegration,
): Promise<IntegrationAnswer> {
  const { target, format, timeoutMs } = integration;
  if (!target) throw integrationFailed('The integration URI names no Lambda function');
  const event = format === '2.0' ? buildEventV2(exchange) : buildEventV1(exchange);
  const { payload, status } = await askFunction(exchange, {
    target,
    event,
    sourceArns: integration.hasCredentials ? undefined : sourceArns(exchange),
    timeoutMs,
  });
  const response = format === '2.0' ? readResponseV2(payload) : readResponseV1(payload);
  return { response, integrationStatus: status };
}

/** The gateway speaks for the client, but these are between it and the backend. */
const rewritten: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

/**
 * An HTTP proxy integration: the request goes on to the URL, the response comes back as it is.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html
 */
async function integrateHttp(exchange: RoutedExchange, integration: HttpIntegration): Promise<IntegrationAnswer> {
  const { request, view, kernel, gateway } = exchange;
  const url = urlOf(exchange, integration.uri);
  const method = integration.method === 'ANY' ? request.method : integration.method;
  const sent = { method, url, headers: headersFor(exchange, url), body: request.body };
  const outcome = await callBackend(gateway.outbound, kernel.clock, sent, integration.timeoutMs);
  if (outcome.kind === 'answer') return { response: outcome.response, integrationStatus: outcome.response.status };
  if (outcome.kind === 'timeout') throw integrationTimedOut();
  const { reason } = outcome;
  kernel.log.debug(`apigatewayv2 ${url.origin}${view.path}: ${reason}`);
  throw serviceUnavailable('INTEGRATION_FAILURE', `There was an error connecting to the HTTP endpoint: ${reason}`);
}

/** The configured URL with its path variables filled in, and the client's query behind its own. */
function urlOf({ match, view, routePath }: RoutedExchange, uri: string): URL {
  const filled = uri.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const { pathParameters } = match;
    const value = Object.hasOwn(pathParameters, name) ? (pathParameters[name] ?? '') : '';
    return value.split('/').map(encodeURIComponent).join('/');
  });
  let url: URL;
  try {
    url = new URL(filled);
  } catch {
    throw integrationFailed(`Invalid HTTP endpoint specified for URI ${uri} and path ${routePath}`);
  }
  const queries = [url.search.slice(1), view.query].filter((query) => query !== '');
  if (queries.length > 0) url.search = queries.join('&');
  return url;
}

function headersFor(
  { view, request, address, trace }: RoutedExchange,
  url: URL,
): Record<string, string | readonly string[]> {
  const headers: Record<string, string | readonly string[]> = { host: url.host };
  for (const [name, values] of view.headers) {
    if (!rewritten.has(name)) headers[name] = values.length === 1 && values[0] !== undefined ? values[0] : values;
  }
  const forwarded = `by=127.0.0.1;for=${request.remoteAddress};host=${address.domainName};proto=http`;
  headers['x-amzn-trace-id'] = traceHeader(trace);
  headers.forwarded = [view.headers.get('forwarded') ?? [], forwarded].flat().join(', ');
  if (request.body.byteLength > 0 || !['GET', 'HEAD', 'OPTIONS', 'DELETE'].includes(request.method)) {
    headers['content-length'] = String(request.body.byteLength);
  }
  return headers;
}
