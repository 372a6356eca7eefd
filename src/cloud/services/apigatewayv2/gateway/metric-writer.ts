import type { Timer } from '../../../kernel/clock.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Exchange } from '../execute/exchange.ts';

interface Series {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly unit: 'Count' | 'Milliseconds' | 'Bytes';
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
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

  add(exchange: Exchange): void {
    const { api, stage, match, reply, integration, kernel, startMs, request } = exchange;
    if (!api || !stage || !reply) return;
    const byApi = [{ Name: 'ApiId', Value: api.record.ApiId }];
    const byStage = [...byApi, { Name: 'Stage', Value: stage.name }];
    const groups = [byApi, byStage];
    if (match?.route.hasDetailedMetrics) {
      const [method = '', path = ''] = match.route.key.split(' ');
      const resource = path === '' ? match.route.key : path;
      groups.push([...byStage, { Name: 'Method', Value: method }, { Name: 'Resource', Value: resource }]);
    }
    const bytes = request.body.byteLength + Buffer.byteLength(reply.body);
    for (const dimensions of groups) {
      const note = (name: string, unit: Series['unit'], value: number) =>
        this.#note({ account: api.account, region: api.region, name, unit, dimensions }, value);
      note('Count', 'Count', 1);
      note('4xx', 'Count', reply.status >= 400 && reply.status < 500 ? 1 : 0);
      note('5xx', 'Count', reply.status >= 500 ? 1 : 0);
      note('Latency', 'Milliseconds', Math.round(kernel.clock.monotonic() - startMs));
      note('DataProcessed', 'Bytes', bytes);
      if (integration) note('IntegrationLatency', 'Milliseconds', Math.round(integration.latencyMs));
    }
    this.#timer ??= kernel.clock.setTimer(publishEveryMs, () => this.#publish());
  }

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
