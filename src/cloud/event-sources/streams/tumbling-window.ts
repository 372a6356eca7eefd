import type { Consumer, WindowedBatch } from '../consumer.ts';
import type { StreamRecord } from './stream-source.ts';

/** AWS: of one shard. https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html */
const stateBytesMax = 1024 * 1024;

/** A window that has begun, as it is kept. */
interface OpenWindow {
  readonly startMs: number;
  readonly state: object;
}

/** The tumbling window of one shard: what its function has made of it so far is in the world. */
export class TumblingWindow {
  readonly #consumer: Consumer;
  readonly #shardId: string;
  readonly #lengthMs: number;

  constructor(consumer: Consumer, shardId: string, seconds: number) {
    this.#consumer = consumer;
    this.#shardId = shardId;
    this.#lengthMs = seconds * 1000;
  }

  /** When the window that has begun is over; undefined while none has. */
  get endMs(): number | undefined {
    const open = this.#open;
    return open && open.startMs + this.#lengthMs;
  }

  /** The first records, as far as they are of one window. */
  prefix(records: readonly StreamRecord[]): readonly StreamRecord[] {
    const [first] = records;
    if (!first) return [];
    const startMs = this.#startOf(first.createdMs);
    const end = records.findIndex(({ createdMs }) => this.#startOf(createdMs) !== startMs);
    return end < 0 ? records : records.slice(0, end);
  }

  /** Whether records of a time come behind the end of the window that has begun. */
  isOverAt(ms: number): boolean {
    const { endMs } = this;
    return endMs !== undefined && ms >= endMs;
  }

  /** Begins the window of a record, where none has begun. */
  begin(atMs: number): void {
    if (!this.#open) this.#keep({ startMs: this.#startOf(atMs), state: {} });
  }

  /** What the function is told beside the records. */
  batch(isFinal: boolean): WindowedBatch {
    const { startMs, state } = this.#open ?? { startMs: 0, state: {} };
    return {
      window: { start: timeText(startMs), end: timeText(startMs + this.#lengthMs) },
      state,
      shardId: this.#shardId,
      isFinalInvokeForWindow: isFinal,
      isWindowTerminatedEarly: isFinal && this.isTooLarge,
    };
  }

  /** The function has answered a new state. */
  took(state: object): void {
    const open = this.#open;
    if (open) this.#keep({ ...open, state });
  }

  /** The state has outgrown what AWS keeps: the window is over early. */
  get isTooLarge(): boolean {
    return Buffer.byteLength(JSON.stringify(this.#open?.state ?? {})) > stateBytesMax;
  }

  end(): void {
    this.#consumer.keepWindow?.(this.#shardId, undefined);
  }

  get #open(): OpenWindow | undefined {
    const text = this.#consumer.window?.(this.#shardId);
    return text === undefined ? undefined : JSON.parse(text);
  }

  #keep(open: OpenWindow): void {
    this.#consumer.keepWindow?.(this.#shardId, JSON.stringify(open));
  }

  #startOf(ms: number): number {
    return Math.floor(ms / this.#lengthMs) * this.#lengthMs;
  }
}

/** Without fractions: `2020-12-09T07:04:00Z`. */
const timeText = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
