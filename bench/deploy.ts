import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { startCloud } from 'squall';
import { clientOf } from '../src/harness/cloud-client.ts';
import { deployAssembly } from '../src/harness/deploy.ts';
import { synthesizeOnce } from '../src/harness/synthesize-once.ts';
import { root } from './child.ts';
import { median, ms, type Row, times } from './table.ts';

const rounds = 7;
const budgetMs = { stack: 300, cdklocal: 1000 };

/** The reference stack: through our own deploy, and by the unmodified CDK CLI. */
export async function run(): Promise<Row[]> {
  const assembly = await synthesizeOnce(undefined, root);
  const freshMs: number[] = [];
  const stackMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await using cloud = await startCloud({ log: 'error' });
    const client = clientOf(cloud);
    const startMs = performance.now();
    await deployAssembly(client, assembly);
    freshMs.push(performance.now() - startMs);
    await client.call('cloudformation', 'DeleteStack', { StackName: 'Orders' });
    const againMs = performance.now();
    await deployAssembly(client, assembly);
    stackMs.push(performance.now() - againMs);
  }
  return [
    row('reference stack, template to CREATE_COMPLETE', median(stackMs), '–', '–', budgetMs.stack),
    {
      ...row('the same with its assets packed and uploaded', median(freshMs), '–', '–', budgetMs.stack),
      budget: '–',
      met: undefined,
    },
    await deployWithCdkLocal(assembly),
  ];
}

function row(what: string, took: number, beside: string, ratio: string, budget: number): Row {
  return { what, measured: ms(took), beside, ratio, budget: `≤ ${budget} ms`, met: took <= budget };
}

/** What the CLI itself costs is what is left of its time when ours is taken off: the sum of its calls to us. */
async function deployWithCdkLocal(assembly: string): Promise<Row> {
  await using cloud = await startCloud({ log: 'error' });
  await runCdkLocal(cloud.endpoint, ['bootstrap', 'aws://000000000000/us-east-1']);
  const before = cloud.journal.count;
  const startMs = performance.now();
  await runCdkLocal(cloud.endpoint, ['deploy', '--app', assembly, '--require-approval', 'never']);
  const totalMs = performance.now() - startMs;
  const ours = cloud.journal
    .hops(before)
    .filter(({ parent, caller }) => parent === undefined && caller.kind !== 'service');
  const oursMs = ours.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const beside = `cdklocal ${ms(totalMs)} in all`;
  return row('our share of cdklocal deploy', oursMs, beside, times(totalMs / (totalMs - oursMs)), budgetMs.cdklocal);
}

function runCdkLocal(endpoint: string, argv: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules/.bin/cdklocal'), argv, {
      cwd: root,
      env: { ...process.env, AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_S3: endpoint, CI: 'true' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString('utf8');
    });
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`cdklocal ${argv[0]}: ${complaints.slice(-2000)}`)),
    );
  });
}
