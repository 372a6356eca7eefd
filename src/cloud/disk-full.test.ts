import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';
import type { Change } from './kernel/change.ts';
import { writeFailure } from './kernel/durable/disk.ts';

let cloud: Cloud;
let isFull = false;
const records: (readonly Change[])[] = [];

/** A cloud with a log that takes nothing while the disk is full. */
beforeEach(async () => {
  isFull = false;
  records.length = 0;
  cloud = await startCloud({ log: 'silent' });
  const refuseWhenFull = () => {
    if (isFull) throw writeFailure(Object.assign(new Error('no room'), { code: 'ENOSPC' }), '/data/log-1');
  };
  const append = (changes: readonly Change[]) => {
    refuseWhenFull();
    records.push(changes);
  };
  cloud.kernel.world.attach({ append, replace: refuseWhenFull });
});
afterEach(() => cloud.close());

const config = () => ({ ...cloud.clientConfig(), maxAttempts: 1 });

const diskFull = {
  name: 'DiskFull',
  message: expect.stringContaining('Make room'),
  $metadata: { httpStatusCode: 503 },
};

async function tableWithOneItem(): Promise<DynamoDBClient> {
  const db = new DynamoDBClient(config());
  await db.send(
    new CreateTableCommand({
      TableName: 'ledger',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    }),
  );
  await db.send(new PutItemCommand({ TableName: 'ledger', Item: item('before') }));
  return db;
}

const item = (id: string) => ({ id: { S: id } });

describe('a cloud whose disk is full', () => {
  it('refuses writes by name in every protocol, and they did not happen', async () => {
    isFull = true;
    const s3 = new S3Client(config());
    const role = { RoleName: 'role', AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' };

    await expect(s3.send(new CreateBucketCommand({ Bucket: 'bucket' }))).rejects.toMatchObject(diskFull);
    await expect(new SQSClient(config()).send(new CreateQueueCommand({ QueueName: 'q' }))).rejects.toMatchObject(
      diskFull,
    );
    await expect(new IAMClient(config()).send(new CreateRoleCommand(role))).rejects.toMatchObject(diskFull);

    expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  });

  it('goes on with reads and with identities, and takes writes when there is room again', async () => {
    const db = await tableWithOneItem();
    isFull = true;

    for (const write of [
      () => db.send(new PutItemCommand({ TableName: 'ledger', Item: item('refused') })),
      // Takes a turn of the event loop.
      () =>
        db.send(
          new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'ledger', Item: item('refused') } }] }),
        ),
    ]) {
      await expect(write()).rejects.toMatchObject(diskFull);
    }
    const { Account } = await new STSClient(config()).send(new GetCallerIdentityCommand({}));
    const { Item } = await db.send(new GetItemCommand({ TableName: 'ledger', Key: item('before') }));
    const during = await db.send(new ScanCommand({ TableName: 'ledger' }));
    isFull = false;
    await db.send(new PutItemCommand({ TableName: 'ledger', Item: item('after') }));
    const after = await db.send(new ScanCommand({ TableName: 'ledger' }));

    expect([Account, Item]).toEqual(['000000000000', item('before')]);
    expect(during.Items).toEqual([item('before')]);
    expect(after.Items).toHaveLength(2);
    expect(JSON.stringify(records)).not.toContain('refused');
  });

  it('refuses a reset, and is what it was', async () => {
    const db = await tableWithOneItem();
    isFull = true;

    const answer = await fetch(`${cloud.endpoint}/_squall/reset`, { method: 'POST', headers: { 'x-squall': '1' } });

    expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ code: 'DiskFull' })]);
    expect((await db.send(new ScanCommand({ TableName: 'ledger' }))).Items).toEqual([item('before')]);
  });
});
