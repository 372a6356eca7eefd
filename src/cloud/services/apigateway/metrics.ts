import {
  countedLatency,
  type Dimension,
  dimensionsOf,
  type ServiceMetrics,
} from '../../service-kit/service-metrics.ts';
import type { RestApiState } from './state.ts';

/** Under which name requests to APIs are counted: no operation of the control plane has it. */
export const requestOperation = 'execute-api';

/** What metrics want to know of one request to an API. */
export interface RequestSample {
  readonly apiName: string;
  readonly stage: string;
  readonly isCanary: boolean;
  /** Where the stage asks for metrics of the method. */
  readonly method?: { readonly verb: string; readonly path: string } | undefined;
  readonly status: number;
  /** Undefined when no integration was asked. */
  readonly integrationLatencyMs: number | undefined;
  /** Undefined where nothing is kept. */
  readonly isHit: boolean | undefined;
}

const byApi = dimensionsOf('ApiName');
const byStage = dimensionsOf('ApiName', 'Stage');

/**
 * Metrics of REST APIs, by API, by stage, and by method where the stage asks for it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
export const restApiMetrics: ServiceMetrics<RestApiState> = {
  namespace: 'AWS/ApiGateway',
  principal: 'apigateway.amazonaws.com',
  ofCall({ operation, input }, count, durationMs) {
    if (operation !== requestOperation) return;
    const sample = input as RequestSample;
    const { status, integrationLatencyMs, isHit } = sample;
    const latencyMs = countedLatency(durationMs());
    for (const dimensions of allDimensions(sample)) {
      count('Count', 1, 'Count', dimensions);
      count('4XXError', status >= 400 && status < 500 ? 1 : 0, 'Count', dimensions);
      count('5XXError', status >= 500 ? 1 : 0, 'Count', dimensions);
      count('Latency', latencyMs, 'Milliseconds', dimensions);
      if (integrationLatencyMs !== undefined) {
        count('IntegrationLatency', countedLatency(integrationLatencyMs), 'Milliseconds', dimensions);
      }
      if (isHit === undefined) continue;
      count('CacheHitCount', isHit ? 1 : 0, 'Count', dimensions);
      count('CacheMissCount', isHit ? 0 : 1, 'Count', dimensions);
    }
  },
};

function allDimensions({ apiName, stage, isCanary, method }: RequestSample): (readonly Dimension[])[] {
  const all = [byApi(apiName), byStage(apiName, stage)];
  if (isCanary) all.push(byStage(apiName, `${stage}/Canary`));
  if (method) {
    all.push([
      ...byStage(apiName, stage),
      { Name: 'Method', Value: method.verb },
      { Name: 'Resource', Value: method.path },
    ]);
  }
  return all;
}
