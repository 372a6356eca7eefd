import { readPattern } from '../../event-patterns/read-pattern.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Activity, Pause } from '../activity.ts';
import type { Consumer, SourceSettings, StreamSettings } from '../consumer.ts';
import { handleRecords } from './handle-records.ts';
import type { ShardPosition, StreamRecord, StreamSource } from './stream-source.ts';

/** What readers of a stream's shards share. */
export interface ReaderParts {
  readonly kernel: Kernel;
  readonly consumer: Consumer;
  readonly source: StreamSource;
  readonly activity: Activity;
  /** Nothing new is begun. */
  isOver(): boolean;
  /** What was read belongs to another world. */
  isAbandoned(): boolean;
}

/**
 * Carries the records of one shard to one consumer, in order, a batch at a time. Up to where it is done is in the world: what
 * is restored goes on from there.
 */
export class ShardReader {
  readonly #parts: ReaderParts;
  readonly #shardId: string;
  #pause: Pause | undefined;

  constructor(parts: ReaderParts, shardId: string) {
    this.#parts = parts;
    this.#shardId = shardId;
  }

  /** There may be more: a batch that waits to become full looks again. */
  look(): void {
    this.#pause?.end();
  }

  /** One batch, from the shard to its position. `more`: there may be another one now; `over`: the shard is closed and done. */
  async batch(): Promise<'more' | 'empty' | 'over'> {
    const { consumer, isOver, kernel, activity } = this.#parts;
    const settings = consumer.settings();
    if (!settings?.stream) return 'empty';
    const { records, isEnd } = await this.#collect(settings, settings.stream);
    const last = records.at(-1);
    if (isOver()) return 'empty';
    if (!last) return isEnd ? 'over' : 'empty';
    const wanted = records.filter(filterOf(settings));
    const handling = {
      consumer,
      stream: settings.stream,
      shardId: this.#shardId,
      activity,
      kernel,
      isOver,
      done: (sequence: string) => this.#keep(sequence),
    };
    if (wanted.length > 0) await handleRecords(handling, wanted);
    if (isOver()) return 'empty';
    this.#keep(last.sequence);
    return isEnd ? 'over' : 'more';
  }

  /** Until the batch is full or the batching window is over; without a window whatever is there. */
  async #collect(
    { windowSeconds, batchSize }: SourceSettings,
    stream: StreamSettings,
  ): Promise<{ readonly records: readonly StreamRecord[]; readonly isEnd: boolean }> {
    const { kernel, source, activity, isOver } = this.#parts;
    const untilMs = kernel.clock.now() + windowSeconds * 1000;
    for (;;) {
      const { records, isOver: isEnd } = await source.read(this.#shardId, this.#position(stream), batchSize);
      const leftMs = untilMs - kernel.clock.now();
      const isComplete = records.length >= batchSize || leftMs <= 0 || isEnd;
      if (records.length === 0 || isComplete || isOver()) return { records, isEnd };
      this.#pause = activity.pause(leftMs);
      await this.#pause.over;
      this.#pause = undefined;
    }
  }

  #position({ startingPosition, startingTimestampMs = 0 }: StreamSettings): ShardPosition {
    const after = this.#parts.consumer.position(this.#shardId);
    if (after !== undefined) return { after };
    // The position of what was there when the consumer came is kept when it is made: all else is new to it.
    return startingPosition === 'AT_TIMESTAMP' ? { fromMs: startingTimestampMs } : 'oldest';
  }

  #keep(sequence: string): void {
    if (!this.#parts.isAbandoned()) this.#parts.consumer.keepPosition(this.#shardId, sequence);
  }
}

function filterOf({ filters }: SourceSettings): (record: StreamRecord) => boolean {
  const rules = filters.map(readPattern);
  return ({ filterView }) => rules.length === 0 || rules.some((rule) => rule(filterView));
}
