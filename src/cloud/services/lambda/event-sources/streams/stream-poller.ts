import { readPattern } from '../../../../event-patterns/read-pattern.ts';
import { isPassing } from '../../../../kernel/backoff.ts';
import type { Timer } from '../../../../kernel/clock.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { EventSourceMapping } from '../../state.ts';
import { Activity, type Pause } from '../activity.ts';
import type { MappingPlace } from '../poller.ts';
import { backoffMs } from '../source-calls.ts';
import type { SourcePoller } from '../source-poller.ts';
import { handleRecords } from './handle-records.ts';
import { StreamCalls } from './stream-calls.ts';
import { type SourceRecord, sequenceOf, streamRecord } from './stream-event.ts';

/**
 * Carries the records of one stream to one function, in order, a batch at a time. Up to where it is done is in the world, by
 * the mapping's checkpoint: what is restored goes on from there. DynamoDB tells it when there is more; it never asks in vain.
 */
export class StreamPoller implements SourcePoller {
  readonly #kernel: Kernel;
  readonly #place: MappingPlace;
  readonly #calls: StreamCalls;
  readonly #activity: Activity;
  readonly #unsubscribe: () => void;
  #timer: Timer | undefined;
  #pause: Pause | undefined;
  #isWorking = false;
  /** Records came while a batch was under way. */
  #isMore = false;
  #failures = 0;
  #life: 'on' | 'stopped' | 'abandoned' = 'on';

  constructor(kernel: Kernel, place: MappingPlace, mapping: EventSourceMapping) {
    this.#kernel = kernel;
    this.#place = place;
    this.#calls = new StreamCalls(kernel, place, mapping.eventSourceArn);
    this.#activity = new Activity(kernel.clock);
    this.#unsubscribe = kernel.signals.watch(`stream:${mapping.eventSourceArn}`, () => this.look());
    this.look();
  }

  /** There may be records. It begins by a timer, so that whoever moves a virtual clock waits for all that follows. */
  look(): void {
    if (this.#life !== 'on') return;
    this.#isMore = true;
    this.#pause?.end();
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
    this.#activity.endPauses();
  }

  #later(delayMs: number): void {
    this.#timer ??= this.#activity.later(delayMs, () => {
      this.#timer = undefined;
      void this.#activity.run(() => this.#work());
    });
  }

  #mapping(): EventSourceMapping | undefined {
    const mapping = this.#place.state.eventSourceMappings.get(this.#place.uuid);
    return mapping && this.#place.state.functions.has(mapping.functionName) ? mapping : undefined;
  }

  async #work(): Promise<void> {
    if (this.#isWorking || this.#life !== 'on') return;
    this.#isWorking = true;
    try {
      while (this.#life === 'on' && (await this.#batch()));
      this.#failures = 0;
    } catch (error) {
      this.#retry(error);
    } finally {
      this.#isWorking = false;
    }
  }

  /** One batch, from the stream to its checkpoint; false when there is nothing more. */
  async #batch(): Promise<boolean> {
    const mapping = this.#mapping();
    if (!mapping) return false;
    this.#isMore = false;
    const { records, shardId } = await this.#collect(mapping);
    const last = records.at(-1);
    if (!last || this.#life !== 'on') return this.#isMore;
    const matches = filterOf(mapping, this.#calls.streamArn);
    const wanted = records.filter(matches);
    if (wanted.length > 0) await handleRecords(this.#handling(mapping, shardId), wanted);
    if (this.#life !== 'on') return false;
    this.#checkpoint(sequenceOf(last));
    return true;
  }

  /** Until the batch is full or the batching window is over; without a window whatever is there. */
  async #collect(mapping: EventSourceMapping): Promise<{ records: SourceRecord[]; shardId: string }> {
    const untilMs = this.#kernel.clock.now() + mapping.windowSeconds * 1000;
    for (;;) {
      const found = await this.#calls.read(this.#place.state.checkpoints.get(this.#place.uuid), mapping.batchSize);
      const leftMs = untilMs - this.#kernel.clock.now();
      const isComplete = found.records.length >= mapping.batchSize || leftMs <= 0;
      if (found.records.length === 0 || isComplete || this.#life !== 'on') return found;
      this.#pause = this.#activity.pause(leftMs);
      await this.#pause.over;
      this.#pause = undefined;
    }
  }

  #handling(mapping: EventSourceMapping, shardId: string) {
    return {
      mapping,
      shardId,
      calls: this.#calls,
      activity: this.#activity,
      kernel: this.#kernel,
      where: this.#place,
      isOver: () => this.#life !== 'on',
      done: (sequence: string) => this.#checkpoint(sequence),
    };
  }

  #checkpoint(sequence: string): void {
    if (this.#life === 'abandoned') return;
    this.#place.state.checkpoints.set(this.#place.uuid, sequence);
  }

  /** A stream that is gone has nothing more; what passes is tried again. */
  #retry(error: unknown): void {
    if (this.#life !== 'on') return;
    if (isPassing(error)) {
      this.#later(backoffMs(this.#failures));
      this.#failures += 1;
    } else {
      this.#kernel.log.warn(`${this.#calls.streamArn}: reading ended: ${String(error)}`);
    }
  }
}

function filterOf({ filters }: EventSourceMapping, streamArn: string): (record: SourceRecord) => boolean {
  const rules = filters.map(readPattern);
  return (record) => rules.length === 0 || rules.some((rule) => rule(streamRecord(record, streamArn)));
}
