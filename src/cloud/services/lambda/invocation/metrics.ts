import type { Timer } from '../../../kernel/clock.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';

const flushAfterMs = 1000;
/** AWS: metrics in one PutMetricData. */
const batchMax = 1000;
/** AWS: different values in one metric of it. */
const valuesMax = 150;

interface Series extends Scope {
  readonly functionName: string;
  readonly metric: MetricName;
  readonly counts: Map<number, number>;
}

type MetricName =
  | 'Invocations'
  | 'Errors'
  | 'Throttles'
  | 'Duration'
  | 'ConcurrentExecutions'
  | 'DestinationDeliveryFailures'
  | 'DeadLetterErrors';

const units: Readonly<Record<MetricName, string>> = {
  Invocations: 'Count',
  Errors: 'Count',
  Throttles: 'Count',
  Duration: 'Milliseconds',
  ConcurrentExecutions: 'Count',
  DestinationDeliveryFailures: 'Count',
  DeadLetterErrors: 'Count',
};

/** The metrics of the namespace AWS/Lambda: gathered, and handed to CloudWatch once a second at most. */
export class Metrics {
  readonly #kernel: CloudKernel;
  readonly #series = new Map<string, Series>();
  /** Series that can hold no more values; they wait for the next flush. */
  #full: Series[] = [];
  #timer: Timer | undefined;

  constructor(kernel: CloudKernel) {
    this.#kernel = kernel;
  }

  count(where: Scope, name: string, metric: MetricName, value = 1): void {
    if (!this.#kernel.services.has('cloudwatch')) return;
    const key = `${where.account}/${where.region}/${name}/${metric}`;
    let series = this.#series.get(key);
    if (series?.counts.size === valuesMax && !series.counts.has(value)) {
      this.#full.push(series);
      series = undefined;
    }
    if (!series) {
      series = { account: where.account, region: where.region, functionName: name, metric, counts: new Map() };
      this.#series.set(key, series);
    }
    series.counts.set(value, (series.counts.get(value) ?? 0) + 1);
    this.#timer ??= this.#kernel.clock.setTimer(flushAfterMs, () => this.flush());
  }

  /** Sends all that was gathered. */
  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const all = [...this.#full, ...this.#series.values()];
    this.#full = [];
    this.#series.clear();
    const places = Map.groupBy(all, ({ account, region }) => `${account}/${region}`);
    for (const series of places.values()) {
      for (let start = 0; start < series.length; start += batchMax)
        await this.#send(series.slice(start, start + batchMax));
    }
  }

  forget(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#full = [];
    this.#series.clear();
  }

  async #send(series: readonly Series[]): Promise<void> {
    const [first] = series;
    if (!first) return;
    const { account, region } = first;
    const timestamp = new Date(this.#kernel.clock.now());
    const input = {
      Namespace: 'AWS/Lambda',
      MetricData: series.map(({ metric, functionName, counts }) => ({
        MetricName: metric,
        Dimensions: [{ Name: 'FunctionName', Value: functionName }],
        Timestamp: timestamp,
        Unit: units[metric],
        Values: [...counts.keys()],
        Counts: [...counts.values()],
      })),
    };
    const caller = serviceCaller('lambda.amazonaws.com', account);
    try {
      await this.#kernel.call('cloudwatch', 'PutMetricData', input, { account, region, caller });
    } catch (error) {
      this.#kernel.log.warn(`Metrics of Lambda could not be kept: ${String(error)}`);
    }
  }
}
