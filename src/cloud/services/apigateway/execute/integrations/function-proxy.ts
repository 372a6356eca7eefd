import { withStageVariables } from '../../../../gateway/integrations/function-target.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import { traceHeader } from '../../../../kernel/trace.ts';
import type { RoutedExchange } from '../exchange.ts';
import { askFunction, failureOf } from './function-backend.ts';
import type { MappedRequest } from './mapped-request.ts';
import { buildProxyEvent } from './proxy-event.ts';
import { readProxyResponse } from './proxy-response.ts';
import { assertMayBeMapped } from './reserved-headers.ts';

/** The question to a Lambda function as a whole request; its parameters are not mapped, but some may not be tried. */
export function proxyRequest(exchange: RoutedExchange): MappedRequest {
  const { integration, mapping } = exchange.match.method;
  for (const { place, name } of mapping.parameters) {
    if (place === 'header') assertMayBeMapped(name.toLowerCase(), integration.type);
  }
  const uri = withStageVariables(integration.uri ?? '', exchange.stage.variables);
  const body = JSON.stringify(buildProxyEvent(exchange));
  const mapped: MappedRequest = { method: 'POST', path: {}, query: new Map(), headers: new Map(), body, uri };
  exchange.mapped = mapped;
  return mapped;
}

/** A Lambda proxy integration: event in, response out. */
export async function askFunctionProxy(
  exchange: RoutedExchange,
  { uri, body }: MappedRequest,
): Promise<FunctionAnswer> {
  const outcome = await askFunction(exchange, { uri, event: body as string });
  if (outcome.kind !== 'answer') throw failureOf(outcome);
  exchange.answered = { status: outcome.status, headers: {}, body: outcome.payload };
  return outcome;
}

interface FunctionAnswer {
  /** Lambda's own. */
  readonly status: number;
  readonly payload: string;
}

/** What the function answered, as the client sees it. */
export function proxyReply(exchange: RoutedExchange, { payload }: FunctionAnswer): HttpResponse {
  const response = readProxyResponse(payload, exchange);
  return { ...response, headers: { ...response.headers, 'x-amzn-trace-id': traceHeader(exchange.trace) } };
}
