import { isPassing } from '../../kernel/backoff.ts';
import type { Timer } from '../../kernel/clock.ts';
import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { Activity } from '../activity.ts';
import type { Consumer } from '../consumer.ts';
import { backoffMs } from '../source-calls.ts';
import type { SourcePoller } from '../source-poller.ts';
import { type ReaderParts, ShardReader } from './shard-reader.ts';
import type { StreamSource } from './stream-source.ts';

/**
 * Carries the records of one stream to one consumer: each shard in order and beside the others, a shard's children when it
 * is done. The stream tells it when there is more; it never asks in vain.
 */
export class StreamPoller implements SourcePoller {
  readonly #kernel: Kernel;
  readonly #consumer: Consumer;
  readonly #parts: ReaderParts;
  readonly #unsubscribe: () => void;
  /** Of the shards that are worked on. */
  readonly #readers = new Map<string, ShardReader>();
  /** Shards that are closed and done. */
  readonly #ended = new Set<string>();
  #timer: Timer | undefined;
  /** At the end of the window that ends first. */
  #windowTimer: Timer | undefined;
  #windowEndMs = Number.POSITIVE_INFINITY;
  #isWorking = false;
  /** Records came while work was under way. */
  #isMore = false;
  #failures = 0;
  #life: 'on' | 'stopped' | 'abandoned' = 'on';

  constructor(kernel: Kernel, consumer: Consumer, source: StreamSource) {
    this.#kernel = kernel;
    this.#consumer = consumer;
    this.#parts = {
      kernel,
      consumer,
      source,
      activity: new Activity(kernel.clock),
      wakeAt: (ms) => this.#wakeAt(ms),
      isOver: () => this.#life !== 'on',
      isAbandoned: () => this.#life === 'abandoned',
    };
    this.#unsubscribe = kernel.signals.watch(`stream:${source.announcedAs}`, () => this.look());
    this.look();
  }

  /** There may be records. It begins by a timer, so that whoever moves a virtual clock waits for all that follows. */
  look(): void {
    if (this.#life !== 'on') return;
    this.#isMore = true;
    for (const reader of this.#readers.values()) reader.look();
    if (!this.#isWorking) this.#later(0);
  }

  stop(): void {
    this.#end('stopped');
  }

  abandon(): void {
    this.#end('abandoned');
  }

  #end(life: 'stopped' | 'abandoned'): void {
    this.#life = life;
    this.#unsubscribe();
    this.#timer?.cancel();
    this.#windowTimer?.cancel();
    this.#parts.activity.endPauses();
  }

  #later(delayMs: number): void {
    this.#timer ??= this.#parts.activity.later(delayMs, () => {
      this.#timer = undefined;
      void this.#parts.activity.run(() => this.#work());
    });
  }

  /** A window ends then, whether records come or not. */
  #wakeAt(ms: number): void {
    if (this.#life !== 'on' || ms >= this.#windowEndMs) return;
    this.#windowTimer?.cancel();
    this.#windowEndMs = ms;
    this.#windowTimer = this.#parts.activity.later(Math.max(0, ms - this.#kernel.clock.now()), () => {
      this.#windowEndMs = Number.POSITIVE_INFINITY;
      this.look();
    });
  }

  async #work(): Promise<void> {
    if (this.#isWorking || this.#life !== 'on' || !this.#consumer.settings()) return;
    this.#isWorking = true;
    try {
      while (this.#life === 'on' && (await this.#round()));
      this.#failures = 0;
    } catch (error) {
      this.#retry(error);
    } finally {
      this.#isWorking = false;
    }
  }

  /** Reads all shards that may be read until they are empty; false when nothing more has come meanwhile. */
  async #round(): Promise<boolean> {
    this.#isMore = false;
    const shards = await this.#parts.source.shards();
    const known = new Set(shards.map(({ id }) => id));
    const ready = shards.filter(
      ({ id, parents }) =>
        !this.#ended.has(id) && parents.every((parent) => this.#ended.has(parent) || !known.has(parent)),
    );
    const outcomes = await this.#parts.activity.beside(
      ready.map(
        ({ id }) =>
          () =>
            this.#drain(id),
      ),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    // Where a shard has ended, its children may begin.
    return this.#isMore || outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value === 'over');
  }

  async #drain(shardId: string): Promise<'empty' | 'over'> {
    const reader = new ShardReader(this.#parts, shardId);
    this.#readers.set(shardId, reader);
    try {
      for (;;) {
        const outcome = await reader.batch();
        if (outcome === 'over') this.#ended.add(shardId);
        if (outcome !== 'more' || this.#life !== 'on') return outcome === 'over' ? 'over' : 'empty';
      }
    } finally {
      this.#readers.delete(shardId);
    }
  }

  /** A stream that is gone has nothing more; what passes is tried again. */
  #retry(error: unknown): void {
    if (this.#life !== 'on') return;
    if (isPassing(error)) {
      this.#later(backoffMs(this.#failures));
      this.#failures += 1;
    } else {
      // A stream that is gone answers so; any other error is a mistake of ours, and must be seen where warnings are not.
      const level = error instanceof AwsError ? 'warn' : 'error';
      this.#kernel.log[level](`${this.#consumer.sourceArn}: reading ended: ${String(error)}`);
    }
  }
}
