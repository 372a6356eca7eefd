import type {
  CreateBackupCommandInput,
  DeleteBackupCommandInput,
  DescribeBackupCommandInput,
  ListBackupsCommandInput,
  RestoreTableFromBackupCommandInput,
  RestoreTableToPointInTimeCommandInput,
} from '@aws-sdk/client-dynamodb';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { pageBehind } from '../../../service-kit/pages.ts';
import { itemsAt } from '../engine/record-change.ts';
import {
  backupNotFound,
  recoveryUnavailable,
  restoreSourceMissing,
  restoreTimeInvalid,
  restoreTimeMissing,
} from '../errors/backup-errors.ts';
import { tableNotFound } from '../errors/table-errors.ts';
import { restorable } from '../operations/continuous-backups.ts';
import type { Backup, DynamoState, Table } from '../state.ts';
import { checkInput, checkNamed } from '../tables/check-input.ts';
import { findTable, tableNameOf } from '../tables/find-table.ts';
import { backupDescription, backupDetails } from './describe-backup.ts';
import { restoreTable } from './restore-table.ts';
import {
  backupOnlyShape,
  createBackupShape,
  listBackupsShape,
  restoreBackupShape,
  restorePointShape,
} from './shapes.ts';

/* On-demand backups, and restores of them and of points in time; what is restored is there at once. */

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html */
export const createBackup: Operation<CreateBackupCommandInput, object, DynamoState> = (state, input, context) => {
  checkInput(input, createBackupShape);
  const table = findTable(state, input.TableName ?? '', context, tableNotFound);
  const createdMs = context.clock.now();
  const { count, bytes } = state.statistics(table);
  const suffix = `${String(createdMs).padStart(14, '0')}-${context.random.hex(8)}`;
  const arn = `${table.arn}/backup/${suffix}`;
  const backup: Backup = { arn, name: input.BackupName ?? '', table, createdMs, bytes, count };
  state.backups.set(arn, backup);
  const items = state.backupItems(arn);
  for (const [key, item] of state.items(table).entries()) items.set(key, item);
  return { BackupDetails: backupDetails(backup, 'CREATING') };
};

const findBackup = (state: DynamoState, arn: string | undefined): Backup =>
  state.backups.get(arn ?? '') ?? raise(backupNotFound(arn ?? ''));

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeBackup.html */
export const describeBackup: Operation<DescribeBackupCommandInput, object, DynamoState> = (state, input, { clock }) => {
  checkNamed(input, backupOnlyShape);
  const backup = findBackup(state, input.BackupArn);
  return { BackupDescription: backupDescription(state, backup, 'AVAILABLE', clock.now()) };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteBackup.html */
export const deleteBackup: Operation<DeleteBackupCommandInput, object, DynamoState> = (state, input, { clock }) => {
  checkNamed(input, backupOnlyShape);
  const backup = findBackup(state, input.BackupArn);
  state.dropBackup(backup.arn);
  return { BackupDescription: backupDescription(state, backup, 'DELETED', clock.now()) };
};

const pageMax = 100;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html */
export const listBackups: Operation<ListBackupsCommandInput, object, DynamoState> = (state, input) => {
  checkNamed(input, listBackupsShape);
  const { TableName, BackupType = 'USER', ExclusiveStartBackupArn: after, Limit = pageMax } = input;
  const lower = input.TimeRangeLowerBound?.getTime();
  const upper = input.TimeRangeUpperBound?.getTime();
  const found = [...state.backups.values()].filter(
    ({ table, createdMs }) =>
      (TableName === undefined || table.name === tableNameOf(TableName)) &&
      (BackupType === 'USER' || BackupType === 'ALL') &&
      (lower === undefined || createdMs >= lower) &&
      (upper === undefined || createdMs < upper),
  );
  const { items, next } = pageBehind(found, { limit: Limit, after, keyOf: ({ arn }) => arn });
  return {
    BackupSummaries: items.map((backup) => ({
      TableName: backup.table.name,
      TableId: backup.table.id,
      TableArn: backup.table.arn,
      ...backupDetails(backup, 'AVAILABLE'),
    })),
    ...(next !== undefined && { LastEvaluatedBackupArn: next }),
  };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html */
export const restoreTableFromBackup: Operation<RestoreTableFromBackupCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkNamed(input, restoreBackupShape);
  const backup = findBackup(state, input.BackupArn);
  const items = [...state.backupItems(backup.arn).entries()];
  const source = { table: backup.table, items, atMs: context.clock.now(), backupArn: backup.arn };
  return restoreTable(state, source, input, context);
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html */
export const restoreTableToPointInTime: Operation<RestoreTableToPointInTimeCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkNamed(input, restorePointShape);
  const sourceName = input.SourceTableName ?? input.SourceTableArn ?? raise(restoreSourceMissing());
  const table = findTable(state, sourceName, context, tableNotFound);
  const atMs = moment(table, input, context.clock.now());
  const items = [...itemsAt(state, table, atMs)];
  return restoreTable(state, { table, items, atMs }, input, context);
};

function moment(table: Table, input: RestoreTableToPointInTimeCommandInput, nowMs: number): number {
  const { pointInTimeRecovery } = table;
  if (!pointInTimeRecovery) throw recoveryUnavailable(table.name);
  const { earliestMs, latestMs } = restorable(pointInTimeRecovery, nowMs);
  if (input.UseLatestRestorableTime) return latestMs;
  if (input.RestoreDateTime === undefined) throw restoreTimeMissing();
  const atMs = input.RestoreDateTime.getTime();
  // Told in seconds: the second of the earliest moment belongs to the window.
  if (atMs < Math.floor(earliestMs / 1000) * 1000 || atMs > latestMs) throw restoreTimeInvalid();
  return Math.max(atMs, earliestMs);
}
