import { methodSettings } from '../compile/method-settings.ts';
import { type RequestSample, requestOperation } from '../metrics.ts';
import { serviceName } from '../state.ts';
import type { Step } from './exchange.ts';

/** Counts every request that reached a stage. */
export const countMetrics: Step = (exchange) => {
  const { stage, match, reply, integration, cache, boundary, api, verb, gateway } = exchange;
  if (!stage) return;
  const isDetailed = match && methodSettings(stage, match.method, verb).metricsEnabled === true;
  const input: RequestSample = {
    apiName: api.record.name,
    stage: stage.name,
    isCanary: stage.isCanary,
    method: isDetailed ? { verb, path: match.method.resource.path } : undefined,
    status: reply?.status ?? 500,
    integrationLatencyMs: integration?.latencyMs,
    isHit: cache?.isHit,
  };
  const { account, region } = api;
  const call = { account, region, operation: requestOperation, input, output: undefined, error: undefined };
  gateway.metrics.record(serviceName, call, () => boundary.elapsedMs);
};
