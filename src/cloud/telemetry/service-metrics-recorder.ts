import type { Timer } from '../kernel/clock.ts';
import { invariant } from '../kernel/errors.ts';
import type { Scope } from '../kernel/scope.ts';
import type { CloudKernel } from '../service-kit/contract.ts';
import type { Count, Dimension, EndedCall, MetricRecorder, ServiceMetrics } from '../service-kit/service-metrics.ts';
import { MetricBuffer, type OpenMetric } from './metric-buffer.ts';

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
