import type { Capacity, DynamoState, IndexDefinition, Table, WarmThroughput } from '../state.ts';
import { streamArnOf } from './stream.ts';

const dayMs = 86_400_000;

/** A point in time on the wire: seconds since the epoch, to the millisecond. */
export const seconds = (ms: number): number => ms / 1000;

/** What CreateTable does not tell yet: of warm throughput only what was asked for, by index; undefined is the table. */
export interface Telling {
  readonly nowMs: number;
  readonly created?: boolean;
  readonly warmAsked?: ReadonlyMap<string | undefined, WarmThroughput>;
}

/**
 * A table as CreateTable, UpdateTable, DeleteTable and DescribeTable tell it; wire JSON, so times are epoch seconds.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
 */
export function describeTable(state: DynamoState, table: Table, telling: Telling): Record<string, unknown> {
  const local = table.indexes.filter((index) => index.kind === 'local');
  const global = table.indexes.filter((index) => index.kind === 'global');
  const statistics = state.statistics(table);
  return {
    AttributeDefinitions: table.attributes
      .map(({ name, type }) => ({ AttributeName: name, AttributeType: type }))
      .sort((a, b) => (a.AttributeName < b.AttributeName ? -1 : 1)),
    TableName: table.name,
    KeySchema: describeKeys(table.keys),
    TableStatus: table.status,
    CreationDateTime: seconds(table.createdMs),
    TableSizeBytes: statistics.bytes,
    ItemCount: statistics.count,
    TableArn: table.arn,
    TableId: table.id,
    ...describeCapacity(table, telling),
    ...describeBilling(table, telling),
    ...(local.length > 0 && { LocalSecondaryIndexes: local.map((index) => describeIndex(state, table, index)) }),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((index) => describeGlobalIndex(state, table, index, telling)),
    }),
    ...describeStream(table),
    ...describeReplicas(table),
    ...describeClass(table),
    ...(table.encryption && {
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: table.encryption.keyArn },
    }),
    DeletionProtectionEnabled: table.deletionProtection,
  };
}

const describeKeys = (keys: Table['keys']) =>
  keys.map(({ name, keyType }) => ({ AttributeName: name, KeyType: keyType }));

function describeIndex(state: DynamoState, table: Table, index: IndexDefinition): Record<string, unknown> {
  const statistics = state.statistics(table, index);
  return {
    IndexName: index.name,
    KeySchema: describeKeys(index.keys),
    Projection: index.projection,
    IndexSizeBytes: statistics.bytes,
    ItemCount: statistics.count,
    IndexArn: `${table.arn}/index/${index.name}`,
  };
}

function describeGlobalIndex(state: DynamoState, table: Table, index: IndexDefinition, telling: Telling) {
  return {
    ...describeIndex(state, table, index),
    IndexStatus: index.status,
    ...(index.status === 'CREATING' && !telling.created && { Backfilling: false }),
    ...(index.capacity && describeCapacity({ ...index.capacity, status: index.status }, telling, index.name)),
  };
}

function describeCapacity(
  owner: Capacity & { readonly status: string },
  { nowMs, created, warmAsked }: Telling,
  index?: string,
) {
  const { throughput, onDemand } = owner;
  const warm = created ? warmAsked?.get(index) : owner.warm;
  const isToday =
    throughput.lastDecreaseMs !== undefined &&
    Math.floor(throughput.lastDecreaseMs / dayMs) === Math.floor(nowMs / dayMs);
  return {
    ProvisionedThroughput: {
      ...(throughput.lastIncreaseMs !== undefined && { LastIncreaseDateTime: seconds(throughput.lastIncreaseMs) }),
      ...(throughput.lastDecreaseMs !== undefined && { LastDecreaseDateTime: seconds(throughput.lastDecreaseMs) }),
      NumberOfDecreasesToday: isToday ? throughput.decreasesToday : 0,
      ReadCapacityUnits: throughput.readUnits,
      WriteCapacityUnits: throughput.writeUnits,
    },
    ...(onDemand && { OnDemandThroughput: onDemand }),
    ...(warm && { WarmThroughput: { ...warm, Status: owner.status === 'CREATING' ? 'UPDATING' : 'ACTIVE' } }),
  };
}

/** A table that never was on demand has no BillingModeSummary. */
function describeBilling(table: Table, { created }: Telling) {
  if (table.onDemandSinceMs === undefined) return {};
  const summary = { BillingMode: table.billingMode };
  if (created) return { BillingModeSummary: summary };
  return { BillingModeSummary: { ...summary, LastUpdateToPayPerRequestDateTime: seconds(table.onDemandSinceMs) } };
}

/** The specification of a disabled stream is gone; its ARN is not. */
function describeStream(table: Table) {
  const { stream } = table;
  if (!stream) return {};
  return {
    ...(stream.enabled && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType } }),
    LatestStreamLabel: stream.label,
    LatestStreamArn: streamArnOf(table, stream),
  };
}

function describeReplicas({ replicas, arn }: Table) {
  if (!replicas) return {};
  return {
    GlobalTableVersion: '2019.11.21',
    Replicas: replicas.map((RegionName) => ({
      RegionName,
      ReplicaArn: arn.replace(/^(arn:[^:]+:dynamodb):[^:]+/, `$1:${RegionName}`),
      ReplicaStatus: 'ACTIVE',
    })),
  };
}

function describeClass({ tableClass, tableClassChangedMs }: Table) {
  if (tableClass === undefined) return {};
  return {
    TableClassSummary: {
      TableClass: tableClass,
      ...(tableClassChangedMs !== undefined && { LastUpdateDateTime: seconds(tableClassChangedMs) }),
    },
  };
}
