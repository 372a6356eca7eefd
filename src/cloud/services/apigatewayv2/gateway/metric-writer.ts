import type { Kernel } from '../../../kernel/kernel.ts';
import { type Dimension, MetricBuffer, type MetricUnit } from '../../../telemetry/metric-buffer.ts';
import { methodOf, pathOf } from '../compile/route-key.ts';

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
export class MetricWriter {
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
