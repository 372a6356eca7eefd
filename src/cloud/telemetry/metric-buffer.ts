import type { Timer } from '../kernel/clock.ts';
import { serviceCaller } from '../kernel/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Scope } from '../kernel/scope.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html: metrics in one call. */
const seriesMax = 1000;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html: different values in a metric. */
const valuesMax = 150;

export type MetricUnit = 'Count' | 'Milliseconds' | 'Bytes';

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** One metric under one set of dimensions: CloudWatch adds nothing up by itself. */
export interface Metric extends Scope {
  readonly name: string;
  readonly unit: MetricUnit;
  readonly dimensions: readonly Dimension[];
}

interface Series extends Metric {
  readonly counts: Map<number, number>;
}

export interface MetricSource {
  /** `AWS/Lambda` */
  readonly namespace: string;
  /** As whom metrics are put. */
  readonly principal: string;
  /** How long a value waits for others at most. */
  readonly flushAfterMs: number;
}

/**
 * What a service counts about itself: gathered, and put into CloudWatch once in a while, in as many calls as its limits
 * ask for. Nothing is left out; what CloudWatch does not take is told in the log.
 */
export class MetricBuffer {
  readonly #kernel: Pick<Kernel, 'clock' | 'log' | 'call'>;
  readonly #source: MetricSource;
  readonly #series = new Map<string, Series>();
  /** Series that can hold no more values; their metrics go on in another one. */
  #full: Series[] = [];
  #timer: Timer | undefined;

  constructor(kernel: Pick<Kernel, 'clock' | 'log' | 'call'>, source: MetricSource) {
    this.#kernel = kernel;
    this.#source = source;
  }

  add(metric: Metric, value: number): void {
    const key = keyOf(metric);
    let series = this.#series.get(key);
    if (series?.counts.size === valuesMax && !series.counts.has(value)) {
      this.#full.push(series);
      series = undefined;
    }
    if (!series) {
      series = { ...metric, counts: new Map() };
      this.#series.set(key, series);
    }
    series.counts.set(value, (series.counts.get(value) ?? 0) + 1);
    this.#timer ??= this.#kernel.clock.setTimer(this.#source.flushAfterMs, () => this.flush());
    // A busy service must not hold all of it until then.
    if (this.#full.length >= seriesMax) void this.flush();
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
  }

  async #put(series: readonly Series[]): Promise<void> {
    const [first] = series;
    if (!first) return;
    const { account, region } = first;
    const { namespace, principal } = this.#source;
    const Timestamp = new Date(this.#kernel.clock.now());
    const MetricData = series.map(({ name, unit, dimensions, counts }) => ({
      MetricName: name,
      Dimensions: dimensions,
      Timestamp,
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
