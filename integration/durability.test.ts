import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';

const kills = 20;
const writers = 8;

interface Running {
  readonly child: ChildProcess;
  readonly client: DynamoDBClient;
}

const folder = mkdtempSync(join(tmpdir(), 'squall-kill-'));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** `squall up --data`, as a user starts it, in a process that can be killed. */
async function start(): Promise<Running> {
  const argv = [
    '--conditions=squall-source',
    'src/cli/main.ts',
    'up',
    '--port',
    '0',
    '--json',
    '--data',
    join(folder, 'data'),
  ];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString('utf8');
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
    child.once('exit', (code) => reject(new Error(`squall up ended with ${code}: ${complaints}`)));
  });
  const { endpoint } = JSON.parse(line) as { endpoint: string };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { child, client: new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }) };
}

/** Several clients write until the process is killed under them, after `killAfter` writes were acknowledged. */
async function writeUntilKilled({ child, client }: Running, round: number, killAfter: number): Promise<string[]> {
  const acknowledged: string[] = [];
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const write = async (writer: number): Promise<void> => {
    for (let index = 0; ; index += 1) {
      const id = `${round}/${writer}/${index}`;
      try {
        await client.send(
          new PutItemCommand({ TableName: 'ledger', Item: { id: { S: id }, padding: { S: 'x'.repeat(index % 700) } } }),
        );
      } catch {
        return;
      }
      acknowledged.push(id);
      if (acknowledged.length === killAfter) child.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  await gone;
  return acknowledged;
}

async function readIds(client: DynamoDBClient): Promise<Set<string>> {
  const ids = new Set<string>();
  let from: Record<string, { S: string }> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: 'ledger', ProjectionExpression: 'id', ...(from && { ExclusiveStartKey: from }) }),
    );
    for (const { id } of page.Items ?? []) ids.add(id?.S ?? '');
    from = page.LastEvaluatedKey as typeof from;
  } while (from);
  return ids;
}

describe('kill -9 in the middle of a write load', () => {
  it(`loses nothing that was acknowledged, ${kills} times over`, { timeout: 300_000 }, async () => {
    const first = await start();
    await first.client.send(
      new CreateTableCommand({
        TableName: 'ledger',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const acknowledged: string[] = [];
    let running = first;
    for (let round = 0; round < kills; round += 1) {
      // A prime step, so that kills meet the writers at other moments each time.
      acknowledged.push(...(await writeUntilKilled(running, round, 50 + ((round * 37) % 101))));
      running = await start();
      const found = await readIds(running.client);
      expect(
        acknowledged.filter((id) => !found.has(id)),
        `after kill ${round + 1}`,
      ).toEqual([]);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(kills * 50);
    running.child.kill('SIGTERM');
  });
});
