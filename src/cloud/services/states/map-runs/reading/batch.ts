import { dataBytesMax } from '../../execution/data-limit.ts';
import type { Batches } from '../map-run.ts';

/** A child that is to be. */
export interface NewChild {
  /** JSON. */
  readonly input: string;
  readonly items: number;
}

/**
 * Puts items together into the input of one child; without {@link Batches} each is its own.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 */
export class Batch {
  readonly #batches: Batches | undefined;
  /** What stands around the items. */
  readonly #head: string;
  readonly #bytesMax: number;
  #items: string[] = [];
  #bytes: number;

  constructor(batches: Batches | undefined) {
    this.#batches = batches;
    const input = batches?.input === undefined ? '' : `"BatchInput":${JSON.stringify(batches.input)},`;
    this.#head = `{${input}"Items":[`;
    this.#bytesMax = Math.min(batches?.bytes || dataBytesMax, dataBytesMax);
    this.#bytes = Buffer.byteLength(this.#head);
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  /** Takes an item in JSON; answers the children that are complete. */
  add(item: string): NewChild[] {
    if (!this.#batches) return [{ input: item, items: 1 }];
    const bytes = Buffer.byteLength(item) + 1;
    const full: NewChild[] = [];
    // An item that is too large for any batch has one of its own.
    if (!this.isEmpty && this.#bytes + bytes + 1 > this.#bytesMax) full.push(this.#take());
    this.#items.push(item);
    this.#bytes += bytes;
    if (this.#items.length >= (this.#batches.items || Number.POSITIVE_INFINITY)) full.push(this.#take());
    return full;
  }

  /** The last batch. */
  rest(): NewChild | undefined {
    return this.isEmpty ? undefined : this.#take();
  }

  #take(): NewChild {
    const child = { input: `${this.#head}${this.#items.join(',')}]}`, items: this.#items.length };
    this.#items = [];
    this.#bytes = Buffer.byteLength(this.#head);
    return child;
  }
}
