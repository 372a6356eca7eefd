import type { Timer } from '../../../kernel/clock.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
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

type Dimensions = readonly { readonly Name: string; readonly Value: string }[];

/** One metric under one set of dimensions, since it was last published. */
interface Series {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly unit: 'Count' | 'Milliseconds' | 'Bytes';
  readonly dimensions: Dimensions;
  /** How often each value came. */
  readonly counts: Map<number, number>;
}

const publishEveryMs = 60_000;
/** CloudWatch takes 1,000 metrics in a call and 150 values in each. */
const seriesPerCallMax = 1000;
const valuesMax = 150;

/**
 * Metrics of HTTP APIs, gathered and published once a minute as AWS does.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export class MetricWriter {
  readonly #kernel: Kernel;
  readonly #series = new Map<string, Series>();
  #timer: Timer | undefined;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Counts a request for the API and its stage, and for the route where its settings ask for that. */
  add(sample: RequestSample): void {
    const { account, region, status } = sample;
    for (const dimensions of dimensionsOf(sample)) {
      const note = (name: string, unit: Series['unit'], value: number) =>
        this.#note({ account, region, name, unit, dimensions }, value);
      note('Count', 'Count', 1);
      note('4xx', 'Count', status >= 400 && status < 500 ? 1 : 0);
      note('5xx', 'Count', status >= 500 ? 1 : 0);
      note('Latency', 'Milliseconds', sample.latencyMs);
      note('DataProcessed', 'Bytes', sample.bytes);
      if (sample.integrationLatencyMs !== undefined) {
        note('IntegrationLatency', 'Milliseconds', sample.integrationLatencyMs);
      }
    }
    this.#timer ??= this.#kernel.clock.setTimer(publishEveryMs, () => this.#publish());
  }

  /** Forgets what is not published yet: it belongs to a world that is gone. */
  clear(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#series.clear();
  }

  #note(series: Omit<Series, 'counts'>, value: number): void {
    const place = series.dimensions.map(({ Value }) => Value).join('/');
    const key = `${series.account}/${series.region}/${series.name}/${place}`;
    let known = this.#series.get(key);
    if (!known) {
      known = { ...series, counts: new Map() };
      this.#series.set(key, known);
    }
    // Beyond the limit a new value is counted as the nearest known one: averages stay close, memory stays bounded.
    const { counts } = known;
    const counted = counts.has(value) || counts.size < valuesMax ? value : nearest(counts.keys(), value);
    counts.set(counted, (counts.get(counted) ?? 0) + 1);
  }

  async #publish(): Promise<void> {
    this.#timer = undefined;
    const series = [...this.#series.values()];
    this.#series.clear();
    const Timestamp = new Date(this.#kernel.clock.now());
    for (const group of Map.groupBy(series, ({ account, region }) => `${account} ${region}`).values()) {
      const [first] = group;
      if (!first) continue;
      const { account, region } = first;
      const MetricData = group.slice(0, seriesPerCallMax).map(({ name, unit, dimensions, counts }) => ({
        MetricName: name,
        Dimensions: dimensions,
        Timestamp,
        Unit: unit,
        Values: [...counts.keys()],
        Counts: [...counts.values()],
      }));
      const options = { account, region, caller: serviceCaller('apigateway.amazonaws.com', account) };
      await this.#kernel
        .call('cloudwatch', 'PutMetricData', { Namespace: 'AWS/ApiGateway', MetricData }, options)
        .catch((error: unknown) => this.#kernel.log.debug(`metrics of HTTP APIs were not published: ${String(error)}`));
    }
  }
}

/** CloudWatch adds nothing up by itself: each set of dimensions is a metric of its own. */
function dimensionsOf({ apiId, stage, detailedRoute }: RequestSample): Dimensions[] {
  const byApi = [{ Name: 'ApiId', Value: apiId }];
  const byStage = [...byApi, { Name: 'Stage', Value: stage }];
  if (detailedRoute === undefined) return [byApi, byStage];
  const route = [
    { Name: 'Method', Value: methodOf(detailedRoute) },
    { Name: 'Resource', Value: pathOf(detailedRoute) },
  ];
  return [byApi, byStage, [...byStage, ...route]];
}

/** The one of `values` that is closest to `wanted`; `wanted` itself when there are none. */
function nearest(values: Iterable<number>, wanted: number): number {
  let best = wanted;
  let distance = Number.POSITIVE_INFINITY;
  for (const value of values) {
    if (Math.abs(value - wanted) >= distance) continue;
    best = value;
    distance = Math.abs(value - wanted);
  }
  return best;
}
