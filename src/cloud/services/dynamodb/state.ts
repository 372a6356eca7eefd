import type { Collection } from '../../kernel/collection.ts';
import type { Scope } from '../../kernel/world.ts';
import type { StoredItem, TransactionToken } from './engine/stored-item.ts';

export interface KeyElement {
  readonly name: string;
  readonly keyType: 'HASH' | 'RANGE';
  readonly type: 'S' | 'N' | 'B';
}

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

export type StreamViewType = 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY';

/** The latest stream: its ARN stays readable after it was disabled. */
export interface StreamSetting {
  readonly enabled: boolean;
  readonly viewType: StreamViewType;
  /** The stream's name within its table: its creation time, `2026-11-21T02:07:24.000`. */
  readonly label: string;
}

export interface Encryption {
  /** Only KMS is told by DescribeTable; a table without it is encrypted by a key that AWS owns. */
  readonly keyArn: string;
}

export interface PointInTimeRecovery {
  readonly recoveryPeriodDays: number;
  readonly enabledMs: number;
}

export interface TimeToLive {
  readonly attributeName: string;
}

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
  readonly pointInTimeRecovery?: PointInTimeRecovery;
  readonly tags: Readonly<Record<string, string>>;
}

export interface DynamoState {
  readonly tables: Collection<Table>;
  readonly tokens: Collection<TransactionToken>;
  items(table: Table): Collection<StoredItem>;
  index(table: Table, index: IndexDefinition): Collection<StoredItem>;
  /** Forgets a table's items and the entries of all its indexes. */
  dropItems(table: Table): void;
  dropIndex(table: Table, index: IndexDefinition): void;
}

const itemsOf = (table: Table): string => `items/${table.id}`;
const entriesOf = (table: Table, index: IndexDefinition): string => `index/${table.id}/${index.name}`;

/** Items live in one collection a table and one an index, named by the table's id, never by its reusable name. */
export function openState(scope: Scope): DynamoState {
  return {
    tables: scope.collection('tables'),
    tokens: scope.collection('tokens'),
    items: (table) => scope.collection(itemsOf(table)),
    index: (table, index) => scope.collection(entriesOf(table, index)),
    dropItems: (table) => {
      scope.drop(itemsOf(table));
      for (const index of table.indexes) scope.drop(entriesOf(table, index));
    },
    dropIndex: (table, index) => scope.drop(entriesOf(table, index)),
  };
}
