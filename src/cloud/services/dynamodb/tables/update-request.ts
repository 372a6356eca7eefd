import type { GlobalSecondaryIndexUpdate, UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { throughputMissing, unitsOnDemand } from '../errors/capacity-errors.ts';
import * as errors from '../errors/table-errors.ts';

type Request = UpdateTableCommandInput;

/** Members that change something; AttributeDefinitions alone does not. */
const changes = [
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexUpdates',
  'StreamSpecification',
  'SSESpecification',
  'TableClass',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'WarmThroughput',
  'ReplicaUpdates',
] as const;

/** Modifications that stand alone, in the order in which DynamoDB complains of them. */
const solitary = [
  ['SSESpecification', 'Server-Side Encryption modification'],
  ['TableClass', 'TableClass modification'],
  ['DeletionProtectionEnabled', 'DeletionProtection modification'],
  ['WarmThroughput', 'WarmThroughput'],
  ['ReplicaUpdates', 'ReplicaUpdates'],
] as const;

/**
 * What is wrong with an UpdateTable request whatever the table: DynamoDB makes one logical change a call.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
export function assertOneChange(input: Request): void {
  const given = new Set<string>(changes.filter((member) => input[member] !== undefined));
  const isEmptyList = input.GlobalSecondaryIndexUpdates?.length === 0;
  if (given.size === 0 || (given.size === 1 && isEmptyList)) throw errors.nothingToUpdate();
  if (isEmptyList) throw errors.indexListEmpty('GlobalSecondaryIndexUpdates');
  for (const [member, modification] of solitary) {
    if (given.has(member) && given.size > 1) throw errors.mustBeAlone(modification);
  }
  if (
    given.has('OnDemandThroughput') &&
    [...given].some((member) => !/^(OnDemandThroughput|BillingMode)$/.test(member))
  ) {
    throw errors.onDemandOnlyWithBilling();
  }
  assertBilling(input);
  assertIndexUpdates(input.GlobalSecondaryIndexUpdates ?? []);
  assertTogether(input);
}

function assertBilling({ BillingMode, ProvisionedThroughput }: Request): void {
  if (BillingMode === 'PROVISIONED' && !ProvisionedThroughput) throw throughputMissing();
  if (BillingMode === 'PAY_PER_REQUEST' && ProvisionedThroughput) throw unitsOnDemand();
}

function assertIndexUpdates(updates: readonly GlobalSecondaryIndexUpdate[]): void {
  const seen = new Set<string>();
  for (const { Create, Update, Delete } of updates) {
    const actions = [Create, Update, Delete].filter((action) => action !== undefined);
    if (actions.length === 0) throw errors.indexActionMissing();
    if (actions.length > 1) throw errors.indexActionsMany();
    const name = actions[0]?.IndexName ?? '';
    if (seen.has(name)) throw errors.indexUpdatedTwice(name);
    seen.add(name);
  }
}

function assertTogether(input: Request): void {
  const isOnline = (input.GlobalSecondaryIndexUpdates ?? []).some(({ Create, Delete }) => Create || Delete);
  const changesUnits = input.ProvisionedThroughput !== undefined;
  if (input.StreamSpecification && changesUnits) {
    throw errors.notTogether('modify stream status', 'updating table IOPS');
  }
  if (!isOnline) return;
  if (changesUnits) throw errors.notTogether('create or delete index', 'updating table IOPS');
  if (input.StreamSpecification) throw errors.notTogether('create or delete index', 'changing stream status');
}
