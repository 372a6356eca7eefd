import type { Timer } from '../kernel/clock.ts';
import { invariant } from '../kernel/errors.ts';
import { serviceCaller } from '../kernel/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Scope } from '../kernel/scope.ts';
import type { CloudKernel } from '../service-kit/contract.ts';
import type {
  Count,
  Dimension,
  EndedCall,
  MetricRecorder,
  MetricUnit,
  ServiceMetrics,
} from '../service-kit/service-metrics.ts';

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

/**
 * So soon do alarms hear of what they watch. Once they have, they look again each minute by themselves, as long as there
 * is something new to see.
 */
const watchedAfterMs = 1000;

/** One account and region of one service: made once, so that a call costs a look-up. */
interface Desk {
  /** The timer will fire for it. */
  isAwaited: boolean;
  readonly scope: Scope;
  readonly metrics: ServiceMetrics<unknown>;
  readonly count: Count;
  readonly state: () => unknown;
  /** Whether something of another service waits for metrics of a namespace. */
  readonly watchers: readonly ((namespace: string) => boolean)[];
}

function isWatched({ watchers, metrics }: Desk): boolean {
  for (const watches of watchers) if (watches(metrics.namespace)) return true;
  return false;
}

/**
 * Where metrics of services wait for CloudWatch. Nothing runs while nobody could see them: they are put when CloudWatch
 * is read, when there are many, and by a timer only where an alarm watches their namespace.
 */
export class ServiceMetricsRecorder implements MetricRecorder {
  readonly #kernel: () => CloudKernel;
  readonly #buffers = new Map<string, MetricBuffer>();
  readonly #desks = new Map<string, Map<string, Map<string, Desk>>>();
  /** In which alarms wait for the timer. */
  readonly #awaited: Desk[] = [];
  #timer: Timer | undefined;

  /** `kernel` is asked for when it is needed: it is made of this. */
  constructor(kernel: () => CloudKernel) {
    this.#kernel = kernel;
  }

  record(service: string, call: EndedCall, durationMs: () => number): void {
    const desk = this.#desk(service, call);
    desk.metrics.ofCall?.(call, desk.count, durationMs, desk.state);
    if (desk.isAwaited || !isWatched(desk)) return;
    desk.isAwaited = true;
    this.#awaited.push(desk);
    this.#timer ??= this.#kernel().clock.setTimer(watchedAfterMs, () => this.#putAwaited());
  }

  counter(service: string, scope: Scope): Count {
    return this.#desk(service, scope).count;
  }

  async collect(scope: Scope): Promise<void> {
    this.#measure(scope);
    await this.flush();
  }

  /** Puts what was counted. */
  async flush(): Promise<void> {
    for (const buffer of this.#buffers.values()) await buffer.flush();
  }

  /** The world was replaced: what waits belongs to another one. */
  forget(): void {
    for (const buffer of this.#buffers.values()) buffer.clear();
    this.#timer?.cancel();
    this.#rest();
    this.#desks.clear();
  }

  /** Nothing is waited for any more. */
  #rest(): void {
    this.#timer = undefined;
    for (const desk of this.#awaited.splice(0)) desk.isAwaited = false;
  }

  #measure(scope: Scope): void {
    const { services } = this.#kernel();
    for (const { name, metrics } of services.values()) {
      if (!metrics?.measure) continue;
      this.#measureDesk(this.#desk(name, scope));
    }
  }

  #measureDesk({ metrics, state, scope, count }: Desk): void {
    metrics.measure?.(state(), scope, this.#kernel().clock.now(), count);
  }

  #watchersOf({ account, region }: Scope): Desk['watchers'] {
    const kernel = this.#kernel();
    return [...kernel.services.values()].flatMap((service) => {
      if (!service.watchesMetrics) return [];
      const watches = service.watchesMetrics as (state: unknown, namespace: string) => boolean;
      const state = kernel.state(service, account, region);
      return [(namespace: string) => watches(state, namespace)];
    });
  }

  async #putAwaited(): Promise<void> {
    const desks = [...this.#awaited];
    this.#rest();
    for (const desk of desks) if (isWatched(desk)) this.#measureDesk(desk);
    await this.flush();
  }

  #desk(service: string, { account, region }: Scope): Desk {
    return this.#desks.get(service)?.get(account)?.get(region) ?? this.#openDesk(service, { account, region });
  }

  #openDesk(name: string, scope: Scope): Desk {
    const service = this.#kernel().services.get(name);
    invariant(service?.metrics, `${name} has metrics`);
    const { account, region } = scope;
    const buffer = this.#bufferOf(name, service.metrics);
    // By the array itself: services keep those that they use again.
    const opened = new WeakMap<readonly Dimension[], Map<string, OpenMetric>>();
    const desk: Desk = {
      isAwaited: false,
      metrics: service.metrics,
      scope,
      count: (metric, value, unit, dimensions, atMs) => {
        const names = opened.get(dimensions) ?? new Map<string, OpenMetric>();
        const known = names.get(metric);
        const open = known ?? buffer.open({ account, region, name: metric, unit, dimensions });
        if (!known) opened.set(dimensions, names.set(metric, open));
        buffer.addTo(open, value, atMs);
      },
      watchers: this.#watchersOf(scope),
      state: () => this.#kernel().state(service, account, region),
    };
    const accounts = this.#desks.get(name) ?? new Map<string, Map<string, Desk>>();
    const regions = accounts.get(account) ?? new Map<string, Desk>();
    this.#desks.set(name, accounts.set(account, regions.set(region, desk)));
    return desk;
  }

  #bufferOf(service: string, { namespace, principal }: ServiceMetrics<unknown>): MetricBuffer {
    const known = this.#buffers.get(service);
    const buffer = known ?? new MetricBuffer(this.#kernel(), { namespace, principal });
    if (!known) this.#buffers.set(service, buffer);
    return buffer;
  }
}
