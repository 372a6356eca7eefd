import { type Exchange, routed } from '../exchange.ts';
import { integrationFailed } from '../gateway-error.ts';
import { type IntegrationAnswer, integrateFunction } from './integrate-function.ts';
import { integrateHttp } from './integrate-http.ts';
import { mapRequest, mapResponse } from './map-parameters.ts';

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
    answer =
      integration.kind === 'function'
        ? await integrateFunction(call, integration)
        : await integrateHttp(call, integration);
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
