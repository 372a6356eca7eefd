import { isPassing } from '../../kernel/backoff.ts';
import type { Timer } from '../../kernel/clock.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { Activity, type Pause } from '../activity.ts';
import type { Consumer, SourceSettings } from '../consumer.ts';
import { backoffMs } from '../source-calls.ts';
import type { SourcePoller } from '../source-poller.ts';
import { type Collected, collectBatch } from './collect-batch.ts';
import { handleBatch } from './handle-batch.ts';
import type { PollerParts } from './poller-parts.ts';
import { QueueCalls } from './queue-calls.ts';

/**
 * Carries the messages of one queue to one consumer. SQS tells it when to look; while the queue is empty it has no timer
 * and makes no call. One batch is collected at a time, many may be worked on. It knows nothing that the world does not:
 * what it had received and lost comes back when its visibility timeout is over.
 */
export class QueuePoller implements SourcePoller {
  readonly #kernel: Kernel;
  readonly #consumer: Consumer;
  readonly #parts: PollerParts;
  readonly #scaling = new Scaling();
  readonly #timers = new Map<'look' | 'retry' | 'grow', Timer>();
  readonly #unsubscribe: () => void;
  #collecting: { pause: Pause | undefined } | undefined;
  #running = 0;
  #failures = 0;
  #life: 'on' | 'stopped' | 'abandoned' = 'on';

  constructor(kernel: Kernel, consumer: Consumer) {
    const { sourceArn, name } = consumer;
    this.#kernel = kernel;
    this.#consumer = consumer;
    this.#parts = {
      consumer,
      calls: new QueueCalls(kernel, consumer),
      hasVisible: () => kernel.signals.isRaised(`queue:${sourceArn}`),
      activity: new Activity(kernel.clock),
      clock: kernel.clock,
      isStopped: () => this.#life !== 'on',
      isAbandoned: () => this.#life === 'abandoned',
      warn: (text) => kernel.log.warn(`${sourceArn} → ${name}: ${text}`),
    };
    this.#unsubscribe = kernel.signals.watch(`queue:${sourceArn}`, () => this.look());
    this.look();
  }

  /** There may be messages. It begins by a timer, so that whoever moves a virtual clock waits for all that follows. */
  look(): void {
    if (this.#life === 'on' && this.#hasWork()) this.#later('look', 0, () => this.#pump());
  }

  /** Nothing new is begun; batches that are worked on are brought to their end. */
  stop(): void {
    this.#end('stopped');
  }

  /** Nothing at all is done any more: what was received belongs to another world. */
  abandon(): void {
    this.#end('abandoned');
  }

  #end(life: 'stopped' | 'abandoned'): void {
    this.#life = life;
    this.#unsubscribe();
    for (const name of [...this.#timers.keys()]) this.#cancel(name);
    this.#parts.activity.endPauses();
  }

  /** Whether a receive would find something that somebody takes. */
  #hasWork(): boolean {
    return this.#consumer.settings() !== undefined && this.#parts.hasVisible();
  }

  #pump(): void {
    const settings = this.#consumer.settings();
    if (this.#life !== 'on') return;
    if (!settings || !this.#hasWork()) this.#rest();
    else if (this.#collecting) this.#collecting.pause?.end();
    else if (this.#timers.has('retry')) return;
    else if (this.#scaling.hasRoom(this.#running, settings)) void this.#parts.activity.run(() => this.#work(settings));
    else if (this.#scaling.canGrow(settings)) this.#later('grow', growthMs, () => this.#grow());
  }

  /** The queue is empty. */
  #rest(): void {
    this.#cancel('grow');
    if (this.#running === 0) this.#scaling.relax();
  }

  #grow(): void {
    this.#scaling.grow();
    this.#pump();
  }

  /** One batch, from the queue to its deletion; while the consumer works on it, the next one may begin. */
  async #work(settings: SourceSettings): Promise<void> {
    this.#running += 1;
    let received = 0;
    try {
      const collected = await this.#collect(settings);
      received = collected?.received ?? 0;
      if (received > 0) this.#pump();
      if (collected) await handleBatch(this.#parts, collected);
    } catch (error) {
      this.#kernel.log.error(`a batch of ${this.#consumer.sourceArn} failed: ${String(error)}`);
    } finally {
      this.#running -= 1;
    }
    // Nothing found where something should be: the queue will tell when that changes.
    if (received > 0) this.#pump();
  }

  async #collect(settings: SourceSettings): Promise<Collected | undefined> {
    const collecting: { pause: Pause | undefined } = { pause: undefined };
    this.#collecting = collecting;
    try {
      const collected = await collectBatch(this.#parts, settings, (pause) => {
        collecting.pause = pause;
      });
      this.#failures = 0;
      return collected;
    } catch (error) {
      this.#retry(error);
      return undefined;
    } finally {
      this.#collecting = undefined;
    }
  }

  /** Of a queue that is gone nothing more is expected; should it come back, its first message tells. */
  #retry(error: unknown): void {
    if (this.#life !== 'on') return;
    if (!isPassing(error)) this.#parts.warn(`could not receive: ${String(error)}`);
    else if (this.#hasWork()) this.#later('retry', backoffMs(this.#failures), () => this.#pump());
    this.#failures += 1;
  }

  #later(name: 'look' | 'retry' | 'grow', delayMs: number, work: () => void): void {
    if (this.#timers.has(name)) return;
    const timer = this.#parts.activity.later(delayMs, () => {
      this.#timers.delete(name);
      work();
    });
    this.#timers.set(name, timer);
  }

  #cancel(name: 'look' | 'retry' | 'grow'): void {
    this.#timers.get(name)?.cancel();
    this.#timers.delete(name);
  }
}

/** AWS: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const batchesAtFirst = 5;
const batchesMax = 1250;
/** 300 more a minute, for as long as messages are left. */
const growthMs = 1000;
const growth = 5;

/** How many batches may be worked on at once. */
class Scaling {
  #allowed = batchesAtFirst;

  hasRoom(running: number, { maximumConcurrency = batchesMax }: SourceSettings): boolean {
    return running < Math.min(this.#allowed, maximumConcurrency);
  }

  canGrow({ maximumConcurrency = batchesMax }: SourceSettings): boolean {
    return this.#allowed < maximumConcurrency;
  }

  grow(): void {
    this.#allowed = Math.min(batchesMax, this.#allowed + growth);
  }

  /** The queue is empty: back to where it began. */
  relax(): void {
    this.#allowed = batchesAtFirst;
  }
}
