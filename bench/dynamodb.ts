import { Agent } from 'node:http';
import { join } from 'node:path';
import { type Child, root, startNode } from './child.ts';
import { fire, type LoadResult, load, type Shot } from './load.ts';
import { perSecond, type Row, times } from './table.ts';

const partitions = 100;
const itemsPerPartition = 100;
const requests = 4_000;
const rounds = 7;
const concurrencies = [1, 16] as const;
const data = 'x'.repeat(900);

const budgets = { floor: 0.7, dynaliteQuery: 3 };

/** DynamoDB over raw HTTP (no SDK), each server in a process of its own, beside the canned floor and dynalite. */
export async function run(): Promise<Row[]> {
  const servers = {
    canned: await startNode(join(root, 'bench/servers/canned.ts')),
    dynalite: await startNode(join(root, 'bench/servers/dynalite.cjs')),
    squall: await startNode(join(root, 'dist/cli/main.js'), ['up', '--port', '0', '--json', '--log', 'error']),
  };
  const rows: Row[] = [];
  try {
    await prepare(servers.dynalite);
    await prepare(servers.squall);
    for (const [operation, shotOf] of Object.entries(shots)) {
      for (const concurrency of concurrencies) {
        const results = await measure(servers, shotOf, concurrency);
        rows.push(...compare(`${operation} c=${concurrency}`, operation, concurrency, results));
      }
    }
  } finally {
    for (const server of Object.values(servers)) await server.stop();
  }
  return rows;
}

type Results = Readonly<Record<'canned' | 'dynalite' | 'squall', LoadResult>>;

async function measure(
  servers: Readonly<Record<keyof Results, Child>>,
  shotOf: (index: number) => Shot,
  concurrency: number,
): Promise<Results> {
  const names = Object.keys(servers) as (keyof Results)[];
  const runs: Record<keyof Results, LoadResult[]> = { canned: [], dynalite: [], squall: [] };
  // In turns, and the median of the rounds after the first: all three are warm and meet the same neighbours.
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const result = await load(servers[name].port, shotOf, { count: requests, concurrency });
      if (result.failures > 0) throw new Error(`${name}: ${result.failures} of ${requests} requests failed`);
      if (round > 0) runs[name].push(result);
    }
  }
  return { canned: middle(runs.canned), dynalite: middle(runs.dynalite), squall: middle(runs.squall) };
}

/** The run of median throughput. */
function middle(results: readonly LoadResult[]): LoadResult {
  const sorted = [...results].sort((a, b) => a.perSecond - b.perSecond);
  const found = sorted[Math.floor(sorted.length / 2)];
  if (!found) throw new Error('nothing was measured');
  return found;
}

function compare(what: string, operation: string, concurrency: number, { canned, dynalite, squall }: Results): Row[] {
  const toFloor = squall.perSecond / canned.perSecond;
  const toDynalite = squall.perSecond / dynalite.perSecond;
  const isQuery = operation === 'Query';
  const hasFloorBudget = !isQuery && concurrency === 16;
  const measured = `${perSecond(squall.perSecond)} (p99 ${squall.p99Ms.toFixed(1)} ms)`;
  return [
    {
      what,
      measured,
      beside: `canned ${perSecond(canned.perSecond)}`,
      ratio: times(toFloor),
      budget: hasFloorBudget ? `≥ ${budgets.floor}×` : '–',
      met: hasFloorBudget ? toFloor >= budgets.floor : undefined,
    },
    {
      what,
      measured,
      beside: `dynalite ${perSecond(dynalite.perSecond)}`,
      ratio: times(toDynalite),
      budget: isQuery ? `≥ ${budgets.dynaliteQuery}×` : '–',
      met: isQuery ? toDynalite >= budgets.dynaliteQuery : undefined,
    },
  ];
}

function shot(operation: string, input: object): Shot {
  const body = JSON.stringify(input);
  return {
    method: 'POST',
    path: '/',
    headers: {
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-date': '20261121T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body,
  };
}

const keyOf = (index: number) => ({
  pk: { S: `user#${index % partitions}` },
  sk: { S: `order#${String(Math.floor(index / partitions) % itemsPerPartition).padStart(4, '0')}` },
});

const shots: Readonly<Record<string, (index: number) => Shot>> = {
  Put: (index) => shot('PutItem', { TableName: 'bench', Item: { ...keyOf(index), data: { S: data } } }),
  Get: (index) => shot('GetItem', { TableName: 'bench', Key: keyOf(index) }),
  Query: (index) =>
    shot('Query', {
      TableName: 'bench',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: `user#${index % partitions}` } },
      Limit: 10,
    }),
};

async function prepare({ port }: Child): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
  const table = shot('CreateTable', {
    TableName: 'bench',
    AttributeDefinitions: [attribute('pk'), attribute('sk')],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
  if ((await fire(agent, port, table)) !== 200) throw new Error('CreateTable failed');
  const put = shots.Put;
  if (!put) throw new Error('no Put');
  // dynalite makes its tables a moment after it has answered.
  for (let index = 0; index < partitions * itemsPerPartition; ) {
    if ((await fire(agent, port, put(index))) === 200) index += 1;
  }
  agent.destroy();
}
