import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { advance, Traffic } from './soak/traffic.ts';
import { type Memory, startUp } from './soak/up.ts';
import type { Row } from './table.ts';

/** How long it takes; SQUALL_SOAK_MINUTES makes it shorter. */
const minutes = Number(process.env.SQUALL_SOAK_MINUTES ?? 10);
const growthMax = 1.1;
const samplesPerMinute = 6;
const advanceBy = '5d';

interface Sample extends Memory {
  readonly minute: number;
}

/** Memory of `squall up` under mixed traffic: what it has after half of the time it has at the end. */
export async function run(): Promise<Row[]> {
  const data = mkdtempSync(join(tmpdir(), 'squall-soak-'));
  try {
    // At once, as they take long; memory does not mind the company.
    return await Promise.all([soak('in memory', []), soak('with --data', ['--data', join(data, 'data')])]);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function soak(form: string, argv: readonly string[]): Promise<Row> {
  await using up = await startUp(argv);
  const traffic = new Traffic(up.endpoint);
  await traffic.prepare();
  const samples: Sample[] = [];
  const startMs = performance.now();
  const minute = (): number => (performance.now() - startMs) / 60_000;
  let cycles = 0;
  for (; minute() < minutes; cycles += 1) {
    await traffic.cycle();
    if (minute() * samplesPerMinute < samples.length + 1) continue;
    await advance(up.endpoint, advanceBy);
    samples.push({ minute: minute(), ...(await up.memory()) });
  }
  const curve = samples.map((sample) => `${sample.minute.toFixed(1)}: ${mib(sample.rss)}/${mib(sample.usedBytes)}`);
  process.stdout.write(`${form}, ${cycles} rounds; minute: RSS/used MiB\n${curve.join(', ')}\n`);
  return rowOf(form, samples);
}

/** RSS jumps with the collector: the median of the last minute, beside that of the minute behind the half. */
function rowOf(form: string, samples: readonly Sample[]): Row {
  const within = (from: number, to: number): number => {
    const chosen = samples.filter(({ minute }) => minute >= from && minute < to).map(({ rss }) => rss);
    return chosen.sort((a, b) => a - b)[Math.floor(chosen.length / 2)] ?? Number.NaN;
  };
  const window = Math.min(1, minutes / 5);
  const half = within(minutes / 2, minutes / 2 + window);
  const end = within(minutes - window, Number.POSITIVE_INFINITY);
  return {
    what: `RSS after ${minutes} minutes of mixed traffic, ${form}`,
    measured: `${mib(end)} MiB`,
    beside: `after half of them ${mib(half)} MiB`,
    ratio: (end / half).toFixed(2),
    budget: `≤ ${growthMax.toFixed(2)}`,
    met: end / half <= growthMax,
  };
}

const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
