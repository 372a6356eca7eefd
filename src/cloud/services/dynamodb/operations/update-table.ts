import type { ReplicationGroupUpdate, UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { backfillIndex } from '../engine/backfill-index.ts';
import { indexThroughputRequired, unitsOnDemand } from '../errors/capacity-errors.ts';
import { encryptionInvalid, tableClassUnknown } from '../errors/table-errors.ts';
import { updateReplicas } from '../global/replicas.ts';
import { updateTableShape } from '../shapes.ts';
import type { DynamoState, Table } from '../state.ts';
import { type CapacityTarget, switched, withOnDemand, withUnits, withWarm } from '../tables/capacity.ts';
import { checkInput, refuseMembers } from '../tables/check-input.ts';
import { describeTable } from '../tables/describe-table.ts';
import { newEncryption } from '../tables/encryption.ts';
import { findTable } from '../tables/find-table.ts';
import { type IndexChanges, planIndexUpdates } from '../tables/index-updates.ts';
import { changedStream, noteStream } from '../tables/stream.ts';
import { assertOneChange } from '../tables/update-request.ts';

const unsupportedMembers = [
  'MultiRegionConsistency',
  'GlobalTableWitnessUpdates',
  'GlobalTableSettingsReplicationMode',
  'DisassociationProtectionEnabled',
  'VectorIndexUpdates',
] as const;

/**
 * Makes one change, at once; the answer says UPDATING and, where DynamoDB does, still tells the old capacity.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
export const updateTable: Operation<UpdateTableCommandInput, object, DynamoState> = async (state, input, context) => {
  refuseMembers('UpdateTable', input, unsupportedMembers);
  checkInput(input, updateTableShape);
  assertOneChange(input);
  const table = findTable(state, input.TableName ?? '', context);
  if (input.ReplicaUpdates) return updateReplicasOf(state, table, input.ReplicaUpdates, context);
  if (input.SSESpecification) return updateEncryption(state, table, input, context);
  const changes = plan(table, input, context);
  apply(state, table, changes);
  if (input.StreamSpecification) noteStream(state, changes.table, context.clock.now());
  return answer(state, shownTable(table, changes, input), context);
};

function plan(table: Table, input: UpdateTableCommandInput, context: Context): IndexChanges {
  const nowMs = context.clock.now();
  const billingMode = input.BillingMode ?? table.billingMode;
  const target: CapacityTarget = { operation: 'UpdateTable', billingMode, region: context.region };
  if (billingMode === 'PAY_PER_REQUEST' && input.ProvisionedThroughput) throw unitsOnDemand();
  const isSwitch = billingMode !== table.billingMode;
  const moded = isSwitch ? switchedTable(table, billingMode, input, nowMs) : table;
  const changed = changedCapacity(withSettings(moded, input, nowMs), input, target, nowMs);
  return planIndexUpdates(changed, input.GlobalSecondaryIndexUpdates ?? [], input.AttributeDefinitions, target, nowMs);
}

/** Into provisioned mode, each global index must be given its units in the same call. */
function switchedTable(
  table: Table,
  billingMode: Table['billingMode'],
  input: UpdateTableCommandInput,
  nowMs: number,
): Table {
  const global = table.indexes.filter((index) => index.kind === 'global');
  if (billingMode === 'PROVISIONED') {
    const given = new Set(input.GlobalSecondaryIndexUpdates?.map(({ Update }) => Update?.IndexName));
    const missing = global.filter((index) => !given.has(index.name)).map((index) => index.name);
    if (missing.length > 0) throw indexThroughputRequired(missing.join(','));
  }
  return {
    ...switched(table, billingMode),
    billingMode,
    ...(billingMode === 'PAY_PER_REQUEST' && { onDemandSinceMs: nowMs }),
    indexes: table.indexes.map((index) =>
      index.capacity ? { ...index, capacity: switched(index.capacity, billingMode) } : index,
    ),
  };
}

function changedCapacity(table: Table, input: UpdateTableCommandInput, target: CapacityTarget, nowMs: number): Table {
  let changed = table;
  if (input.ProvisionedThroughput) changed = withUnits(changed, input.ProvisionedThroughput, target, nowMs);
  if (input.OnDemandThroughput) changed = withOnDemand(changed, input.OnDemandThroughput, target);
  if (input.WarmThroughput) changed = withWarm(changed, input.WarmThroughput, target);
  return changed;
}

function withSettings(table: Table, input: UpdateTableCommandInput, nowMs: number): Table {
  const { TableClass, StreamSpecification, DeletionProtectionEnabled } = input;
  return {
    ...table,
    ...(TableClass !== undefined && withClass(table, TableClass, nowMs)),
    ...(StreamSpecification && { stream: changedStream(table, StreamSpecification, nowMs) }),
    ...(DeletionProtectionEnabled !== undefined && { deletionProtection: DeletionProtectionEnabled }),
  };
}

function withClass(table: Table, given: string, nowMs: number): Pick<Table, 'tableClass' | 'tableClassChangedMs'> {
  if (given !== 'STANDARD' && given !== 'STANDARD_INFREQUENT_ACCESS') throw tableClassUnknown();
  if (given === (table.tableClass ?? 'STANDARD')) return {};
  return { tableClass: given, tableClassChangedMs: nowMs };
}

function apply(state: DynamoState, before: Table, { table, created, deleted }: IndexChanges): void {
  state.tables.set(table.name, table);
  for (const index of deleted) state.dropIndex(before, index);
  for (const index of created) backfillIndex(state, table, index);
}

/** As DynamoDB answers: changes in progress, what they change still as it was. */
function shownTable(before: Table, { table, created, deleted, updated }: IndexChanges, input: UpdateTableCommandInput) {
  const changesTable =
    input.BillingMode ?? input.ProvisionedThroughput ?? input.StreamSpecification ?? input.TableClass;
  const isOnline = created.length > 0 || deleted.length > 0;
  const { billingMode, throughput, onDemandSinceMs } = before;
  const { onDemandSinceMs: _new, ...rest } = table;
  const shown: Table = {
    ...rest,
    billingMode,
    throughput,
    ...(onDemandSinceMs !== undefined && { onDemandSinceMs }),
    status: changesTable !== undefined || isOnline ? 'UPDATING' : 'ACTIVE',
    indexes: [
      ...before.indexes.map((index) => {
        if (deleted.includes(index)) return { ...index, status: 'DELETING' as const };
        return updated.includes(index.name) ? { ...index, status: 'UPDATING' as const } : index;
      }),
      ...created.map((index) => ({ ...index, status: 'CREATING' as const })),
    ],
  };
  return shown;
}

function updateReplicasOf(
  state: DynamoState,
  table: Table,
  updates: readonly ReplicationGroupUpdate[],
  context: Context,
) {
  const updated = updateReplicas(state, table, updates, context);
  return answer(state, { ...updated, status: 'UPDATING' }, context);
}

async function updateEncryption(state: DynamoState, table: Table, input: UpdateTableCommandInput, context: Context) {
  const encryption = await newEncryption(input.SSESpecification, context);
  if (!encryption && !table.encryption) throw encryptionInvalid('Table is already encrypted by default');
  if (table.encryption && input.SSESpecification?.KMSMasterKeyId === table.encryption.keyArn) {
    throw encryptionInvalid(
      'Table is already encrypted with given KMSMasterKeyId. ' +
        'Use KMSMasterKeyId parameter if you want to change Master Key',
    );
  }
  // Read again: KMS was asked in between.
  const { encryption: _previous, ...rest } = findTable(state, table.name, context);
  const updated: Table = { ...rest, ...(encryption && { encryption }) };
  state.tables.set(updated.name, updated);
  const { TableDescription } = answer(state, updated, context);
  return { TableDescription: { ...TableDescription, ...(!encryption && { SSEDescription: { Status: 'UPDATING' } }) } };
}

const answer = (state: DynamoState, table: Table, context: Context) => ({
  TableDescription: describeTable(state, table, { nowMs: context.clock.now() }),
});
