import type { Backup, DynamoState } from '../state.ts';
import { describeTable, seconds } from '../tables/describe-table.ts';

type Status = 'CREATING' | 'AVAILABLE' | 'DELETED';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BackupDetails.html */
export const backupDetails = ({ arn, name, bytes, createdMs }: Backup, status: Status) => ({
  BackupArn: arn,
  BackupName: name,
  BackupSizeBytes: bytes,
  BackupStatus: status,
  BackupType: 'USER',
  BackupCreationDateTime: seconds(createdMs),
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BackupDescription.html */
export function backupDescription(state: DynamoState, backup: Backup, status: Status, nowMs: number) {
  const { table } = backup;
  const told = describeTable(state, table, { nowMs }) as Record<string, Record<string, unknown>[] | undefined>;
  const featuresOf = (kind: 'local' | 'global') =>
    (told[kind === 'local' ? 'LocalSecondaryIndexes' : 'GlobalSecondaryIndexes'] ?? []).map(
      ({ IndexName, KeySchema, Projection, ProvisionedThroughput }) => ({
        IndexName,
        KeySchema,
        Projection,
        ...(kind === 'global' && { ProvisionedThroughput: unitsOf(ProvisionedThroughput) }),
      }),
    );
  const [local, global] = [featuresOf('local'), featuresOf('global')];
  return {
    BackupDetails: backupDetails(backup, status),
    SourceTableDetails: {
      TableName: table.name,
      TableId: table.id,
      TableArn: table.arn,
      TableSizeBytes: backup.bytes,
      KeySchema: told.KeySchema,
      TableCreationDateTime: seconds(table.createdMs),
      ProvisionedThroughput: {
        ReadCapacityUnits: table.throughput.readUnits,
        WriteCapacityUnits: table.throughput.writeUnits,
      },
      ItemCount: backup.count,
      BillingMode: table.billingMode,
    },
    SourceTableFeatureDetails: {
      ...(local.length > 0 && { LocalSecondaryIndexes: local }),
      ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
      ...(told.StreamSpecification && { StreamDescription: told.StreamSpecification }),
      ...(table.timeToLive && {
        TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: table.timeToLive.attributeName },
      }),
      ...(told.SSEDescription && { SSEDescription: told.SSEDescription }),
    },
  };
}

const unitsOf = (throughput: unknown) => {
  const { ReadCapacityUnits, WriteCapacityUnits } = throughput as Record<string, number>;
  return { ReadCapacityUnits, WriteCapacityUnits };
};
