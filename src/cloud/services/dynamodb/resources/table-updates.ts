import { isDeepStrictEqual } from 'node:util';
import type { GlobalSecondaryIndexUpdate, UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import {
  encryptionInput,
  type IndexProperties,
  indexInput,
  streamInput,
  type TableProperties,
} from './table-properties.ts';

type Change = Omit<UpdateTableCommandInput, 'TableName'>;

/**
 * The UpdateTable calls that make one table out of the other, in an order that the API accepts: it makes one logical
 * change a call. Throws what CloudFormation says of changes that cannot be made in place.
 */
export function tableUpdates(before: TableProperties, after: TableProperties): readonly Change[] {
  if (!isDeepStrictEqual(before.LocalSecondaryIndexes ?? [], after.LocalSecondaryIndexes ?? [])) {
    throw new UnsupportedError('a change of LocalSecondaryIndexes of AWS::DynamoDB::Table');
  }
  const old = byName(before);
  const wanted = byName(after);
  const deleted = [...old.keys()].filter((name) => !wanted.has(name));
  const created = [...wanted.values()].filter((index) => !old.has(index.IndexName ?? ''));
  if (deleted.length + created.length > 1) {
    throw invalidRequest('Cannot perform more than one GSI creation or deletion in a single update');
  }
  const kept = [...wanted.values()].filter((index) => old.has(index.IndexName ?? ''));
  for (const index of kept) assertSameIndex(old.get(index.IndexName ?? ''), index);
  return [
    ...deleted.map((IndexName) => ({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] })),
    ...capacityChanges(before, after, old, kept),
    ...created.map((index) => ({
      AttributeDefinitions: after.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: indexInput(index) }],
    })),
    ...streamChanges(before, after),
    ...settingChanges(before, after),
  ];
}

function byName(table: TableProperties): ReadonlyMap<string, IndexProperties> {
  return new Map((table.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName ?? '', index]));
}

function assertSameIndex(old: IndexProperties | undefined, wanted: IndexProperties): void {
  if (isDeepStrictEqual(old?.KeySchema, wanted.KeySchema) && isDeepStrictEqual(old?.Projection, wanted.Projection)) {
    return;
  }
  throw invalidRequest(
    "Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification. " +
      'You can create a new GSI with a different name.',
  );
}

const modeOf = (table: TableProperties) => table.BillingMode ?? 'PROVISIONED';

/** Billing mode and provisioned units of the table and its indexes in one call, then maxima and warm throughput. */
function capacityChanges(
  before: TableProperties,
  after: TableProperties,
  old: ReadonlyMap<string, IndexProperties>,
  kept: readonly IndexProperties[],
): Change[] {
  const isSwitch = modeOf(before) !== modeOf(after);
  const isProvisioned = modeOf(after) === 'PROVISIONED';
  const changed = (one: TableProperties | IndexProperties | undefined, other: TableProperties | IndexProperties) =>
    isProvisioned && (isSwitch || !isDeepStrictEqual(one?.ProvisionedThroughput, other.ProvisionedThroughput));
  const indexUpdates = kept
    .filter((index) => changed(old.get(index.IndexName ?? ''), index))
    .map(({ IndexName, ProvisionedThroughput }) => ({ Update: { IndexName, ProvisionedThroughput } }));
  const main: Change = {
    ...(isSwitch && { BillingMode: modeOf(after) }),
    ...(changed(before, after) && { ProvisionedThroughput: after.ProvisionedThroughput }),
    ...(indexUpdates.length > 0 && { GlobalSecondaryIndexUpdates: indexUpdates }),
  };
  return [...(Object.keys(main).length > 0 ? [main] : []), ...limitChanges(before, after, old, kept)];
}

/** Maxima of on-demand mode and warm throughput; a maximum that is gone from the template is taken away by -1. */
function limitChanges(
  before: TableProperties,
  after: TableProperties,
  old: ReadonlyMap<string, IndexProperties>,
  kept: readonly IndexProperties[],
): Change[] {
  const isOnDemand = modeOf(after) === 'PAY_PER_REQUEST';
  const none = { MaxReadRequestUnits: -1, MaxWriteRequestUnits: -1 };
  const limitsOf = (one: TableProperties | IndexProperties | undefined, other: TableProperties | IndexProperties) => ({
    ...(isOnDemand &&
      !isDeepStrictEqual(one?.OnDemandThroughput, other.OnDemandThroughput) && {
        OnDemandThroughput: { ...none, ...other.OnDemandThroughput },
      }),
    ...(other.WarmThroughput &&
      !isDeepStrictEqual(one?.WarmThroughput, other.WarmThroughput) && { WarmThroughput: other.WarmThroughput }),
  });
  const updates: GlobalSecondaryIndexUpdate[] = [];
  for (const index of kept) {
    const limits = limitsOf(old.get(index.IndexName ?? ''), index);
    if (Object.keys(limits).length > 0) updates.push({ Update: { IndexName: index.IndexName, ...limits } });
  }
  const { OnDemandThroughput, WarmThroughput } = limitsOf(before, after);
  return [
    ...(OnDemandThroughput ? [{ OnDemandThroughput }] : []),
    ...(WarmThroughput ? [{ WarmThroughput }] : []),
    ...(updates.length > 0 ? [{ GlobalSecondaryIndexUpdates: updates }] : []),
  ];
}

/** A stream's view cannot be changed: the old stream is turned off, and a new one begins. */
function streamChanges(before: TableProperties, after: TableProperties): Change[] {
  const old = streamInput(before);
  const wanted = streamInput(after);
  if (isDeepStrictEqual(old, wanted)) return [];
  return [
    ...(old ? [{ StreamSpecification: { StreamEnabled: false } }] : []),
    ...(wanted ? [{ StreamSpecification: wanted }] : []),
  ];
}

function settingChanges(before: TableProperties, after: TableProperties): Change[] {
  const changes: Change[] = [];
  const tableClass = after.TableClass ?? 'STANDARD';
  if ((before.TableClass ?? 'STANDARD') !== tableClass) changes.push({ TableClass: tableClass });
  const isProtected = after.DeletionProtectionEnabled ?? false;
  if ((before.DeletionProtectionEnabled ?? false) !== isProtected) {
    changes.push({ DeletionProtectionEnabled: isProtected });
  }
  const off = { Enabled: false };
  const encryption = encryptionInput(after) ?? off;
  if (!isDeepStrictEqual(encryptionInput(before) ?? off, encryption)) changes.push({ SSESpecification: encryption });
  return changes;
}

const invalidRequest = (message: string): AwsError => new AwsError('ValidationException', message);
