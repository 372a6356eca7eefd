import type { CompiledIntegration } from '../../compile/compile-integration.ts';
import { within } from '../../gateway/deadline.ts';
import { type Exchange, type RoutedExchange, routed } from '../exchange.ts';
import { integrationFailed, serviceUnavailable } from '../gateway-error.ts';
import { type IntegrationAnswer, integrateFunction } from './integrate-function.ts';
import { integrateHttp } from './integrate-http.ts';
import { mapRequest, mapResponse } from './map-parameters.ts';

const timeoutMessage = 'Network error communicating with endpoint: the integration timed out';

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

/** A function that is too slow runs on, and its effects stay; a connection to a URL is given up. */
async function ask(call: RoutedExchange, integration: CompiledIntegration): Promise<IntegrationAnswer> {
  const abort = new AbortController();
  const work =
    integration.kind === 'function'
      ? integrateFunction(call, integration)
      : integrateHttp(call, integration, abort.signal);
  return within(call.kernel.clock, integration.timeoutMs, work, () => {
    abort.abort();
    return serviceUnavailable('INTEGRATION_TIMEOUT', timeoutMessage);
  });
}
