import {
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { refusal, validation } from './refusal.ts';
import { createTable } from './table-inputs.ts';

const target = useCloud({ clock: 'virtual' });

const update = (PointInTimeRecoveryEnabled: boolean, RecoveryPeriodInDays?: number) =>
  new UpdateContinuousBackupsCommand({
    TableName: 'orders',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled, RecoveryPeriodInDays },
  });

async function backups(client: DynamoDBClient) {
  const answer = await client.send(new DescribeContinuousBackupsCommand({ TableName: 'orders' }));
  return answer.ContinuousBackupsDescription;
}

describe('UpdateContinuousBackups, DescribeContinuousBackups', () => {
  it('has continuous backups always, and point-in-time recovery when it is turned on', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    const before = await backups(client);
    await client.send(update(true));
    const after = await backups(client);

    expect(before).toEqual({
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    });
    expect(after?.PointInTimeRecoveryDescription).toMatchObject({
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: 35,
    });
  });

  it('can restore to five minutes ago at the latest, and to the begin of its period at the earliest', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    await client.send(update(true, 7));
    await target.cloud.clock.advance('30d');
    const recovery = (await backups(client))?.PointInTimeRecoveryDescription;

    const nowMs = target.cloud.clock.now();
    expect(recovery?.LatestRestorableDateTime?.getTime()).toBe(nowMs - 5 * 60_000);
    expect(recovery?.EarliestRestorableDateTime?.getTime()).toBe(nowMs - 7 * 86_400_000);
  });

  it('rejects a period when it is turned off', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    expect(await refusal(client.send(update(false, 7)))).toEqual(
      validation('Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.'),
    );
  });

  it('rejects a table that is not there with a code of its own', async () => {
    const client = target.client(DynamoDBClient);

    expect(await refusal(backups(client))).toEqual({
      name: 'TableNotFoundException',
      message: 'Table not found: orders',
    });
  });
});
