import type {
  GlobalSecondaryIndex,
  LocalSecondaryIndex,
  ProvisionedThroughput,
  SSESpecification,
} from '@aws-sdk/client-dynamodb';
import { formatArn } from '../../../kernel/arns.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { writeItem } from '../engine/write-item.ts';
import { restoreIndexUnknown, targetExists } from '../errors/backup-errors.ts';
import type { DynamoState, IndexDefinition, Table } from '../state.ts';
import { type CapacityTarget, newCapacity } from '../tables/capacity.ts';
import { describeTable, seconds } from '../tables/describe-table.ts';
import { newEncryption } from '../tables/encryption.ts';
import type { StoredItem } from '../values/attribute-value.ts';

/** What a restore may change. */
export interface Overrides {
  readonly TargetTableName?: string | undefined;
  readonly BillingModeOverride?: Table['billingMode'] | undefined;
  readonly ProvisionedThroughputOverride?: ProvisionedThroughput | undefined;
  readonly GlobalSecondaryIndexOverride?: readonly GlobalSecondaryIndex[] | undefined;
  readonly LocalSecondaryIndexOverride?: readonly LocalSecondaryIndex[] | undefined;
  readonly SSESpecificationOverride?: SSESpecification | undefined;
}

export interface RestoreSource {
  readonly table: Table;
  readonly items: Iterable<readonly [string, StoredItem]>;
  readonly atMs: number;
  readonly backupArn?: string;
}

/**
 * Makes a table of what was kept. Streams, time to live, tags, alarms and recovery settings are not restored, as on AWS.
 * Throws TableAlreadyExistsException.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_HowItWorks.html
 */
export async function restoreTable(state: DynamoState, source: RestoreSource, overrides: Overrides, context: Context) {
  const { TargetTableName: name = '' } = overrides;
  if (state.tables.has(name)) throw targetExists(name);
  const encryption = await newEncryption(overrides.SSESpecificationOverride, context);
  if (state.tables.has(name)) throw targetExists(name);
  const table: Table = { ...restored(source.table, name, overrides, context), ...(encryption && { encryption }) };
  state.tables.set(name, table);
  for (const [key, item] of source.items) writeItem(state, { table, key, before: undefined, after: item }, context);
  const shown: Table = {
    ...table,
    status: 'CREATING',
    indexes: table.indexes.map((index) => ({ ...index, status: 'CREATING' })),
  };
  return {
    TableDescription: {
      ...describeTable(state, shown, { nowMs: context.clock.now(), created: true }),
      RestoreSummary: {
        ...(source.backupArn !== undefined && { SourceBackupArn: source.backupArn }),
        SourceTableArn: source.table.arn,
        RestoreDateTime: seconds(source.atMs),
        RestoreInProgress: true,
      },
    },
  };
}

function restored(source: Table, name: string, overrides: Overrides, context: Context): Table {
  const { account, region, clock, random } = context;
  const billingMode = overrides.BillingModeOverride ?? source.billingMode;
  const target: CapacityTarget = { operation: 'CreateTable', billingMode, region };
  const isSwitched = billingMode !== source.billingMode;
  const capacity = isSwitched || overrides.ProvisionedThroughputOverride;
  const {
    stream: _stream,
    timeToLive: _timeToLive,
    pointInTimeRecovery: _recovery,
    encryption,
    onDemandSinceMs: _since,
    ...kept
  } = source;
  return {
    ...kept,
    ...(encryption && !overrides.SSESpecificationOverride && { encryption }),
    ...(capacity && newCapacity({ ProvisionedThroughput: overrides.ProvisionedThroughputOverride }, target)),
    name,
    arn: formatArn({ service: 'dynamodb', region, account, resource: `table/${name}` }),
    id: random.uuid(),
    createdMs: clock.now(),
    status: 'ACTIVE',
    billingMode,
    ...(billingMode === 'PAY_PER_REQUEST' && { onDemandSinceMs: clock.now() }),
    indexes: indexesOf(source, overrides),
    deletionProtection: false,
    tags: {},
  };
}

/** Indexes may be left out, by naming those that are wanted. */
function indexesOf({ indexes }: Table, overrides: Overrides): readonly IndexDefinition[] {
  const { GlobalSecondaryIndexOverride: global, LocalSecondaryIndexOverride: local } = overrides;
  const unknown = [...(global ?? []), ...(local ?? [])].find(
    ({ IndexName }) => !indexes.some(({ name }) => name === IndexName),
  );
  if (unknown) throw restoreIndexUnknown(unknown.IndexName ?? '');
  return indexes.filter(({ name, kind }) => {
    const wanted = kind === 'global' ? global : local;
    return wanted === undefined || wanted.some(({ IndexName }) => IndexName === name);
  });
}
