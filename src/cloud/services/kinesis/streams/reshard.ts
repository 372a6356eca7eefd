import { nextSequence } from '../records/sequence-numbers.ts';
import { lastSequence } from '../records/shard-log.ts';
import { hashKeyMax } from '../records/shard-of.ts';
import { isOpen, type KinesisState, type Shard, type Stream } from '../state.ts';

/** Evenly over all hash keys; the last takes what is left over. */
export function evenStarts(count: number): bigint[] {
  const width = (hashKeyMax + 1n) / BigInt(count);
  return Array.from({ length: count }, (_, index) => BigInt(index) * width);
}

/** The shards of a new stream. */
export function firstShards(count: number, nowMs: number): Shard[] {
  const starts = evenStarts(count);
  return starts.map((start, index) => ({
    index,
    startHashKey: String(start),
    endHashKey: String((starts[index + 1] ?? hashKeyMax + 1n) - 1n),
    createdSeconds: Math.floor(nowMs / 1000),
    createdMs: nowMs,
  }));
}

/** Changes the shards of one stream, at one moment. */
export class Resharding {
  readonly #state: KinesisState;
  readonly #stream: Stream;
  readonly #nowMs: number;
  readonly #shards: Shard[];

  constructor(state: KinesisState, stream: Stream, nowMs: number) {
    this.#state = state;
    this.#stream = stream;
    this.#nowMs = nowMs;
    this.#shards = [...stream.shards];
  }

  get shards(): readonly Shard[] {
    return this.#shards;
  }

  /** Two shards in place of one; the second begins at the hash key. */
  split(shard: Shard, hashKey: bigint): readonly [Shard, Shard] {
    this.#close(shard);
    const made = { parent: shard.index, createdSeconds: this.#secondsAfter(shard), createdMs: this.#nowMs };
    const left = { ...made, startHashKey: shard.startHashKey, endHashKey: String(hashKey - 1n) };
    const right = { ...made, startHashKey: String(hashKey), endHashKey: shard.endHashKey };
    return [this.#add(left), this.#add(right)];
  }

  /** One shard in place of two neighbours. */
  merge(shard: Shard, adjacent: Shard): Shard {
    this.#close(shard);
    this.#close(adjacent);
    const isFirst = BigInt(shard.startHashKey) < BigInt(adjacent.startHashKey);
    return this.#add({
      parent: shard.index,
      adjacentParent: adjacent.index,
      startHashKey: (isFirst ? shard : adjacent).startHashKey,
      endHashKey: (isFirst ? adjacent : shard).endHashKey,
      createdSeconds: Math.max(this.#secondsAfter(shard), this.#secondsAfter(adjacent)),
      createdMs: this.#nowMs,
    });
  }

  /** From left to right: what crosses the end of a part is split there, and what lies in it merged. */
  scaleTo(count: number): void {
    const ends = [...evenStarts(count).slice(1), hashKeyMax + 1n];
    const waiting = this.#shards
      .filter(isOpen)
      .sort((a, b) => (BigInt(a.startHashKey) < BigInt(b.startHashKey) ? -1 : 1));
    for (const end of ends) {
      let part: Shard | undefined;
      for (let shard = waiting[0]; shard && BigInt(shard.startHashKey) < end; shard = waiting[0]) {
        waiting.shift();
        if (BigInt(shard.endHashKey) >= end) {
          const [left, right] = this.split(shard, end);
          waiting.unshift(right);
          shard = left;
        }
        part = part ? this.merge(part, shard) : shard;
      }
    }
  }

  #add(shard: Omit<Shard, 'index'>): Shard {
    const added = { index: this.#shards.length, ...shard };
    this.#shards.push(added);
    return added;
  }

  #close(shard: Shard): void {
    const last = lastSequence(this.#state.records(this.#stream.name, shard.index));
    const endingSequence = nextSequence(shard, last, this.#nowMs);
    this.#shards[shard.index] = { ...shard, closed: { atMs: this.#nowMs, endingSequence } };
  }

  /** Whatever a child gets has a greater number than all of its parent. */
  #secondsAfter({ createdSeconds }: Shard): number {
    return Math.max(Math.floor(this.#nowMs / 1000), createdSeconds + 1);
  }
}
