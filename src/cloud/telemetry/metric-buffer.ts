import type { Timer } from '../kernel/clock.ts';
import { serviceCaller } from '../kernel/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Dimension, MetricUnit } from '../service-kit/service-metrics.ts';

export type { Dimension, MetricUnit } from '../service-kit/service-metrics.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html: metrics in one call. */
const seriesMax = 1000;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html: different values in a metric. */
const valuesMax = 150;
const minuteMs = 60_000;

/** One metric under one set of dimensions: CloudWatch adds nothing up by itself. */
export interface Metric extends Scope {
  readonly name: string;
  readonly unit: MetricUnit;
  readonly dimensions: readonly Dimension[];
}

interface Series extends Metric {
  readonly atMs: number;
  readonly counts: Map<number, number>;
}

/** See {@link MetricBuffer.open}. */
export interface OpenMetric {
  readonly metric: Metric;
  readonly key: string;
  series: Series | undefined;
  turn: number;
}

export interface MetricSource {
  /** `AWS/Lambda` */
  readonly namespace: string;
  /** As whom metrics are put. */
  readonly principal: string;
  /** How long a value waits for others at most; without it, until somebody flushes. */
  readonly flushAfterMs?: number;
}

/**
 * What a service counts about itself: gathered, and put into CloudWatch once in a while, in as many calls as its limits
 * ask for. Nothing is left out; what CloudWatch does not take is told in the log.
 */
export class MetricBuffer {
  readonly #kernel: Pick<Kernel, 'clock' | 'log' | 'call'>;
  readonly #source: MetricSource;
  readonly #series = new Map<string, Series>();
  /** Series of earlier minutes, and those that can hold no more values: their metrics go on in another one. */
  #full: Series[] = [];
  /** When the minute began that is counted now. */
  #minuteMs = 0;
  /** Series that were opened in an earlier one are not added to any more. */
  #turn = 0;
  #timer: Timer | undefined;

  constructor(kernel: Pick<Kernel, 'clock' | 'log' | 'call'>, source: MetricSource) {
    this.#kernel = kernel;
    this.#source = source;
  }

  /** CloudWatch keeps minutes: values of one go together. */
  add(metric: Metric, value: number, atMs?: number): void {
    this.addTo(this.open(metric), value, atMs);
  }

  /** A metric that is added to often: its name is put together once. */
  open(metric: Metric): OpenMetric {
    return { metric, key: keyOf(metric), series: undefined, turn: -1 };
  }

  addTo(open: OpenMetric, value: number, atMs: number = this.#kernel.clock.now()): void {
    if (atMs < this.#minuteMs || atMs >= this.#minuteMs + minuteMs) this.#turnTo(atMs - (atMs % minuteMs));
    const series = open.turn === this.#turn && open.series ? open.series : this.#seriesOf(open, atMs);
    const known = series.counts.get(value);
    if (known === undefined && series.counts.size === valuesMax) {
      this.#fill(open, series);
      this.addTo(open, value, atMs);
      return;
    }
    series.counts.set(value, (known ?? 0) + 1);
  }

  #seriesOf(open: OpenMetric, atMs: number): Series {
    let series = this.#series.get(open.key);
    if (!series) {
      series = { ...open.metric, atMs, counts: new Map() };
      this.#series.set(open.key, series);
      const { flushAfterMs } = this.#source;
      if (flushAfterMs !== undefined) this.#timer ??= this.#kernel.clock.setTimer(flushAfterMs, () => this.flush());
      // A busy service must not hold all of it until then.
      if (this.#full.length >= seriesMax) void this.flush();
    }
    open.series = series;
    open.turn = this.#turn;
    return series;
  }

  #fill({ key }: OpenMetric, series: Series): void {
    this.#full.push(series);
    this.#series.delete(key);
    this.#turn += 1;
  }

  #turnTo(startMs: number): void {
    for (const series of this.#series.values()) this.#full.push(series);
    this.#series.clear();
    this.#turn += 1;
    this.#minuteMs = startMs;
  }

  /** Puts all that was gathered. Does not throw. */
  async flush(): Promise<void> {
    const all = [...this.#full, ...this.#series.values()];
    this.clear();
    for (const series of Map.groupBy(all, ({ account, region }) => `${account}/${region}`).values()) {
      for (let start = 0; start < series.length; start += seriesMax) {
        await this.#put(series.slice(start, start + seriesMax));
      }
    }
  }

  /** Forgets what was not put yet: it belongs to a world that is gone. */
  clear(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#full = [];
    this.#series.clear();
    this.#turn += 1;
  }

  async #put(series: readonly Series[]): Promise<void> {
    const [first] = series;
    if (!first) return;
    const { account, region } = first;
    const { namespace, principal } = this.#source;
    const MetricData = series.map(({ name, unit, dimensions, counts, atMs }) => ({
      MetricName: name,
      Dimensions: dimensions,
      Timestamp: new Date(atMs),
      Unit: unit,
      Values: [...counts.keys()],
      Counts: [...counts.values()],
    }));
    const options = { account, region, caller: serviceCaller(principal, account) };
    try {
      await this.#kernel.call('cloudwatch', 'PutMetricData', { Namespace: namespace, MetricData }, options);
    } catch (error) {
      this.#kernel.log.warn(`${series.length} metrics of ${namespace} could not be kept: ${String(error)}`);
    }
  }
}

function keyOf({ account, region, name, dimensions }: Metric): string {
  let key = `${account}/${region}/${name}`;
  for (const { Name, Value } of dimensions) key += `\n${Name}=${Value}`;
  return key;
}
