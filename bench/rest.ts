import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { type Child, root, startNode } from './child.ts';
import { getJson, load, type Shot } from './load.ts';
import { median, ms, perSecond, type Row, times } from './table.ts';

const warmRequests = 600;
const rounds = 5;
const requestsOfRound = 3_000;
const concurrency = 16;
const budgets = { overhead: 1.1, canned: 0.6, putItem: 0.5 };

/** REST APIs beside the HTTP API, beside the canned floor, and beside what they stand in front of. */
export async function run(): Promise<Row[]> {
  const canned = await startNode(join(root, 'bench/servers/canned.ts'));
  const squall = await startNode('bench/servers/rest-app.ts', [], ['--conditions=squall-source']);
  try {
    const { httpApiId, restApiId } = idsOf(squall);
    const paths = {
      http: `/_aws/execute-api/${httpApiId}/$default/`,
      rest: `/_aws/execute-api/${restApiId}/prod/function`,
    };
    const rest = (path: string) => `/_aws/execute-api/${restApiId}/prod${path}`;
    const floor = { child: canned, shot: get('/') };
    return [
      await overheads(squall, paths),
      await besides('MOCK', { child: squall, shot: get(rest('/mock')) }, 'canned', floor, budgets.canned),
      await besides('cached answer', { child: squall, shot: get(rest('/cached')) }, 'canned', floor, budgets.canned),
      await besides(
        'VTL → PutItem',
        { child: squall, shot: post(rest('/items'), 'application/json', { pk: 'b', data }) },
        'PutItem',
        { child: squall, shot: putItem },
        budgets.putItem,
      ),
    ];
  } finally {
    await squall.stop();
    await canned.stop();
  }
}

function idsOf(server: Child): { readonly httpApiId: string; readonly restApiId: string } {
  const [, httpApiId, restApiId] = /"httpApiId":"(\w+)","restApiId":"(\w+)"/.exec(server.output()) ?? [];
  if (httpApiId === undefined || restApiId === undefined) throw new Error(`no APIs: ${server.output()}`);
  return { httpApiId, restApiId };
}

/** What a warm request takes beyond the handler's own SDK call, both kinds of API in turns. */
async function overheads({ port }: Child, paths: Readonly<Record<'http' | 'rest', string>>): Promise<Row> {
  const agent = new Agent({ keepAlive: true });
  const tookMs: Record<'http' | 'rest', number[]> = { http: [], rest: [] };
  for (let index = 0; index < warmRequests; index += 1) {
    for (const kind of ['http', 'rest'] as const) {
      const startMs = performance.now();
      const { tookMs: insideMs } = await getJson<{ tookMs: number }>(agent, port, paths[kind]);
      // The first ones pay for compilation on both sides.
      if (index >= warmRequests / 3) tookMs[kind].push(performance.now() - startMs - insideMs);
    }
  }
  agent.destroy();
  const ratio = median(tookMs.rest) / median(tookMs.http);
  return {
    what: 'warm REST → Lambda → GetItem, overhead (p50)',
    measured: ms(median(tookMs.rest)),
    beside: `HTTP API ${ms(median(tookMs.http))}`,
    ratio: times(ratio),
    budget: `≤ ${times(budgets.overhead)}`,
    met: ratio <= budgets.overhead,
  };
}

interface Side {
  readonly child: Child;
  readonly shot: Shot;
}

const data = 'x'.repeat(900);
const get = (path: string): Shot => ({ method: 'GET', path, headers: {}, body: '' });

function post(path: string, contentType: string, input: object, headers: Readonly<Record<string, string>> = {}): Shot {
  const body = JSON.stringify(input);
  const length = String(Buffer.byteLength(body));
  return { method: 'POST', path, headers: { 'content-type': contentType, 'content-length': length, ...headers }, body };
}

const putItem = post(
  '/',
  'application/x-amz-json-1.0',
  { TableName: 'bench', Item: { pk: { S: 'b' }, data: { S: data } } },
  {
    'x-amz-target': 'DynamoDB_20120810.PutItem',
    'x-amz-date': '20261121T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  },
);

interface Measured {
  readonly perSecond: number;
  /** CPU of the server, all threads. */
  readonly cpuUs: number;
}

/** Rounds in turns, and the medians of those after the first: both are warm and meet the same neighbours. */
async function besides(what: string, ours: Side, name: string, theirs: Side, budget: number): Promise<Row> {
  const runs: { readonly ours: Measured; readonly theirs: Measured }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const run = { theirs: await measure(what, theirs), ours: await measure(what, ours) };
    if (round > 0) runs.push(run);
  }
  const middle = (side: 'ours' | 'theirs', figure: keyof Measured) => median(runs.map((run) => run[side][figure]));
  const ratio = median(runs.map((run) => run.ours.perSecond / run.theirs.perSecond));
  const told = (side: 'ours' | 'theirs') =>
    `${perSecond(middle(side, 'perSecond'))} (CPU ${middle(side, 'cpuUs').toFixed(0)} µs)`;
  return {
    what: `${what} c=${concurrency}`,
    measured: told('ours'),
    beside: `${name} ${told('theirs')}`,
    ratio: times(ratio),
    budget: `≥ ${times(budget)}`,
    met: ratio >= budget,
  };
}

async function measure(what: string, { child, shot }: Side): Promise<Measured> {
  const beforeUs = cpuUsOf(child);
  const result = await load(child.port, () => shot, { count: requestsOfRound, concurrency });
  if (result.failures > 0) throw new Error(`${what}: ${result.failures} requests failed`);
  return { perSecond: result.perSecond, cpuUs: (cpuUsOf(child) - beforeUs) / requestsOfRound };
}

const tickUs = 10_000;

/** User and system time of a process, as Linux tells it; NaN elsewhere. */
function cpuUsOf({ process: { pid } }: Child): number {
  if (process.platform !== 'linux') return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickUs;
}
