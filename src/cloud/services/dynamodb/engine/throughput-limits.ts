import { BoundedMap } from '../../../kernel/bounded-map.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { onDemandExceeded, throughputExceeded } from '../errors/capacity-errors.ts';
import type { IndexDefinition, Table } from '../state.ts';
import type { ByteString } from '../values/attribute-value.ts';
import { indexWriteUnits, tableWriteUnits } from './capacity.ts';
import type { Change } from './change.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html */
const burstSeconds = 300;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
const partitionLimits = { Read: 3000, Write: 1000 } as const;
/** Ours: those that nobody has spent from for the longest time are full again, and need not be remembered. */
const bucketsMax = 50_000;
/** The hash that keys begin with: items of one partition key have the same. */
const hashLength = 4;

export type Direction = keyof typeof partitionLimits;

interface Bucket {
  level: number;
  atMs: number;
}

/**
 * Token buckets of tables, global indexes and partition keys, filled by the clock: unused capacity of five minutes is kept. A
 * call may overdraw its bucket once; the next one waits until it is filled again.
 */
export class ThroughputLimits {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #buckets = new BoundedMap<string, Bucket>(bucketsMax);

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Throws ProvisionedThroughputExceededException or ThrottlingException; nothing is spent then. */
  spendRead(table: Table, units: number, index?: IndexDefinition, key?: ByteString): void {
    this.#spend([this.#ofOwner(table, 'Read', units, index), ...this.#ofPartition(table, 'Read', units, key)]);
  }

  /** A write also spends the capacity of every global index that it touches. `factor` is 2 in transactions. */
  spendWrite(change: Change, factor = 1): void {
    const { table, key } = change;
    const units = tableWriteUnits(change) * factor;
    const indexes = table.indexes.filter(({ kind }) => kind === 'global');
    this.#spend([
      this.#ofOwner(table, 'Write', units),
      ...this.#ofPartition(table, 'Write', units, key),
      ...indexes.map((index) => this.#ofOwner(table, 'Write', indexWriteUnits(index, change) * factor, index)),
    ]);
  }

  clear(): void {
    this.#buckets.clear();
  }

  #spend(drafts: readonly (Draft | undefined)[]): void {
    const due = drafts.filter((draft) => draft !== undefined && draft.units > 0) as Draft[];
    const empty = due.find(({ bucket }) => bucket.level <= 0);
    if (empty) throw empty.refusal();
    for (const { bucket, units } of due) bucket.level -= units;
  }

  /** Undefined where nothing is limited: on demand, without a maximum. */
  #ofOwner(table: Table, direction: Direction, units: number, index?: IndexDefinition): Draft | undefined {
    const { throughput, onDemand } = index?.capacity ?? table;
    const resource = index ? `${table.arn}/index/${index.name}` : table.arn;
    const name = `${resource} ${direction}`;
    if (table.billingMode === 'PROVISIONED') {
      const rate = direction === 'Read' ? throughput.readUnits : throughput.writeUnits;
      const what = index ? 'Index' : 'Table';
      return {
        bucket: this.#bucket(name, rate, rate * burstSeconds),
        units,
        refusal: () =>
          throughputExceeded(`${what}${direction}ProvisionedThroughputExceeded`, resource, index !== undefined),
      };
    }
    const rate = direction === 'Read' ? onDemand?.MaxReadRequestUnits : onDemand?.MaxWriteRequestUnits;
    if (rate === undefined || rate < 0) return undefined;
    return { bucket: this.#bucket(name, rate, rate), units, refusal: () => onDemandExceeded(direction, resource) };
  }

  #ofPartition(table: Table, direction: Direction, units: number, key: ByteString | undefined): Draft[] {
    if (key === undefined) return [];
    const rate = partitionLimits[direction];
    const bucket = this.#bucket(`${table.id} ${direction} ${key.slice(0, hashLength)}`, rate, rate * burstSeconds);
    const refusal = () => throughputExceeded(`Table${direction}KeyRangeThroughputExceeded`, table.arn, false);
    return [{ bucket, units, refusal }];
  }

  /** Filled up to now. */
  #bucket(name: string, rate: number, size: number): Bucket {
    const nowMs = this.#clock.now();
    const known = this.#buckets.get(name);
    const bucket = known ?? { level: size, atMs: nowMs };
    bucket.level = Math.min(size, bucket.level + ((nowMs - bucket.atMs) / 1000) * rate);
    bucket.atMs = nowMs;
    this.#buckets.set(name, bucket);
    return bucket;
  }
}

/** What is to be taken out of a bucket. */
interface Draft {
  readonly bucket: Bucket;
  readonly units: number;
  readonly refusal: () => Error;
}
