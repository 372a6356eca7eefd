import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Context } from '../../service-kit/contract.ts';
import type { Tags } from '../../service-kit/tags.ts';
import type { Item, StoredItem } from './values/attribute-value.ts';

/** One attribute of a primary or index key, with the type that its values must have. */
export interface KeyElement {
  readonly name: string;
  readonly keyType: 'HASH' | 'RANGE';
  readonly type: 'S' | 'N' | 'B';
}

/** What an index shows of its items; kept as the API writes it, since DescribeTable tells it so. */
export interface Projection {
  readonly ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  readonly NonKeyAttributes?: readonly string[];
}

/** Provisioned capacity units, with what DescribeTable tells of their history. Zero in on-demand mode. */
export interface Throughput {
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly lastIncreaseMs?: number;
  readonly lastDecreaseMs?: number;
  /** Decreases on the UTC day of `lastDecreaseMs`. */
  readonly decreasesToday: number;
}

/** Upper bounds of on-demand mode, -1 for none. */
export interface OnDemandThroughput {
  readonly MaxReadRequestUnits?: number;
  readonly MaxWriteRequestUnits?: number;
}

/** What a table is ready for at once; told, and never enforced. */
export interface WarmThroughput {
  readonly ReadUnitsPerSecond: number;
  readonly WriteUnitsPerSecond: number;
}

/** What tables and global indexes are given alike. */
export interface Capacity {
  readonly throughput: Throughput;
  readonly onDemand?: OnDemandThroughput;
  readonly warm?: WarmThroughput;
}

/** A secondary index. Its entries are in a collection of their own; see {@link DynamoState.index}. */
export interface IndexDefinition {
  readonly name: string;
  readonly kind: 'global' | 'local';
  /** HASH elements first, then RANGE elements; a global index may have up to four of each. */
  readonly keys: readonly KeyElement[];
  readonly projection: Projection;
  readonly status: 'CREATING' | 'ACTIVE' | 'DELETING' | 'UPDATING';
  /** Global indexes only: local ones live on the table's capacity. */
  readonly capacity?: Capacity;
}

/** What of a changed item a stream record carries. */
export type StreamViewType = 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY';

/** The latest stream: its ARN stays readable after it was disabled. */
export interface StreamSetting {
  readonly enabled: boolean;
  readonly viewType: StreamViewType;
  /** The stream's name within its table: its creation time, `2026-11-21T02:07:24.000`. */
  readonly label: string;
}

/** A stream, kept for a day after it was disabled or its table was deleted. */
export interface StreamInfo {
  readonly arn: string;
  readonly label: string;
  readonly tableName: string;
  readonly viewType: StreamViewType;
  readonly keys: readonly KeyElement[];
  readonly createdMs: number;
  readonly disabledMs?: number;
}

/** A change of an item, as its stream tells it; the images are those of the items themselves. */
export interface StreamRecord {
  /** 21 digits: the order of texts is that of numbers. */
  readonly sequence: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly createdMs: number;
  readonly keys: Item;
  readonly before?: Item;
  readonly after?: Item;
  readonly bytes: number;
  /** The deletion of an expired item, by the service itself. */
  readonly isExpiry?: true;
}

/** A table as it was, without what restores leave out. Its items are in {@link DynamoState.backupItems}. */
export interface Backup {
  readonly arn: string;
  readonly name: string;
  readonly table: Table;
  readonly createdMs: number;
  readonly bytes: number;
  readonly count: number;
}

/** One change of an item, kept while point-in-time recovery is on. */
export interface HistoryEntry {
  readonly atMs: number;
  readonly key: string;
  readonly after?: StoredItem;
}

/** A global table of the version of 2017: what was said of it. */
export interface LegacyGlobalTable {
  readonly name: string;
  readonly regions: readonly string[];
  readonly createdMs: number;
}

/** An export to S3 that was made, or an import from there, as it is described; both are done at once. */
export interface Exchange {
  readonly arn: string;
  readonly tableArn: string;
  readonly description: Readonly<Record<string, unknown>>;
}

/** A policy on a table or a stream. */
export interface ResourcePolicy {
  readonly text: string;
  readonly revision: string;
  readonly putMs: number;
}

/** Where a table's changes would go; kept and told. */
export interface KinesisDestination {
  readonly streamArn: string;
  readonly status: 'ACTIVE' | 'DISABLED';
  readonly precision?: 'MILLISECOND' | 'MICROSECOND';
}

/** Kept and told. */
export interface ContributorInsights {
  readonly tableName: string;
  readonly indexName?: string;
  readonly isEnabled: boolean;
  readonly mode: 'ACCESSED_AND_THROTTLED_KEYS' | 'THROTTLED_KEYS';
  readonly changedMs: number;
}

/** Encryption by a KMS key that the table names. */
export interface Encryption {
  /** Only KMS is told by DescribeTable; a table without it is encrypted by a key that AWS owns. */
  readonly keyArn: string;
}

/** The table can be restored as it was at any moment of the period. */
export interface PointInTimeRecovery {
  readonly recoveryPeriodDays: number;
  readonly enabledMs: number;
}

/** The attribute whose number is the second in which an item expires. */
export interface TimeToLive {
  readonly attributeName: string;
}

/** The next look for expired items of a table. */
export interface Sweep {
  readonly dueMs: number;
  /** Of the deferred call. */
  readonly deferredKey: string;
}

/** Everything about a table but its items. */
export interface Table extends Capacity {
  readonly name: string;
  readonly arn: string;
  /** A UUID; a table created again under the same name has another one, and other items. */
  readonly id: string;
  readonly createdMs: number;
  readonly keys: readonly KeyElement[];
  readonly attributes: readonly { readonly name: string; readonly type: KeyElement['type'] }[];
  readonly indexes: readonly IndexDefinition[];
  readonly status: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';
  readonly billingMode: 'PROVISIONED' | 'PAY_PER_REQUEST';
  /** When on-demand mode was last chosen; a table that never was on demand has no BillingModeSummary. */
  readonly onDemandSinceMs?: number;
  readonly tableClass?: 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS';
  readonly tableClassChangedMs?: number;
  readonly deletionProtection: boolean;
  readonly stream?: StreamSetting;
  readonly encryption?: Encryption;
  readonly timeToLive?: TimeToLive;
  /** The other regions that have a replica under the same name; writes go to all of them. */
  readonly replicas?: readonly string[];
  readonly pointInTimeRecovery?: PointInTimeRecovery;
  readonly tags: Tags;
}

/** The outcome of a transaction, kept for its client request token. */
export interface TransactionToken {
  readonly expiresMs: number;
  /** Hash of the request: the same token with another request is refused. */
  readonly fingerprint: string;
}

/** What DescribeTable tells of the contents of a table or an index. */
export interface ItemStatistics {
  readonly count: number;
  readonly bytes: number;
}

/** DynamoDB in one account and region. */
export interface DynamoState {
  /** By name. */
  readonly tables: Collection<Table>;
  /** Idempotency of TransactWriteItems, by client request token. */
  readonly tokens: Collection<TransactionToken>;
  /** By ARN, which begins with the table's and goes on with the time: in order. */
  readonly backups: Collection<Backup>;
  backupItems(arn: string): Collection<StoredItem>;
  dropBackup(arn: string): void;
  /** A table's items when its history began, and what became of them since, by sequence; see `backups/history.ts`. */
  historyBase(table: Table): Collection<StoredItem>;
  history(table: Table): Collection<HistoryEntry>;
  dropHistory(table: Table): void;
  /** By the resource's ARN. */
  readonly policies: Collection<ResourcePolicy>;
  /** By `tableId/streamArn`. */
  readonly destinations: Collection<KinesisDestination>;
  /** By `table` or `table/index`. */
  readonly insights: Collection<ContributorInsights>;
  /** By ARN. */
  readonly exports: Collection<Exchange>;
  readonly imports: Collection<Exchange>;
  /** By name. */
  readonly globalTables: Collection<LegacyGlobalTable>;
  /** By the table's id. */
  readonly sweeps: Collection<Sweep>;
  /** Items that expire, as `second/key`, the second with twelve digits: the next one is the first one. */
  expiries(table: Table): Collection<string>;
  /** By ARN. */
  readonly streams: Collection<StreamInfo>;
  /** The records of a stream, by sequence number. */
  records(streamArn: string): Collection<StreamRecord>;
  /** The number of the next record in any stream of this account and region. */
  nextSequence(): number;
  /** Forgets a stream that nobody can read any longer. */
  dropStream(streamArn: string): void;
  /** A table's items by encoded key; see `values/key-encoding.ts`. Only `engine/write-item.ts` writes them. */
  items(table: Table): Collection<StoredItem>;
  /** The same items under the index's key; an item without that key is not there. */
  index(table: Table, index: IndexDefinition): Collection<StoredItem>;
  /** Of a table, or of one of its indexes; in constant time, since bytes are summed as items are written. */
  statistics(table: Table, index?: IndexDefinition): ItemStatistics;
  /** Whoever has written to `items` or `index` tells here by how many bytes they grew (or, negative, shrank). */
  grow(table: Table, index: IndexDefinition | undefined, bytes: number): void;
  /** Forgets a table's items and the entries of all its indexes. */
  dropItems(table: Table): void;
  /** Forgets the entries of one index; `backfillIndex` is the opposite. */
  dropIndex(table: Table, index: IndexDefinition): void;
}

/** The collection of a table's items, or of an index's entries: named by the table's id, never by its reusable name. */
const contentsOf = (table: Table, index?: IndexDefinition): string =>
  index ? `index/${table.id}/${index.name}` : `items/${table.id}`;

/** What a collection holds that nobody has told of: an empty one, or one of before sizes were kept. */
function summed(items: Collection<StoredItem>): number {
  let bytes = 0;
  for (const item of items.values()) bytes += item.bytes;
  return bytes;
}

/** Collections by short keys: putting their names together for every item would show in a profile. */
class Handles {
  readonly #scope: StateScope;
  readonly #known = new Map<string, Collection<unknown>>();
  #drops: number;

  constructor(scope: StateScope) {
    this.#scope = scope;
    this.#drops = scope.drops;
  }

  of<V>(key: string, nameOf: () => string): Collection<V> {
    if (this.#drops !== this.#scope.drops) {
      this.#known.clear();
      this.#drops = this.#scope.drops;
    }
    let collection = this.#known.get(key);
    if (!collection) {
      collection = this.#scope.collection<unknown>(nameOf());
      this.#known.set(key, collection);
    }
    return collection as Collection<V>;
  }
}

/** Opens the state of one account and region; collections are made when they are first asked for. */
export function openDynamoState(scope: StateScope): DynamoState {
  // Bytes by the name of the collection they are in. State like the items: snapshots and the log keep both together.
  const sizes = scope.collection<number>('sizes');
  const counters = scope.collection<number>('counters');
  const streams = scope.collection<StreamInfo>('streams');
  const backups = scope.collection<Backup>('backups');
  const handles = new Handles(scope);
  const contents = (table: Table, index?: IndexDefinition) =>
    handles.of<StoredItem>(index ? `${table.id}/${index.name}` : table.id, () => contentsOf(table, index));
  const dropContents = (table: Table, index?: IndexDefinition): void => {
    scope.drop(contentsOf(table, index));
    sizes.delete(contentsOf(table, index));
  };
  return {
    tables: scope.collection('tables'),
    tokens: scope.collection('tokens'),
    backups,
    backupItems: (arn) => scope.collection(`backup/${arn}`),
    dropBackup: (arn) => {
      backups.delete(arn);
      scope.drop(`backup/${arn}`);
    },
    historyBase: (table) => scope.collection(`history-base/${table.id}`),
    history: (table) => scope.collection(`history/${table.id}`),
    dropHistory: (table) => {
      scope.drop(`history-base/${table.id}`);
      scope.drop(`history/${table.id}`);
    },
    policies: scope.collection('policies'),
    destinations: scope.collection('destinations'),
    insights: scope.collection('insights'),
    exports: scope.collection('exports'),
    imports: scope.collection('imports'),
    globalTables: scope.collection('globalTables'),
    sweeps: scope.collection('sweeps'),
    expiries: (table) => scope.collection(`expiries/${table.id}`),
    streams,
    records: (arn) => handles.of(arn, () => `records/${arn}`),
    nextSequence: () => {
      const next = (counters.get('sequence') ?? 0) + 1;
      counters.set('sequence', next);
      return next;
    },
    dropStream: (arn) => {
      streams.delete(arn);
      scope.drop(`records/${arn}`);
    },
    items: contents,
    index: contents,
    statistics: (table, index) => ({
      count: contents(table, index).size,
      bytes: sizes.get(contentsOf(table, index)) ?? summed(contents(table, index)),
    }),
    grow: (table, index, bytes) => {
      if (bytes === 0) return;
      const known = sizes.get(contentsOf(table, index));
      sizes.set(contentsOf(table, index), known === undefined ? summed(contents(table, index)) : known + bytes);
    },
    dropItems: (table) => {
      dropContents(table);
      scope.drop(`expiries/${table.id}`);
      for (const index of table.indexes) dropContents(table, index);
    },
    dropIndex: dropContents,
  };
}

/** The same in another region of the account: where replicas are. */
export const dynamoStateIn = ({ kernel, account }: Pick<Context, 'kernel' | 'account'>, region: string): DynamoState =>
  openDynamoState(kernel.world.scope('dynamodb', account, region));
