import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, startNode, untilAnswer } from './child.ts';
import { median, ms, type Row, times } from './table.ts';

const rounds = 9;
const startCloudMsMax = 30;
/** Of a bare server's start, since a busy machine slows both. */
const ratioMax = { up: 3, import: 2.5 };
const budgetMiB = 120;

/** Start-up as users have it: the compiled package, beside a bare Node server. */
export async function run(): Promise<Row[]> {
  const main = join(root, 'dist', 'cli', 'main.js');
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' });
  const bareMs: number[] = [];
  const upMs: number[] = [];
  const insideMs: number[] = [];
  const importMs: number[] = [];
  let memoryMiB = 0;
  for (let round = 0; round < rounds; round += 1) {
    bareMs.push(await timeToAnswer(join(root, 'bench', 'servers', 'bare.ts'), [], '/'));
    const up = await timeUp(main);
    upMs.push(up.tookMs);
    memoryMiB = up.memoryMiB;
    const printed = execFileSync(process.execPath, [join(root, 'bench', 'servers', 'start-cloud.ts')], { cwd: root });
    const inside = JSON.parse(printed.toString('utf8')) as { importMs: number; tookMs: number };
    importMs.push(inside.importMs);
    insideMs.push(inside.tookMs);
  }
  const besideBare = (what: string, measured: readonly number[], max: number): Row => {
    const ratio = median(measured) / median(bareMs);
    const bare = `bare Node server ${ms(median(bareMs))}`;
    return row(what, ms(median(measured)), bare, times(ratio), `≤ ${max.toFixed(1)}×`, ratio <= max);
  };
  const startMs = median(insideMs);
  return [
    besideBare('import of squall', importMs, ratioMax.import),
    row('startCloud() after import', ms(startMs), '–', '–', `≤ ${startCloudMsMax} ms`, startMs <= startCloudMsMax),
    besideBare('squall up to the first answer', upMs, ratioMax.up),
    row('memory at rest', `${memoryMiB.toFixed(0)} MiB`, '–', '–', `≤ ${budgetMiB} MB`, memoryMiB <= budgetMiB),
  ];
}

const row = (what: string, measured: string, beside: string, ratio: string, budget: string, met: boolean): Row => ({
  what,
  measured,
  beside,
  ratio,
  budget,
  met,
});

async function timeToAnswer(file: string, argv: readonly string[], path: string): Promise<number> {
  const startMs = performance.now();
  const child = await startNode(file, argv);
  await untilAnswer(child.port, path);
  const tookMs = performance.now() - startMs;
  await child.stop();
  return tookMs;
}

async function timeUp(main: string): Promise<{ tookMs: number; memoryMiB: number }> {
  const startMs = performance.now();
  const child = await startNode(main, ['up', '--port', '0', '--json', '--log', 'error']);
  await untilAnswer(child.port, '/_localstack/health');
  const tookMs = performance.now() - startMs;
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.process.pid}/status`, 'utf8'))?.[1];
  await child.stop();
  return { tookMs, memoryMiB: Number(kilobytes ?? Number.NaN) / 1024 };
}
