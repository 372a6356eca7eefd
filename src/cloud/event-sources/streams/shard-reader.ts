import { readPattern } from '../../event-patterns/read-pattern.ts';
import { isPassing } from '../../kernel/backoff.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Activity, Pause } from '../activity.ts';
import type { Consumer, SourceSettings, StreamSettings } from '../consumer.ts';
import { backoffMs } from '../source-calls.ts';
import { handleRecords } from './handle-records.ts';
import { type Lane, lanesOf, Progress } from './lanes.ts';
import type { ShardPosition, StreamRecord, StreamSource } from './stream-source.ts';
import { TumblingWindow } from './tumbling-window.ts';

/** What readers of a stream's shards share. */
export interface ReaderParts {
  readonly kernel: Kernel;
  readonly consumer: Consumer;
  readonly source: StreamSource;
  readonly activity: Activity;
  /** Looks again then. */
  wakeAt(ms: number): void;
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
    const { consumer, isOver, kernel } = this.#parts;
    const settings = consumer.settings();
    const stream = settings?.stream;
    if (!stream) return 'empty';
    const window = stream.tumblingSeconds > 0 ? this.#window(stream) : undefined;
    if (window?.isOverAt(kernel.clock.now())) await this.#endWindowUnlessRead(window, stream);
    const found = await this.#collect(settings, stream);
    if (isOver()) return 'empty';
    const records = window ? window.prefix(found.records) : found.records;
    const [first] = records;
    if (first && window?.isOverAt(first.createdMs)) {
      await this.#endWindow(window);
      return 'more';
    }
    const last = records.at(-1);
    const isEnd = found.isEnd && records.length === found.records.length;
    if (!first || !last) {
      if (window?.endMs !== undefined) this.#parts.wakeAt(window.endMs);
      return isEnd ? 'over' : 'empty';
    }
    window?.begin(first.createdMs);
    await this.#handle(records, settings, stream, window);
    if (isOver()) return 'empty';
    this.#keep(last.sequence);
    if (window?.isTooLarge) await this.#endWindow(window);
    return isEnd ? 'over' : 'more';
  }

  async #handle(
    records: readonly StreamRecord[],
    settings: SourceSettings,
    stream: StreamSettings,
    window: TumblingWindow | undefined,
  ): Promise<void> {
    const { consumer, isOver, kernel, activity } = this.#parts;
    const wanted = records.filter(filterOf(settings));
    const progress = new Progress(wanted);
    // A window has one state, which one batch after the other adds to.
    const lanes = lanesOf(wanted, window ? 1 : stream.parallelizationFactor, settings.batchSize);
    const drain = async (lane: Lane): Promise<void> => {
      for (const batch of lane) {
        if (isOver()) return;
        const done = (sequence: string) => {
          const upTo = progress.done(batch.filter((record) => record.sequence <= sequence));
          if (upTo !== undefined) this.#keep(upTo);
        };
        await handleRecords(
          { consumer, stream, shardId: this.#shardId, activity, kernel, window, isOver, done },
          batch,
        );
      }
    };
    const outcomes = await activity.beside(lanes.map((lane) => () => drain(lane)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }

  #window({ tumblingSeconds }: StreamSettings): TumblingWindow {
    return new TumblingWindow(this.#parts.consumer, this.#shardId, tumblingSeconds);
  }

  /** Records of the window may have come that nobody has handled yet: then it ends behind them. */
  async #endWindowUnlessRead(window: TumblingWindow, stream: StreamSettings): Promise<void> {
    const { records } = await this.#parts.source.read(this.#shardId, this.#position(stream), 1);
    const [next] = records;
    if (!next || window.isOverAt(next.createdMs)) await this.#endWindow(window);
  }

  /** Hands over the state alone, until the function has taken it. */
  async #endWindow(window: TumblingWindow): Promise<void> {
    const { consumer, activity, isOver, isAbandoned, kernel } = this.#parts;
    for (let failures = 0; !isOver(); failures += 1) {
      const handled = await consumer
        .handle({ records: [], ids: [], windowed: window.batch(true) })
        .catch((error: unknown) => {
          if (!isPassing(error)) kernel.log.warn(`${consumer.sourceArn} → ${consumer.name}: ${String(error)}`);
          return undefined;
        });
      if (isAbandoned()) return;
      if (handled && handled.failed !== 'all') {
        window.end();
        return;
      }
      await activity.pause(backoffMs(failures)).over;
    }
  }

  /** Until the batch is full or the batching window is over; without a window whatever is there. */
  async #collect(
    { windowSeconds, batchSize }: SourceSettings,
    stream: StreamSettings,
  ): Promise<{ readonly records: readonly StreamRecord[]; readonly isEnd: boolean }> {
    const { kernel, source, activity, isOver } = this.#parts;
    const wanted = batchSize * (stream.tumblingSeconds > 0 ? 1 : stream.parallelizationFactor);
    const untilMs = kernel.clock.now() + windowSeconds * 1000;
    for (;;) {
      const { records, isOver: isEnd } = await source.read(this.#shardId, this.#position(stream), wanted);
      const leftMs = untilMs - kernel.clock.now();
      const isComplete = records.length >= wanted || leftMs <= 0 || isEnd;
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
