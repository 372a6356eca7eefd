import { type RestApiState, restApiState, serviceName } from '../../state.ts';
import { type Exchange, type Metered, type RoutedExchange, routed } from '../exchange.ts';
import { GatewayFailure } from '../gateway-failure.ts';

/** The state in which the keys and plans of an API are. */
export const stateOf = ({ kernel, api }: Exchange): RestApiState =>
  restApiState(kernel.world.scope(serviceName, api.account, api.region));

/**
 * Refuses requests to methods that want a key without one that is enabled and in a plan of this stage. Other requests
 * are not metered, whatever they bring along.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
 */
export function requireApiKey(exchange: Exchange): void {
  const call = routed(exchange);
  if (!call.match.method.record.apiKeyRequired) return;
  const metered = meteredBy(call);
  if (!metered) throw new GatewayFailure('INVALID_API_KEY');
  exchange.metered = metered;
}

function meteredBy(exchange: RoutedExchange): Metered | undefined {
  const value = keyOf(exchange);
  if (!value) return undefined;
  const state = stateOf(exchange);
  const { api, stage, gateway } = exchange;
  const key = gateway.apiKeys.find(state, value);
  if (!key?.enabled) return undefined;
  for (const plan of state.usagePlans.values()) {
    if (!state.usagePlanKeys.has(`${plan.id}/${key.id}`)) continue;
    const isOfStage = plan.apiStages?.some(({ apiId, stage: name }) => apiId === api.record.id && name === stage.name);
    if (isOfStage) return { apiKey: value, apiKeyId: key.id, plan };
  }
  return undefined;
}

/** The API says where keys come from: the header, or what the authorizer answered. */
const keyOf = ({ stage, request, authorization }: RoutedExchange): string | undefined => {
  if (stage.deployment.frozen.api.apiKeySource !== 'AUTHORIZER') return request.headers['x-api-key'];
  return authorization?.kind === 'lambda' ? authorization.usageIdentifierKey : undefined;
};
