import { AccessLogWriter } from '../../gateway/access-logs/access-log.ts';
import { AuthorizerResults } from '../../gateway/authorizers/authorizer-results.ts';
import { KeySets } from '../../gateway/authorizers/key-sets.ts';
import { ApiDirectory } from '../../gateway/execute-api/api-directory.ts';
import { createOutbound, type Outbound } from '../../gateway/integrations/outbound.ts';
import { RateLimiter } from '../../gateway/throttling/rate-limiter.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import type { World } from '../../kernel/world.ts';
import { type Dimension, MetricBuffer, type MetricUnit } from '../../telemetry/metrics.ts';
import { compileApi } from './compile/compile-api.ts';
import type { CompiledApi } from './compile/compiled-api.ts';
import { methodOf, pathOf } from './compile/router.ts';
import { type ApiRecord, serviceName } from './state.ts';

/** What the data plane keeps beside the state: all of it can be forgotten without anybody being told a lie. */
export interface Gateway extends ServiceRuntime {
  readonly apis: ApiDirectory<ApiRecord, CompiledApi>;
  readonly limiter: RateLimiter;
  readonly authorizerResults: AuthorizerResults;
  readonly keySets: KeySets;
  readonly outbound: Outbound;
  readonly accessLogs: AccessLogWriter;
  readonly metrics: MetricWriter;
}

/** Starts nothing that runs by itself: timers and connections come with the first request that needs them. */
export function startGateway(kernel: Kernel): Gateway {
  const outbound = createOutbound();
  const forgettable = {
    apis: httpApis(kernel.world),
    limiter: new RateLimiter(),
    authorizerResults: new AuthorizerResults(),
    keySets: new KeySets(outbound, kernel.clock),
    accessLogs: new AccessLogWriter(kernel),
    metrics: new MetricWriter(kernel),
  };
  const forget = () => {
    for (const part of Object.values(forgettable)) part.clear();
  };
  return {
    ...forgettable,
    outbound,
    forget,
    async close() {
      await forgettable.accessLogs.flush();
      await forgettable.metrics.flush();
      forget();
      outbound.close();
    },
  };
}

const httpApis = (world: World): ApiDirectory<ApiRecord, CompiledApi> =>
  new ApiDirectory(world, {
    service: serviceName,
    collection: 'apis',
    compile: (record, scope) => compileApi(world, record, scope),
  });

/** What metrics want to know of one request. */
export interface RequestSample {
  readonly account: string;
  readonly region: string;
  readonly apiId: string;
  readonly stage: string;
  /** The route's key, where the stage asks for metrics by route. */
  readonly detailedRoute: string | undefined;
  readonly status: number;
  readonly latencyMs: number;
  /** Undefined when no integration was asked. */
  readonly integrationLatencyMs: number | undefined;
  /** Of both bodies. */
  readonly bytes: number;
}

/**
 * Metrics of HTTP APIs, gathered and published once a minute as AWS does.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
class MetricWriter {
  readonly #buffer: MetricBuffer;

  constructor(kernel: Pick<Kernel, 'clock' | 'log' | 'call'>) {
    this.#buffer = new MetricBuffer(kernel, {
      namespace: 'AWS/ApiGateway',
      principal: 'apigateway.amazonaws.com',
      flushAfterMs: 60_000,
    });
  }

  /** Counts a request for the API and its stage, and for the route where its settings ask for that. */
  add(sample: RequestSample): void {
    const { account, region, status } = sample;
    for (const dimensions of dimensionsOf(sample)) {
      const note = (name: string, unit: MetricUnit, value: number) =>
        this.#buffer.add({ account, region, name, unit, dimensions }, value);
      note('Count', 'Count', 1);
      note('4xx', 'Count', status >= 400 && status < 500 ? 1 : 0);
      note('5xx', 'Count', status >= 500 ? 1 : 0);
      note('Latency', 'Milliseconds', sample.latencyMs);
      note('DataProcessed', 'Bytes', sample.bytes);
      if (sample.integrationLatencyMs !== undefined) {
        note('IntegrationLatency', 'Milliseconds', sample.integrationLatencyMs);
      }
    }
  }

  flush(): Promise<void> {
    return this.#buffer.flush();
  }

  /** Forgets what is not published yet: it belongs to a world that is gone. */
  clear(): void {
    this.#buffer.clear();
  }
}

/** CloudWatch adds nothing up by itself: each set of dimensions is a metric of its own. */
function dimensionsOf({ apiId, stage, detailedRoute }: RequestSample): Dimension[][] {
  const byApi = [{ Name: 'ApiId', Value: apiId }];
  const byStage = [...byApi, { Name: 'Stage', Value: stage }];
  if (detailedRoute === undefined) return [byApi, byStage];
  const route = [
    { Name: 'Method', Value: methodOf(detailedRoute) },
    { Name: 'Resource', Value: pathOf(detailedRoute) },
  ];
  return [byApi, byStage, [...byStage, ...route]];
}
