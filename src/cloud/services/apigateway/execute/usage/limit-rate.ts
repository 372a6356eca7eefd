import type { ThrottleSettings } from '@aws-sdk/client-api-gateway';
import type { Throttle } from '../../../../gateway/throttling/rate-limiter.ts';
import { stageSettings } from '../../compile/method-settings.ts';
import { dayOf, remainingOn, unused, usageKey } from '../../quota.ts';
import { type Exchange, type Metered, type RoutedExchange, routed } from '../exchange.ts';
import { GatewayFailure } from '../gateway-failure.ts';
import { stateOf } from './require-api-key.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const accountThrottle: Throttle = { burst: 5000, ratePerSecond: 10_000 };

/**
 * Limits in AWS's order: those of the client's plan, of the method in its stage, of the account. A request that none of
 * them stops counts for the quota of its plan.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function limitRate(exchange: Exchange): void {
  const call = routed(exchange);
  const { api, metered } = call;
  if (metered) takeOfPlan(call, metered);
  takeOfStage(call);
  take(call, `${api.account}/${api.region}`, accountThrottle);
  if (metered) useQuota(call, metered);
}

function take({ gateway, kernel }: RoutedExchange, bucket: string, throttle: Throttle): void {
  if (!gateway.limiter.take(bucket, throttle, kernel.clock.now())) throw new GatewayFailure('THROTTLED');
}

/** A limit of the plan for this method takes the place of that for all. Buckets are one for each client. */
function takeOfPlan(call: RoutedExchange, { apiKeyId, plan }: Metered): void {
  const { api, stage } = call;
  const apiStage = plan.apiStages?.find(({ apiId, stage: name }) => apiId === api.record.id && name === stage.name);
  const own = methodKeys(call).find((key) => apiStage?.throttle && Object.hasOwn(apiStage.throttle, key));
  const bucket = `${plan.id}/${apiKeyId}`;
  const throttle = throttleOf(own === undefined ? plan.throttle : apiStage?.throttle?.[own]);
  if (throttle) take(call, own === undefined ? bucket : `${bucket}/${api.record.id}/${stage.name}/${own}`, throttle);
}

/** How plans name a method, from the most to the least exact. */
function methodKeys({ match, verb }: RoutedExchange): string[] {
  const { resource, verb: declared } = match.method;
  return [...new Set([`${resource.path}/${verb}`, `${resource.path}/${declared}`, '*/*'])];
}

/** Undefined where there is no limit. A limit of which one half alone is given is as generous in the other. */
function throttleOf(settings: ThrottleSettings | undefined): Throttle | undefined {
  if (!settings) return undefined;
  const { burstLimit = 0, rateLimit = 0 } = settings;
  return { burst: burstLimit || Math.ceil(rateLimit), ratePerSecond: rateLimit };
}

/** The stage's settings for the method, or those for all its methods, which each has for itself. */
function takeOfStage(call: RoutedExchange): void {
  const { api, stage, match, verb } = call;
  if (stage.settings.size === 0) return;
  const key = `${match.method.resource.path}/${verb}`;
  const { throttlingBurstLimit, throttlingRateLimit } = stage.settings.get(key) ?? stageSettings(stage);
  const burst = limitOf(throttlingBurstLimit) ?? accountThrottle.burst;
  const ratePerSecond = limitOf(throttlingRateLimit) ?? accountThrottle.ratePerSecond;
  if (burst >= accountThrottle.burst && ratePerSecond >= accountThrottle.ratePerSecond) return;
  take(call, `${api.record.id}/${stage.name}${key}`, { burst, ratePerSecond });
}

/** `-1` switches a limit off. */
const limitOf = (limit: number | undefined): number | undefined =>
  limit === undefined || limit < 0 ? undefined : limit;

function useQuota(call: RoutedExchange, { apiKeyId, plan }: Metered): void {
  const state = stateOf(call);
  const today = dayOf(call.kernel.clock.now());
  const { id: usagePlanId, quota } = plan;
  if (quota && remainingOn(state, { usagePlanId, keyId: apiKeyId }, today, quota) <= 0) {
    throw new GatewayFailure('QUOTA_EXCEEDED');
  }
  const key = usageKey(usagePlanId, apiKeyId, today);
  const record = state.usage.get(key) ?? unused;
  state.usage.set(key, { ...record, used: record.used + 1 });
}
