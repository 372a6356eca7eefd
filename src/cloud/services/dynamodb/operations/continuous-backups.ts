import type {
  DescribeContinuousBackupsCommandInput,
  UpdateContinuousBackupsCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import { beginHistory } from '../engine/record-change.ts';
import { recoveryPeriodMisplaced, tableNotFound } from '../errors/table-errors.ts';
import { tableOnlyShape, updateContinuousBackupsShape } from '../shapes.ts';
import type { DynamoState, PointInTimeRecovery, Table } from '../state.ts';
import { checkInput } from '../tables/check-input.ts';
import { seconds } from '../tables/describe-table.ts';
import { findTable } from '../tables/find-table.ts';

/** AWS: the longest period, and the default. */
const recoveryPeriodDaysMax = 35;
/** AWS: the latest restorable time is about five minutes ago. */
const recoveryLagMs = 300_000;
const dayMs = 86_400_000;

/**
 * Tells whether point-in-time recovery is on, and which times could be restored.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
 */
export const describeContinuousBackups: Operation<DescribeContinuousBackupsCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkInput(input, tableOnlyShape);
  const table = findTable(state, input.TableName ?? '', context, tableNotFound);
  return { ContinuousBackupsDescription: describe(table.pointInTimeRecovery, context.clock.now()) };
};

/**
 * Turns the keeping of a table's history on or off; `restore-to-point-in-time.ts` reads it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html
 */
export const updateContinuousBackups: Operation<UpdateContinuousBackupsCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkInput(input, updateContinuousBackupsShape);
  const { PointInTimeRecoveryEnabled: enable, RecoveryPeriodInDays: days } =
    input.PointInTimeRecoverySpecification ?? {};
  if (!enable && days !== undefined) throw recoveryPeriodMisplaced();
  const table = findTable(state, input.TableName ?? '', context, tableNotFound);
  const nowMs = context.clock.now();
  const updated = withRecovery(table, enable ?? false, days, nowMs);
  state.tables.set(table.name, updated);
  if (!enable) state.dropHistory(table);
  else if (!table.pointInTimeRecovery) beginHistory(state, updated);
  return { ContinuousBackupsDescription: describe(updated.pointInTimeRecovery, nowMs) };
};

function withRecovery(table: Table, enable: boolean, days: number | undefined, nowMs: number): Table {
  const { pointInTimeRecovery: previous, ...rest } = table;
  if (!enable) return rest;
  const recoveryPeriodDays = days ?? previous?.recoveryPeriodDays ?? recoveryPeriodDaysMax;
  return { ...table, pointInTimeRecovery: { recoveryPeriodDays, enabledMs: previous?.enabledMs ?? nowMs } };
}

/** Continuous backups are on for every table; what is chosen is point-in-time recovery. */
function describe(recovery: PointInTimeRecovery | undefined, nowMs: number) {
  if (!recovery) {
    return {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    };
  }
  const { earliestMs, latestMs } = restorable(recovery, nowMs);
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: recovery.recoveryPeriodDays,
      EarliestRestorableDateTime: seconds(earliestMs),
      LatestRestorableDateTime: seconds(latestMs),
    },
  };
}

/** The moments that a table can be put back to. */
export const restorable = ({ enabledMs, recoveryPeriodDays }: PointInTimeRecovery, nowMs: number) => ({
  earliestMs: Math.max(enabledMs, nowMs - recoveryPeriodDays * dayMs),
  latestMs: Math.max(enabledMs, nowMs - recoveryLagMs),
});
