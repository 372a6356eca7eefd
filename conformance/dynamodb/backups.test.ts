import {
  CreateBackupCommand,
  CreateTableCommand,
  DeleteBackupCommand,
  DescribeBackupCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListBackupsCommand,
  PutItemCommand,
  QueryCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
let client: DynamoDBClient;

beforeEach(async () => {
  client = target.client(DynamoDBClient);
  await client.send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'kind', AttributeType: 'S' },
      ],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-kind',
          KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    }),
  );
});

const put = (id: string, TableName = 'orders') =>
  client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, kind: { S: 'k' } } }));

const ids = async (TableName: string) =>
  ((await client.send(new ScanCommand({ TableName }))).Items ?? []).map(({ id }) => id?.S).sort();

const backUp = async (BackupName = 'nightly') =>
  (await client.send(new CreateBackupCommand({ TableName: 'orders', BackupName }))).BackupDetails;

describe('backups', () => {
  it('are made, described, listed and deleted', async () => {
    await put('a');
    const made = await backUp();
    const { BackupDescription } = await client.send(new DescribeBackupCommand({ BackupArn: made?.BackupArn }));
    const listed = await client.send(new ListBackupsCommand({ TableName: 'orders' }));
    const gone = await client.send(new DeleteBackupCommand({ BackupArn: made?.BackupArn }));

    expect(made).toMatchObject({
      BackupArn: expect.stringMatching(/:table\/orders\/backup\/\d{14}-[0-9a-f]{8}$/),
      BackupName: 'nightly',
      BackupStatus: 'CREATING',
      BackupType: 'USER',
      BackupCreationDateTime: new Date(target.cloud.clock.now()),
    });
    expect(BackupDescription).toMatchObject({
      BackupDetails: { BackupStatus: 'AVAILABLE', BackupSizeBytes: 8 },
      SourceTableDetails: { TableName: 'orders', ItemCount: 1, BillingMode: 'PAY_PER_REQUEST' },
      SourceTableFeatureDetails: {
        GlobalSecondaryIndexes: [{ IndexName: 'by-kind' }],
        StreamDescription: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      },
    });
    expect(listed.BackupSummaries).toEqual([expect.objectContaining({ BackupName: 'nightly', TableName: 'orders' })]);
    expect(gone.BackupDescription?.BackupDetails?.BackupStatus).toBe('DELETED');
    await expect(client.send(new DescribeBackupCommand({ BackupArn: made?.BackupArn }))).rejects.toMatchObject({
      name: 'BackupNotFoundException',
      message: `Backup not found: ${made?.BackupArn}`,
    });
  });

  it('are restored as another table, with indexes and without stream and time to live', async () => {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: 'orders',
        TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
      }),
    );
    await put('a');
    const made = await backUp();
    await put('b');
    const { TableDescription } = await client.send(
      new RestoreTableFromBackupCommand({ TargetTableName: 'restored', BackupArn: made?.BackupArn }),
    );
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'restored' }));
    const { Count } = await client.send(
      new QueryCommand({
        TableName: 'restored',
        IndexName: 'by-kind',
        KeyConditionExpression: 'kind = :k',
        ExpressionAttributeValues: { ':k': { S: 'k' } },
      }),
    );

    expect(TableDescription).toMatchObject({
      TableStatus: 'CREATING',
      RestoreSummary: { SourceBackupArn: made?.BackupArn, RestoreInProgress: true },
    });
    expect([await ids('restored'), Count]).toEqual([['a'], 1]);
    expect([Table?.TableStatus, Table?.StreamSpecification]).toEqual(['ACTIVE', undefined]);
    await expect(
      client.send(new RestoreTableFromBackupCommand({ TargetTableName: 'orders', BackupArn: made?.BackupArn })),
    ).rejects.toMatchObject({ name: 'TableAlreadyExistsException' });
  });
});

describe('point-in-time recovery', () => {
  const enable = () =>
    client.send(
      new UpdateContinuousBackupsCommand({
        TableName: 'orders',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );

  it('puts back any moment since it was enabled', async () => {
    await put('a');
    await enable();
    await target.cloud.clock.advance('1h');
    const moment = new Date(target.cloud.clock.now());
    await target.cloud.clock.advance('1m');
    await put('b');
    await target.cloud.clock.advance('1h');
    const restore = (TargetTableName: string, when: object) =>
      client.send(new RestoreTableToPointInTimeCommand({ SourceTableName: 'orders', TargetTableName, ...when }));
    await restore('then', { RestoreDateTime: moment });
    await restore('latest', { UseLatestRestorableTime: true });

    expect([await ids('then'), await ids('latest')]).toEqual([['a'], ['a', 'b']]);
    await expect(restore('early', { RestoreDateTime: new Date(0) })).rejects.toMatchObject({
      name: 'InvalidRestoreTimeException',
    });
  });

  it('must be enabled', async () => {
    const input = { SourceTableName: 'orders', TargetTableName: 'then', UseLatestRestorableTime: true };

    await expect(client.send(new RestoreTableToPointInTimeCommand(input))).rejects.toMatchObject({
      name: 'PointInTimeRecoveryUnavailableException',
    });
  });
});
