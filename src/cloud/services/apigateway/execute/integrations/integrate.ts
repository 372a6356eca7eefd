import { UnsupportedError } from '../../../../kernel/errors.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import { type Exchange, type RoutedExchange, routed } from '../exchange.ts';
import { integrateFunctionProxy } from './function-proxy.ts';

/** Asks the method's integration and keeps its answer as the reply. */
export async function integrate(exchange: Exchange): Promise<void> {
  const call = routed(exchange);
  const { clock } = call.kernel;
  const startMs = clock.monotonic();
  let response: HttpResponse | undefined;
  try {
    response = await ask(call);
  } finally {
    exchange.integration = { latencyMs: clock.monotonic() - startMs, status: response?.status };
  }
  exchange.reply = response;
}

function ask(exchange: RoutedExchange): Promise<HttpResponse> {
  const { type } = exchange.match.method.integration;
  switch (type) {
    case 'AWS_PROXY':
      return integrateFunctionProxy(exchange);
    default:
      throw new UnsupportedError(`integrations of type ${type} of REST APIs`);
  }
}
