import { createHash } from 'node:crypto';
import type { StreamRecord } from './stream-source.ts';

/** Records that are handled one batch after the other; lanes beside each other. */
export type Lane = readonly (readonly StreamRecord[])[];

/**
 * Spreads records of a shard over lanes by what keeps them in order, each lane in batches.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html#services-kinesis-batching
 */
export function lanesOf(records: readonly StreamRecord[], count: number, batchSize: number): readonly Lane[] {
  const lanes: StreamRecord[][] = Array.from({ length: count }, () => []);
  for (const record of records) lanes[count === 1 ? 0 : laneOf(record, count)]?.push(record);
  return lanes.filter((lane) => lane.length > 0).map((lane) => batchesOf(lane, batchSize));
}

const laneOf = ({ partition = '' }: StreamRecord, count: number): number =>
  createHash('md5').update(partition).digest().readUInt32BE() % count;

function batchesOf(records: readonly StreamRecord[], size: number): StreamRecord[][] {
  const batches: StreamRecord[][] = [];
  for (let start = 0; start < records.length; start += size) batches.push(records.slice(start, start + size));
  return batches;
}

/** Up to where all is done, while lanes finish in any order. */
export class Progress {
  readonly #sequences: readonly string[];
  /** For each lane, what of it is not done yet, by place in the whole. */
  readonly #waiting: Set<number>;
  readonly #placesOf: ReadonlyMap<string, number>;
  #done = 0;

  constructor(records: readonly StreamRecord[]) {
    this.#sequences = records.map(({ sequence }) => sequence);
    this.#waiting = new Set(records.keys());
    this.#placesOf = new Map(this.#sequences.map((sequence, place) => [sequence, place]));
  }

  /** These are done. Answers the sequence number up to which everything is; undefined where that has not moved. */
  done(records: readonly StreamRecord[]): string | undefined {
    for (const { sequence } of records) this.#waiting.delete(this.#placesOf.get(sequence) ?? -1);
    const before = this.#done;
    while (this.#done < this.#sequences.length && !this.#waiting.has(this.#done)) this.#done += 1;
    return this.#done > before ? this.#sequences[this.#done - 1] : undefined;
  }
}
