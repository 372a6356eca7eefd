import { BoundedMap } from '../../../kernel/bounded-map.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { type Count, type Dimension, dimensionsOf, type MetricRecorder } from '../../../service-kit/service-metrics.ts';
import type { IndexDefinition, Table } from '../state.ts';
import type { ByteString } from '../values/attribute-value.ts';
import { tableWriteUnits } from './capacity.ts';
import type { Change } from './change.ts';
import type { Direction, ThroughputLimits } from './throughput-limits.ts';

/** Ours: what is forgotten is made anew. */
const accountsMax = 1000;

const ofTable = dimensionsOf('TableName');
const ofIndex = dimensionsOf('TableName', 'GlobalSecondaryIndexName');

/**
 * Counts what reads and writes spend, for CloudWatch, and limits it where the cloud was started so. What writes spend in
 * indexes is not counted: to know it costs more than the write.
 */
export class ThroughputMeter {
  readonly #metrics: MetricRecorder | undefined;
  readonly #limits: ThroughputLimits | undefined;
  /** By the table's ARN, made once. */
  readonly #accounts = new BoundedMap<string, Account>(accountsMax);

  constructor(metrics: MetricRecorder | undefined, limits: ThroughputLimits | undefined) {
    this.#metrics = metrics;
    this.#limits = limits;
  }

  /** See ThroughputLimits: what is refused is not counted. */
  spendRead(table: Table, units: number, index?: IndexDefinition, key?: ByteString): void {
    this.#limits?.spendRead(table, units, index, key);
    this.#count('Read', table, units, index?.kind === 'global' ? index.name : undefined);
  }

  spendWrite(change: Change, factor = 1): void {
    this.#limits?.spendWrite(change, factor);
    this.#count('Write', change.table, tableWriteUnits(change) * factor, undefined);
  }

  #count(direction: Direction, { arn, name }: Table, units: number, index: string | undefined): void {
    let account = this.#accounts.get(arn);
    if (!account) {
      const [, , , region = '', id = ''] = arn.split(':');
      const scope: Scope = { account: id, region };
      const count = this.#metrics?.counter('dynamodb', scope) ?? (() => {});
      account = { count, dimensions: ofTable(name) };
      this.#accounts.set(arn, account);
    }
    const { count, dimensions } = account;
    const spent = index === undefined ? dimensions : ofIndex(name, index);
    count(direction === 'Read' ? 'ConsumedReadCapacityUnits' : 'ConsumedWriteCapacityUnits', units, 'Count', spent);
  }
}

interface Account {
  readonly count: Count;
  readonly dimensions: readonly Dimension[];
}
