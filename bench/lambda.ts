import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { type Cloud, startCloud } from 'squall';
import { type CloudClient, clientOf } from '../src/harness/cloud-client.ts';
import { bundledSource, createApi, createFunction, prepare } from './lambda-app.ts';
import { getJson } from './load.ts';
import { median, ms, percentile, type Row, times } from './table.ts';

const warmRequests = 600;
const coldFunctions = 12;
const budgetMs = { overhead: 1, cold: 50 };
/** The design's 1 ms stands beside about 1 ms of the SDK's call, its 50 ms beside 90 ms of a plain spawn. */
const ratioMax = { overhead: 1, cold: 50 / 90 };

/** Cold and warm: HTTP API → function in a process of its own → DynamoDB, over real sockets. */
export async function run(): Promise<Row[]> {
  await using cloud = await startCloud({ log: 'error' });
  const client = clientOf(cloud);
  const zip = zipSync({ 'index.js': bundledSource() });
  await prepare(client, zip);
  const { total, inside } = await warm(cloud, await createApi(client));
  const overhead = total.map((took, index) => took - (inside[index] ?? 0));
  const cold = await coldStarts(client, zip);
  const spawned = plainSpawns();
  return [
    {
      what: 'warm request, overhead over the handler’s SDK call (p50)',
      measured: ms(median(overhead)),
      beside: `the SDK call ${ms(median(inside))}`,
      ratio: times(median(overhead) / median(inside)),
      budget: `≤ ${budgetMs.overhead} ms or ${times(ratioMax.overhead)}`,
      met: median(overhead) <= Math.max(budgetMs.overhead, ratioMax.overhead * median(inside)),
    },
    {
      what: 'warm request in all (p50 / p99)',
      measured: `${ms(median(total))} / ${ms(percentile(total, 0.99))}`,
      beside: '–',
      ratio: '–',
      budget: '–',
      met: undefined,
    },
    {
      what: 'cold start with the SDK, from the pool (p50)',
      measured: ms(median(cold)),
      beside: `plain spawn of the same bundle ${ms(median(spawned))}`,
      ratio: times(median(cold) / median(spawned)),
      budget: `≤ ${budgetMs.cold} ms or ${times(ratioMax.cold)}`,
      met: median(cold) <= Math.max(budgetMs.cold, ratioMax.cold * median(spawned)),
    },
  ];
}

/** The floor without a pool: a Node process that loads the same bundle and ends. */
function plainSpawns(): number[] {
  const file = join(mkdtempSync(join(tmpdir(), 'squall-bench-')), 'index.cjs');
  writeFileSync(file, bundledSource());
  const took: number[] = [];
  for (let round = 0; round < coldFunctions; round += 1) {
    const startMs = performance.now();
    execFileSync(process.execPath, [file]);
    took.push(performance.now() - startMs);
  }
  rmSync(dirname(file), { recursive: true });
  return took;
}

async function warm(cloud: Cloud, apiId: string): Promise<{ total: number[]; inside: number[] }> {
  const agent = new Agent({ keepAlive: true });
  const total: number[] = [];
  const inside: number[] = [];
  for (let index = 0; index < warmRequests; index += 1) {
    const startMs = performance.now();
    const { tookMs } = await getJson<{ tookMs: number }>(agent, cloud.port, `/_aws/execute-api/${apiId}/$default/`);
    // The first ones pay for compilation on both sides.
    if (index < warmRequests / 3) continue;
    total.push(performance.now() - startMs);
    inside.push(tookMs);
  }
  agent.destroy();
  return { total, inside };
}

/** Another function each time, so that each first invoke is a cold one. */
async function coldStarts(client: CloudClient, zip: Uint8Array): Promise<number[]> {
  const took: number[] = [];
  for (let index = 0; index < coldFunctions; index += 1) {
    await createFunction(client, `cold${index}`, zip);
    // The pool fills itself again behind the scenes; a cold start from an empty pool is not what is measured.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const startMs = performance.now();
    await client.call('lambda', 'Invoke', { FunctionName: `cold${index}`, Payload: Buffer.from('{"only":"start"}') });
    took.push(performance.now() - startMs);
  }
  return took;
}
