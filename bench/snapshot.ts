import { startCloud } from 'squall';
import { median, ms, type Row } from './table.ts';

const items = 100_000;
const budgetMs = 1;

/** Snapshot, restore and fork of a world of 100,000 items of about 1 KB. */
export async function run(): Promise<Row[]> {
  await using cloud = await startCloud({ log: 'error' });
  const { world } = cloud.kernel;
  const collection = world.collection<{ id: string; data: string }>('bench/items');
  for (let index = 0; index < items; index += 1) {
    const id = String(index).padStart(8, '0');
    collection.set(id, { id, data: `${id}${'x'.repeat(1000)}` });
  }
  const snapshotMs: number[] = [];
  const restoreMs: number[] = [];
  const forkMs: number[] = [];
  for (let round = 0; round < 50; round += 1) {
    const snapshot = timed(() => world.snapshot(), snapshotMs);
    for (let write = 0; write < 200; write += 1) collection.set(`changed${write}`, { id: 'changed', data: 'y' });
    timed(() => world.restore(snapshot), restoreMs);
    timed(() => world.fork(), forkMs);
  }
  const clone = timedClone([...collection.entries()].slice(0, 10_000)) * (items / 10_000);
  const row = (what: string, took: readonly number[]): Row => ({
    what: `${what}, 100k items`,
    measured: ms(median(took)),
    beside: `structuredClone ${ms(clone)}`,
    ratio: `1/${Math.round(clone / median(took)).toLocaleString('en')}`,
    budget: `≤ ${budgetMs} ms`,
    met: median(took) <= budgetMs,
  });
  return [row('snapshot', snapshotMs), row('restore after 200 writes', restoreMs), row('fork', forkMs)];
}

function timed<T>(action: () => T, into: number[]): T {
  const startMs = performance.now();
  const result = action();
  into.push(performance.now() - startMs);
  return result;
}

function timedClone(value: unknown): number {
  const startMs = performance.now();
  structuredClone(value);
  return performance.now() - startMs;
}
