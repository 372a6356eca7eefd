import type {
  CreateGlobalTableCommandInput,
  DescribeGlobalTableCommandInput,
  DescribeGlobalTableSettingsCommandInput,
  DescribeTableReplicaAutoScalingCommandInput,
  ListGlobalTablesCommandInput,
  UpdateGlobalTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { formatArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { pageBehind } from '../../../service-kit/pages.ts';
import type { InputShape, MemberShape } from '../../../service-kit/shapes.ts';
import {
  globalTableExists,
  globalTableNotFound,
  regionWithoutTable,
  replicaExists,
  replicaMissing,
} from '../errors/global-errors.ts';
import { type DynamoState, dynamoStateIn, type LegacyGlobalTable } from '../state.ts';
import { checkInput, checkNamed } from '../tables/check-input.ts';
import { seconds } from '../tables/describe-table.ts';
import { findTable } from '../tables/find-table.ts';
import { spread } from './replicas.ts';

/* The API of global tables of 2017: tables that are there in several regions are joined to a group. */

const name: MemberShape = {
  required: true,
  min: 3,
  max: 255,
  pattern: /^[a-zA-Z0-9_.-]+$/,
  patternText: '[a-zA-Z0-9_.-]+',
};
const GlobalTableName = name;
const createShape: InputShape = { GlobalTableName, ReplicationGroup: { required: true, each: { required: true } } };
const nameOnly: InputShape = { GlobalTableName };
const updateShape: InputShape = { GlobalTableName, ReplicaUpdates: { required: true, each: { required: true } } };

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateGlobalTable.html */
export const createGlobalTable: Operation<CreateGlobalTableCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkNamed(input, createShape);
  const { GlobalTableName: tableName = '' } = input;
  if (state.globalTables.has(tableName)) throw globalTableExists(tableName);
  const regions = (input.ReplicationGroup ?? []).map(({ RegionName = '' }) => RegionName);
  return join(tableName, regions, context, context.clock.now(), 'CREATING');
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateGlobalTable.html */
export const updateGlobalTable: Operation<UpdateGlobalTableCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkNamed(input, updateShape);
  const known = find(state, input.GlobalTableName);
  let { regions } = known;
  for (const { Create, Delete } of input.ReplicaUpdates ?? []) {
    const region = (Create ?? Delete)?.RegionName ?? '';
    if (Create && regions.includes(region)) throw replicaExists(region);
    if (Delete && !regions.includes(region)) throw replicaMissing(region);
    regions = Create ? [...regions, region] : regions.filter((each) => each !== region);
  }
  for (const region of known.regions) if (!regions.includes(region)) leave(known.name, region, context);
  return join(known.name, regions, context, known.createdMs, 'UPDATING');
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeGlobalTable.html */
export const describeGlobalTable: Operation<DescribeGlobalTableCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkNamed(input, nameOnly);
  return { GlobalTableDescription: told(find(state, input.GlobalTableName), context, 'ACTIVE') };
};

const pageMax = 100;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListGlobalTables.html */
export const listGlobalTables: Operation<ListGlobalTablesCommandInput, object, DynamoState> = (state, input) => {
  checkNamed(input, { Limit: { min: 1 }, ExclusiveStartGlobalTableName: { ...name, required: false } });
  const { ExclusiveStartGlobalTableName: after, Limit = pageMax, RegionName } = input;
  const found = [...state.globalTables.values()].filter(
    ({ regions }) => RegionName === undefined || regions.includes(RegionName),
  );
  const { items, next } = pageBehind(found, { limit: Math.min(Limit, pageMax), after, keyOf: ({ name }) => name });
  return {
    GlobalTables: items.map(({ name: GlobalTableName, regions }) => ({
      GlobalTableName,
      ReplicationGroup: regions.map((RegionName) => ({ RegionName })),
    })),
    ...(next !== undefined && { LastEvaluatedGlobalTableName: next }),
  };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeGlobalTableSettings.html */
export const describeGlobalTableSettings: Operation<DescribeGlobalTableSettingsCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkNamed(input, nameOnly);
  const { name: GlobalTableName, regions } = find(state, input.GlobalTableName);
  return {
    GlobalTableName,
    ReplicaSettings: regions.map((RegionName) => {
      const table = dynamoStateIn(context, RegionName).tables.get(GlobalTableName);
      return {
        RegionName,
        ReplicaStatus: 'ACTIVE',
        ReplicaBillingModeSummary: { BillingMode: table?.billingMode },
        ReplicaProvisionedReadCapacityUnits: table?.throughput.readUnits ?? 0,
        ReplicaProvisionedWriteCapacityUnits: table?.throughput.writeUnits ?? 0,
      };
    }),
  };
};

/** Nothing is scaled here. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTableReplicaAutoScaling.html */
export const describeTableReplicaAutoScaling: Operation<
  DescribeTableReplicaAutoScalingCommandInput,
  object,
  DynamoState
> = (state, input, context) => {
  checkInput(input, { TableName: {} });
  const table = findTable(state, input.TableName ?? '', context);
  return {
    TableAutoScalingDescription: {
      TableName: table.name,
      TableStatus: table.status,
      Replicas: [context.region, ...(table.replicas ?? [])].map((RegionName) => ({
        RegionName,
        ReplicaStatus: 'ACTIVE',
        GlobalSecondaryIndexes: [],
      })),
    },
  };
};

const find = (state: DynamoState, tableName: string | undefined): LegacyGlobalTable =>
  state.globalTables.get(tableName ?? '') ?? raise(globalTableNotFound(tableName ?? ''));

/** Every region must have the table already. */
function join(
  tableName: string,
  regions: readonly string[],
  context: Context,
  createdMs: number,
  status: 'CREATING' | 'UPDATING',
) {
  for (const region of regions) {
    if (!dynamoStateIn(context, region).tables.has(tableName)) throw regionWithoutTable(tableName);
  }
  const group: LegacyGlobalTable = { name: tableName, regions, createdMs };
  for (const region of regions) dynamoStateIn(context, region).globalTables.set(tableName, group);
  if (regions.includes(context.region)) spread(tableName, regions, context);
  return { GlobalTableDescription: told(group, context, status) };
}

function leave(tableName: string, region: string, context: Context): void {
  const state = dynamoStateIn(context, region);
  state.globalTables.delete(tableName);
  const table = state.tables.get(tableName);
  if (!table) return;
  const { replicas: _replicas, ...alone } = table;
  state.tables.set(tableName, alone);
}

const told = ({ name: GlobalTableName, regions, createdMs }: LegacyGlobalTable, context: Context, status: string) => ({
  GlobalTableName,
  GlobalTableArn: formatArn({
    service: 'dynamodb',
    region: '',
    account: context.account,
    resource: `global-table/${GlobalTableName}`,
  }),
  GlobalTableStatus: status,
  CreationDateTime: seconds(createdMs),
  ReplicationGroup: regions.map((RegionName) => ({ RegionName, ReplicaStatus: 'ACTIVE' })),
});
