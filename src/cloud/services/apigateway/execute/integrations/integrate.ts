import { functionTarget } from '../../../../gateway/integrations/function-target.ts';
import { UnsupportedError } from '../../../../kernel/errors.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import { type Exchange, type RoutedExchange, routed } from '../exchange.ts';
import { askAwsService } from './aws-service.ts';
import { askMappedFunction } from './function-backend.ts';
import { askFunctionProxy, proxyReply, proxyRequest } from './function-proxy.ts';
import { askHttpBackend } from './http-backend.ts';
import type { BackendAnswer, MappedRequest } from './mapped-request.ts';
import { answerMock } from './mock.ts';
import { mapRequest } from './request-mapping.ts';
import { mapResponse } from './response-mapping.ts';
import { isStreamed } from './stream-limits.ts';
import { askStreamedFunction } from './streamed-function.ts';

/** Asks the method's integration and keeps its answer as the reply. */
export function integrate(exchange: Exchange): void | Promise<void> {
  const call = routed(exchange);
  // Nobody is waited for, nor is anything measured: mocks are answered at once.
  if (call.match.method.integration.type === 'MOCK') {
    exchange.reply = mapResponse(call, answerMock(call));
    return;
  }
  return integrateBackend(call);
}

async function integrateBackend(exchange: RoutedExchange): Promise<void> {
  exchange.reply = await replyOf(exchange);
}

async function replyOf(exchange: RoutedExchange): Promise<HttpResponse> {
  const { type } = exchange.match.method.integration;
  if (type === 'AWS_PROXY') {
    const request = proxyRequest(exchange);
    if (isStreamed(exchange)) return measured(exchange, () => askStreamedFunction(exchange, request));
    return proxyReply(exchange, await measured(exchange, () => askFunctionProxy(exchange, request)));
  }
  const mapped = mapRequest(exchange);
  return mapResponse(exchange, await measured(exchange, () => askBackend(exchange, mapped)));
}

function askBackend(exchange: RoutedExchange, mapped: MappedRequest): Promise<BackendAnswer> {
  const { type } = exchange.match.method.integration;
  switch (type) {
    case 'HTTP':
    case 'HTTP_PROXY':
      return askHttpBackend(exchange, mapped);
    case 'AWS':
      if (functionTarget(mapped.uri)) return askMappedFunction(exchange, mapped);
      return askAwsService(exchange, mapped);
    default:
      throw new UnsupportedError(`integrations of type ${type} of REST APIs`);
  }
}

/** Tells logs and metrics how long the backend took, whether it answered or not. */
async function measured<Answer extends { readonly status: number }>(
  exchange: RoutedExchange,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const { clock } = exchange.kernel;
  const startMs = clock.monotonic();
  let answer: Answer | undefined;
  try {
    answer = await ask();
    return answer;
  } finally {
    exchange.integration = { latencyMs: clock.monotonic() - startMs, status: answer?.status };
  }
}
