import { join } from 'node:path';
import { type Child, root, startNode } from './child.ts';
import { prepare, type ShotName, shots } from './dynamodb/shots.ts';
import { startMoto } from './dynamodb/start-moto.ts';
import { type LoadResult, load } from './load.ts';
import { perSecond, type Row, times } from './table.ts';

const rounds = 3;
const concurrencies = [1, 16, 64] as const;
/** Requests of a round; batches are 25 items each. */
const requestsOf = (operation: ShotName): number => (operation.startsWith('Batch') ? 400 : 2_000);
const motoRequests = 48;

const budgets = { floor: 0.7, dynaliteQuery: 3 };
/** dynalite has no transactions. */
const notOfDynalite: readonly ShotName[] = ['TransactWrite'];

/** DynamoDB over raw HTTP (no SDK), each server in a process of its own, beside the canned floor and its peers. */
export async function run(): Promise<Row[]> {
  const servers = {
    canned: await startNode(join(root, 'bench/servers/canned.ts')),
    dynalite: await startNode(join(root, 'bench/servers/dynalite.cjs')),
    squall: await startNode(join(root, 'dist/cli/main.js'), ['up', '--port', '0', '--json', '--log', 'error']),
  };
  const moto = await startMoto();
  const rows: Row[] = [];
  try {
    for (const server of [servers.dynalite, servers.squall, ...(moto ? [moto] : [])]) await prepare(server.port);
    for (const operation of Object.keys(shots) as ShotName[]) {
      for (const concurrency of concurrencies) {
        const results = await measure(servers, operation, concurrency);
        rows.push(...compare(operation, concurrency, results));
        if (moto && concurrency === 16) rows.push(await besideMoto(moto, operation, results.squall));
      }
    }
  } finally {
    for (const server of [...Object.values(servers), ...(moto ? [moto] : [])]) await server.stop();
  }
  return rows;
}

type Results = { readonly canned: LoadResult; readonly squall: LoadResult; readonly dynalite: LoadResult | undefined };

async function measure(
  servers: Readonly<Record<'canned' | 'dynalite' | 'squall', Child>>,
  operation: ShotName,
  concurrency: number,
): Promise<Results> {
  const names = (['canned', 'dynalite', 'squall'] as const).filter(
    (name) => name !== 'dynalite' || !notOfDynalite.includes(operation),
  );
  const runs: Record<keyof Results, LoadResult[]> = { canned: [], dynalite: [], squall: [] };
  // In turns, and the median of the rounds after the first: all three are warm and meet the same neighbours.
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const result = await loadOf(servers[name], operation, requestsOf(operation), concurrency);
      if (round > 0) runs[name].push(result);
    }
  }
  const [canned, squall] = [middle(runs.canned), middle(runs.squall)];
  if (!canned || !squall) throw new Error('nothing was measured');
  return { canned, squall, dynalite: middle(runs.dynalite) };
}

async function loadOf(server: Child, operation: ShotName, count: number, concurrency: number): Promise<LoadResult> {
  const result = await load(server.port, shots[operation], { count, concurrency });
  // Transactions that meet are refused, as on AWS.
  const mayFail = operation === 'TransactWrite' && concurrency > 1;
  if (result.failures > 0 && !mayFail) throw new Error(`${operation}: ${result.failures} of ${count} requests failed`);
  return result;
}

/** The run of median throughput. */
function middle(results: readonly LoadResult[]): LoadResult | undefined {
  return [...results].sort((a, b) => a.perSecond - b.perSecond)[Math.floor(results.length / 2)];
}

function compare(operation: ShotName, concurrency: number, { canned, dynalite, squall }: Results): Row[] {
  const what = `${operation} c=${concurrency}`;
  const toFloor = squall.perSecond / canned.perSecond;
  const isBudgeted = concurrency === 16;
  const floorBudget = isBudgeted && (operation === 'Put' || operation === 'Get');
  const measured = `${perSecond(squall.perSecond)} (p50 ${squall.p50Ms.toFixed(2)}, p99 ${squall.p99Ms.toFixed(1)} ms)`;
  const rows: Row[] = [
    {
      what,
      measured,
      beside: `canned ${perSecond(canned.perSecond)}`,
      ratio: times(toFloor),
      budget: floorBudget ? `≥ ${budgets.floor}×` : '–',
      met: floorBudget ? toFloor >= budgets.floor : undefined,
    },
  ];
  if (!dynalite) return rows;
  const toDynalite = squall.perSecond / dynalite.perSecond;
  const queryBudget = operation === 'Query';
  rows.push({
    what,
    measured: '',
    beside: `dynalite ${perSecond(dynalite.perSecond)}`,
    ratio: times(toDynalite),
    budget: queryBudget ? `≥ ${budgets.dynaliteQuery}×` : '–',
    met: queryBudget ? toDynalite >= budgets.dynaliteQuery : undefined,
  });
  return rows;
}

async function besideMoto(moto: Child, operation: ShotName, squall: LoadResult): Promise<Row> {
  const result = await loadOf(moto, operation, motoRequests, 16);
  return {
    what: `${operation} c=16`,
    measured: '',
    beside: `moto ${perSecond(result.perSecond)}`,
    ratio: times(squall.perSecond / result.perSecond),
    budget: '–',
    met: undefined,
  };
}
