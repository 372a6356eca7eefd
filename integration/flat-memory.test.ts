import { describe, expect, it } from 'vitest';
import { advance, Traffic } from '../bench/soak/traffic.ts';
import { startUp } from '../bench/soak/up.ts';

/** Journal, caches and pools are full after so many rounds, or nearly so. */
const warmUpRounds = 25;
const rounds = 25;
const roundsPerAdvance = 5;

describe('squall up under mixed traffic', () => {
  it('holds as much after a round of everything as before it', { timeout: 120_000 }, async () => {
    await using up = await startUp();
    const traffic = new Traffic(up.endpoint);
    await traffic.prepare();
    const play = async (count: number): Promise<number> => {
      for (let round = 1; round <= count; round += 1) {
        await traffic.cycle();
        if (round % roundsPerAdvance === 0) await advance(up.endpoint, '5d');
      }
      return (await up.memory()).usedBytes;
    };

    const before = await play(warmUpRounds);
    const after = await play(rounds);

    // A round puts 512 KiB into buckets alone.
    expect((after - before) / rounds).toBeLessThan(200 * 1024);
  });
});
