import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, describe, expect, it } from 'vitest';

const disk = join(mkdtempSync(join(tmpdir(), 'squall-full-disk-')), 'disk');
const children: ChildProcess[] = [];

/** A disk of 8 MiB in memory; only root may have one. */
const isMounted = mount();

function mount(): boolean {
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('No disk can be mounted here: a real full disk is not tried. As root on Linux it is.');
    return false;
  }
}

afterAll(async () => {
  await Promise.all(children.map(kill));
  if (isMounted) execFileSync('umount', [disk]);
  rmSync(join(disk, '..'), { recursive: true, force: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

async function start() {
  const data = join(disk, 'data');
  const argv = ['--conditions=squall-source', 'src/cli/main.ts', 'up', '--port', '0', '--json', '--data', data];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => void said.push(chunk.toString('utf8')));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
    child.once('exit', (code) => reject(new Error(`squall up ended with ${code}: ${said.join('')}`)));
  });
  const { endpoint } = JSON.parse(line) as { endpoint: string };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1, forcePathStyle: true };
  return { child, said, db: new DynamoDBClient(config), s3: new S3Client(config), sts: new STSClient(config) };
}

const idsIn = async (db: DynamoDBClient): Promise<string[]> =>
  ((await db.send(new ScanCommand({ TableName: 'ledger', ProjectionExpression: 'id' }))).Items ?? [])
    .map(({ id }) => id?.S ?? '')
    .sort();

describe.runIf(isMounted)('a real disk that runs full under squall up', () => {
  it('loses nothing that was acknowledged and keeps nothing that was refused', { timeout: 60_000 }, async () => {
    const { child, said, db, s3, sts } = await start();
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await db.send(
      new CreateTableCommand({
        TableName: 'ledger',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    );
    const acknowledged: string[] = [];
    const put = async (id: string): Promise<void> => {
      const Item = { id: { S: id }, padding: { S: 'x'.repeat(200) } };
      await db.send(new PutItemCommand({ TableName: 'ledger', Item }));
      acknowledged.push(id);
    };
    await put('first');
    // Pages are given out whole: what is left behind it is less than a page, so that a record finds room for its half.
    expect(() => fill(join(disk, 'ballast'))).toThrow('ENOSPC');
    const refusal = await untilRefused((index) => put(`more${index}`));

    expect(refusal).toMatchObject({ name: 'DiskFull', $metadata: { httpStatusCode: 503 } });
    await expect(
      s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'refused', Body: 'x'.repeat(9000) })),
    ).rejects.toMatchObject({ name: 'DiskFull' });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('000000000000');
    expect(
      (await db.send(new GetItemCommand({ TableName: 'ledger', Key: { id: { S: 'first' } } }))).Item,
    ).toBeDefined();
    expect(await idsIn(db)).toEqual(acknowledged.toSorted());
    expect(said.join('')).toContain('The disk is full');

    rmSync(join(disk, 'ballast'));
    await put('after');
    await kill(child);
    const again = await start();

    expect(await idsIn(again.db)).toEqual(acknowledged.toSorted());
    expect((await again.s3.send(new ListObjectsV2Command({ Bucket: 'bucket' }))).KeyCount).toBe(0);
  });
});

function fill(path: string): void {
  for (;;) writeFileSync(path, new Uint8Array(4096), { flag: 'a' });
}

async function untilRefused(write: (index: number) => Promise<void>): Promise<unknown> {
  for (let index = 0; index < 1000; index += 1) {
    try {
      await write(index);
    } catch (error) {
      return error;
    }
  }
  throw new Error('The disk never ran full.');
}
