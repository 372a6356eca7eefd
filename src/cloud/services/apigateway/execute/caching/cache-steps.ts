import type { MethodSetting } from '@aws-sdk/client-api-gateway';
import { methodSettings, ownSettings, stageSettings } from '../../compile/method-settings.ts';
import { type Exchange, type RoutedExchange, routed, type Step } from '../exchange.ts';
import { GatewayFailure } from '../gateway-failure.ts';
import { requestParameter } from '../request-parameters.ts';
import { stageCacheName } from './response-cache.ts';

const ttlSecondsDefault = 300;
const sizeGbDefault = 0.5;

/** Believed: documents show the code 199 alone. */
const ignoredWarning = '199 Cache-control headers were ignored because the caller was unauthorized.';

/**
 * Answers with what the stage keeps for such a request, unless the client asks for a new one and may.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export const answerFromCache: Step = (exchange) => {
  const call = routed(exchange);
  const settings = cachingOf(call);
  if (!settings) return;
  const { stage, api, kernel, gateway } = call;
  const name = stageCacheName(api.record.id, stage.name);
  const key = keyOf(call);
  const ttlMs = (settings.cacheTtlInSeconds ?? ttlSecondsDefault) * 1000;
  const isRenewed = asksForNew(call) && mayRenew(call, settings);
  const kept = isRenewed ? undefined : gateway.responses.get(name, key, kernel.clock.now());
  exchange.cache = { name, key, ttlMs, isHit: kept !== undefined };
  if (kept) exchange.reply = kept;
  if (asksForNew(call) && !isRenewed && warns(settings)) exchange.cache.warning = ignoredWarning;
};

/** Keeps what the integration answered, whatever its status is; what the gateway says by itself is not kept. */
export const keepInCache: Step = (exchange) => {
  const { cache, reply, failure, integration, gateway, kernel, stage } = exchange;
  if (!cache || !reply) return;
  if (!cache.isHit && !failure && integration?.status !== undefined && !reply.stream) {
    const sizeGb = Number(stage?.record.cacheClusterSize ?? sizeGbDefault);
    gateway.responses.set(cache.name, cache.key, reply, { expiresMs: kernel.clock.now() + cache.ttlMs, sizeGb });
  }
  if (cache.warning !== undefined) {
    exchange.reply = { ...reply, headers: { ...reply.headers, warning: cache.warning } };
  }
};

/** Undefined where nothing is kept. The stage's settings are for GET alone, a method's own for whatever it is. */
function cachingOf({ stage, match, verb }: RoutedExchange): MethodSetting | undefined {
  if (!stage.record.cacheClusterEnabled) return undefined;
  const own = ownSettings(stage, match.method, verb)?.cachingEnabled;
  const isEnabled = own ?? (verb === 'GET' && stageSettings(stage).cachingEnabled);
  if (!isEnabled) return undefined;
  const settings = methodSettings(stage, match.method, verb);
  return settings.cacheTtlInSeconds === 0 ? undefined : settings;
}

/** The namespace, which several resources may share, and the values of the parameters that tell requests apart. */
function keyOf(exchange: RoutedExchange): string {
  const { match, stage, verb } = exchange;
  const { integration, resource } = match.method;
  const release = stage.isCanary && !stage.record.canarySettings?.useStageCache ? 'canary' : 'stage';
  const values = (integration.cacheKeyParameters ?? []).map((name) => [name, parameterValue(exchange, name) ?? null]);
  return JSON.stringify([release, integration.cacheNamespace ?? resource.id, verb, values]);
}

/** `method.request.querystring.page`, or a parameter of the integration that is mapped from one. */
function parameterValue(exchange: RoutedExchange, name: string): string | undefined {
  const { requestParameters = {} } = exchange.match.method.integration;
  const source = name.startsWith('integration.request.') ? (requestParameters[name] ?? '') : name;
  return source.startsWith('method.request.')
    ? requestParameter(exchange, source.slice('method.request.'.length))
    : source;
}

const asksForNew = ({ request }: Exchange): boolean =>
  /(?:^|[\s,])max-age=0(?:$|[\s,])/i.test(request.headers['cache-control'] ?? '');

/** Who signs with a role or user may; that the policy allows `execute-api:InvalidateCache` is not asked. */
function mayRenew({ match, request }: RoutedExchange, settings: MethodSetting): boolean {
  if (settings.requireAuthorizationForCacheControl === false) return true;
  const isSigned = request.headers.authorization?.startsWith('AWS4-') ?? false;
  if (match.method.record.authorizationType === 'AWS_IAM' && isSigned) return true;
  if (settings.unauthorizedCacheControlHeaderStrategy === 'FAIL_WITH_403') throw new GatewayFailure('ACCESS_DENIED');
  return false;
}

const warns = ({ unauthorizedCacheControlHeaderStrategy: strategy }: MethodSetting): boolean =>
  strategy === undefined || strategy === 'SUCCEED_WITH_RESPONSE_HEADER';
