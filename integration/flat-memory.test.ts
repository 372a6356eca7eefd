import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { advance, Traffic } from '../bench/soak/traffic.ts';
import { startUp } from '../bench/soak/up.ts';

const rounds = 30;
const roundsPerAdvance = 10;
/** About 60 hops in the journal, which is not full yet, and a fifth of a deleted stack: both are bounded. */
const growthBytesMax = 100 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'squall-flat-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('squall up under mixed traffic', () => {
  // With a data directory, as bytes of objects in memory wait for a sweep, which 64 MiB bring about.
  it('holds as much after rounds of everything as before them', { timeout: 180_000 }, async () => {
    await using up = await startUp(['--data', join(folder, 'data')]);
    const traffic = new Traffic(up.endpoint);
    await traffic.prepare();
    const play = async (count: number): Promise<number> => {
      for (let round = 1; round <= count; round += 1) {
        await traffic.cycle();
        if (round % roundsPerAdvance === 0) await advance(up.endpoint, '5d');
      }
      return (await up.memory()).usedBytes;
    };

    // The collections at its end make V8 let go of bytecode that ran at the start alone: megabytes, once.
    await play(rounds);
    const before = await play(rounds);
    const after = await play(rounds);

    expect((after - before) / rounds).toBeLessThan(growthBytesMax);
  });
});
