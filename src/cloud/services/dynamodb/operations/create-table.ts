import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { formatArn } from '../../../kernel/arns.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { unitsMissing, unitsOnDemand } from '../errors/capacity-errors.ts';
import { tableClassUnknown, tableExists } from '../errors/table-errors.ts';
import { policyText } from '../settings/resource-policies.ts';
import { createTableShape } from '../shapes.ts';
import type { DynamoState, Table, WarmThroughput } from '../state.ts';
import { type CapacityTarget, newCapacity } from '../tables/capacity.ts';
import { checkInput, refuseMembers } from '../tables/check-input.ts';
import { describeTable } from '../tables/describe-table.ts';
import { newEncryption } from '../tables/encryption.ts';
import { tableNameOf } from '../tables/find-table.ts';
import { assertIndexesTogether, newGlobalIndexes, newLocalIndexes } from '../tables/indexes.ts';
import { assertAllUsed, attributesOf, tableKeys } from '../tables/key-schema.ts';
import { newStream, noteStream } from '../tables/stream.ts';
import { withTags } from '../tables/tags.ts';

const unsupportedMembers = ['GlobalTableSourceArn', 'GlobalTableSettingsReplicationMode', 'VectorIndexes'] as const;

/**
 * Creates a table that is usable at once; the answer says CREATING, as DynamoDB's does.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
 */
export const createTable: Operation<CreateTableCommandInput, object, DynamoState> = async (state, input, context) => {
  refuseMembers('CreateTable', input, unsupportedMembers);
  checkInput(input, createTableShape);
  const policy = input.ResourcePolicy === undefined ? undefined : policyText(input.ResourcePolicy);
  const table = newTable(input, context);
  assertFree(state, table);
  const encryption = await newEncryption(input.SSESpecification, context);
  // Somebody may have been quicker while KMS was asked.
  assertFree(state, table);
  const created: Table = { ...table, ...(encryption && { encryption }) };
  state.tables.set(created.name, created);
  const nowMs = context.clock.now();
  if (policy !== undefined) state.policies.set(created.arn, { text: policy, revision: String(nowMs), putMs: nowMs });
  noteStream(state, created, nowMs);
  const shown: Table = {
    ...created,
    status: 'CREATING',
    indexes: created.indexes.map((index) => ({ ...index, status: 'CREATING' })),
  };
  return {
    TableDescription: describeTable(state, shown, { nowMs, created: true, warmAsked: warmAskedIn(input, created) }),
  };
};

/** Only what the request says of warm throughput is told at once. */
function warmAskedIn(
  input: CreateTableCommandInput,
  { warm, indexes }: Table,
): ReadonlyMap<string | undefined, WarmThroughput> {
  const asked = new Map<string | undefined, WarmThroughput>();
  if (input.WarmThroughput && warm) asked.set(undefined, warm);
  for (const { IndexName = '', WarmThroughput } of input.GlobalSecondaryIndexes ?? []) {
    const own = indexes.find((index) => index.name === IndexName)?.capacity?.warm;
    if (WarmThroughput && own) asked.set(IndexName, own);
  }
  return asked;
}

function assertFree(state: DynamoState, table: Table): void {
  if (state.tables.has(table.name)) throw tableExists(table.name);
}

function newTable(input: CreateTableCommandInput, context: Context): Table {
  const name = tableNameOf(input.TableName ?? '');
  const nowMs = context.clock.now();
  const billingMode = input.BillingMode ?? 'PROVISIONED';
  if (billingMode === 'PAY_PER_REQUEST' && input.ProvisionedThroughput) throw unitsOnDemand();
  if (billingMode === 'PROVISIONED' && !input.ProvisionedThroughput) throw unitsMissing();
  const schema = newSchema(input, { operation: 'CreateTable', billingMode, region: context.region });
  const stream = newStream(input.StreamSpecification, nowMs);
  const { account, region } = context;
  return {
    name,
    arn: formatArn({ service: 'dynamodb', region, account, resource: `table/${name}` }),
    id: context.random.uuid(),
    createdMs: nowMs,
    status: 'ACTIVE',
    billingMode,
    ...(billingMode === 'PAY_PER_REQUEST' && { onDemandSinceMs: nowMs }),
    ...schema,
    ...tableClassOf(input.TableClass),
    deletionProtection: input.DeletionProtectionEnabled ?? false,
    ...(stream && { stream }),
    tags: withTags({}, input.Tags),
  };
}

/** Keys, indexes and capacity, checked in DynamoDB's order. */
function newSchema(input: CreateTableCommandInput, target: CapacityTarget) {
  const attributes = attributesOf(input.AttributeDefinitions ?? []);
  const keys = tableKeys(input.KeySchema ?? [], attributes);
  const local = newLocalIndexes(input.LocalSecondaryIndexes, { keys, attributes });
  const global = newGlobalIndexes(input.GlobalSecondaryIndexes, { keys, attributes }, target);
  const indexes = [...local, ...global];
  assertAllUsed(attributes, [...keys, ...indexes.flatMap((index) => index.keys)], indexes.length > 0);
  assertIndexesTogether(indexes);
  return { keys, attributes, indexes, ...newCapacity(input, target) };
}

function tableClassOf(given: string | undefined): Pick<Table, 'tableClass'> {
  if (given === undefined) return {};
  if (given !== 'STANDARD' && given !== 'STANDARD_INFREQUENT_ACCESS') throw tableClassUnknown();
  return { tableClass: given };
}
