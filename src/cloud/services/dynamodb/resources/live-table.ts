import { isDeepStrictEqual } from 'node:util';
import type { LocalSecondaryIndex, TableDescription } from '@aws-sdk/client-dynamodb';
import type { IndexProperties, TableProperties } from './table-properties.ts';

/**
 * What an update starts from: the old properties, corrected by what the table is. They differ in the rollback of an
 * update that failed half way, or before anything was done: what it attempted is then no guide.
 */
export function asItIs(table: TableDescription, before: TableProperties, after: TableProperties): TableProperties {
  const { ProvisionedThroughput: units } = table;
  return {
    ...before,
    BillingMode: table.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
    ...(units && { ProvisionedThroughput: unitsOf(units) }),
    StreamSpecification: table.StreamSpecification?.StreamEnabled
      ? { ...before.StreamSpecification, StreamViewType: table.StreamSpecification.StreamViewType }
      : undefined,
    TableClass: table.TableClassSummary?.TableClass ?? 'STANDARD',
    DeletionProtectionEnabled: table.DeletionProtectionEnabled ?? false,
    GlobalSecondaryIndexes: globalIndexes(table, before, after),
    LocalSecondaryIndexes: localIndexes(table, before, after),
  } as TableProperties;
}

function globalIndexes(table: TableDescription, before: TableProperties, after: TableProperties): IndexProperties[] {
  const known = [...(before.GlobalSecondaryIndexes ?? []), ...(after.GlobalSecondaryIndexes ?? [])];
  return (table.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection, ProvisionedThroughput }) => ({
    ...known.find((index) => index.IndexName === IndexName),
    IndexName,
    KeySchema,
    Projection,
    ...(ProvisionedThroughput && { ProvisionedThroughput: unitsOf(ProvisionedThroughput) }),
  }));
}

/** As the template lists them where they are the same: their order means nothing. */
function localIndexes(table: TableDescription, before: TableProperties, after: TableProperties) {
  const isThere = (wanted: LocalSecondaryIndex) =>
    (table.LocalSecondaryIndexes ?? []).some(
      ({ IndexName, KeySchema, Projection }) =>
        IndexName === wanted.IndexName &&
        isDeepStrictEqual(KeySchema, wanted.KeySchema) &&
        isDeepStrictEqual(Projection, wanted.Projection),
    );
  const wanted = after.LocalSecondaryIndexes ?? [];
  const isSame = wanted.length === (table.LocalSecondaryIndexes ?? []).length && wanted.every(isThere);
  return isSame ? after.LocalSecondaryIndexes : before.LocalSecondaryIndexes;
}

const unitsOf = ({
  ReadCapacityUnits,
  WriteCapacityUnits,
}: {
  readonly ReadCapacityUnits?: number | undefined;
  readonly WriteCapacityUnits?: number | undefined;
}) => ({ ReadCapacityUnits, WriteCapacityUnits });
