import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { type Cloud, startCloud } from 'squall';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let cloud: Cloud;
let client: DynamoDBClient;

beforeEach(async () => {
  cloud = await startCloud({ log: 'error', clock: 'virtual' });
  client = new DynamoDBClient(cloud.clientConfig());
});
afterEach(() => cloud.close());

const table: CreateTableCommandInput = {
  TableName: 'things',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
};

const put = (value: number) =>
  client.send(new PutItemCommand({ TableName: 'things', Item: { id: { S: 'a' }, value: { N: String(value) } } }));

const sizeOf = (kind: string): number => {
  const { world } = cloud.kernel;
  const names = world.names('dynamodb/').filter((name) => name.includes(`/${kind}/`) || name.endsWith(`/${kind}`));
  return names.reduce((sum, name) => sum + world.collection(name).size, 0);
};

describe('what was written down about changes', () => {
  it('goes after its time, however the numbers of streams and histories are interleaved', async () => {
    await client.send(new CreateTableCommand(table));
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 1 };
    await client.send(new UpdateContinuousBackupsCommand({ TableName: 'things', PointInTimeRecoverySpecification }));

    for (let index = 0; index < 5000; index += 1) {
      await put(index);
      await cloud.clock.advance('5m');
    }

    expect(sizeOf('records')).toBeLessThanOrEqual(1024 + 288);
    expect(sizeOf('history')).toBeLessThanOrEqual(1024 + 288);
  });

  it('goes with the streams of tables that were deleted a day ago', async () => {
    for (let day = 0; day < 5; day += 1) {
      await client.send(new CreateTableCommand(table));
      await put(day);
      await client.send(new DeleteTableCommand({ TableName: 'things' }));
      await cloud.clock.advance('25h');
    }

    expect(sizeOf('streams')).toBe(1);
    expect(sizeOf('records')).toBe(1);
  });
});
