import { describe, expect, it } from 'vitest';
import { EnvironmentPool, settle } from './testing/environment-pool.ts';

const served = (uses: readonly { current(): string | undefined }[]): number =>
  uses.filter((use) => use.current() !== undefined).length;

describe('a burst of one function', () => {
  it('does not stop another one from having its first environments', async () => {
    const pool = new EnvironmentPool({ active: 8, guaranteed: 2 });
    const burst = Array.from({ length: 50 }, () => pool.use('f:1#a'));
    await settle();
    const others = Array.from({ length: 3 }, () => pool.use('g:1#a'));
    await settle();

    expect([served(burst), served(others)]).toEqual([8, 2]);
  });

  it('does not cost another one the environment that it keeps warm', async () => {
    const pool = new EnvironmentPool({ active: 8, guaranteed: 2 });
    const burst = Array.from({ length: 50 }, () => pool.use('f:1#a'));
    await settle();
    const first = await pool.once('g:1#a');
    await burst[0]?.release();
    await settle();

    expect(await pool.once('g:1#a')).toBe(first);
    expect(served(burst)).toBe(9);
  });

  it('gives places up to one that waits, until both have the same', async () => {
    const pool = new EnvironmentPool({ active: 8, guaranteed: 1 });
    const burst = Array.from({ length: 50 }, () => pool.use('f:1#a'));
    await settle();
    const others = Array.from({ length: 50 }, () => pool.use('g:1#a'));
    await settle();

    for (let round = 0; round < 20; round += 1) {
      await burst[round]?.release();
      await settle();
    }

    // Four of the eight places have moved; then each keeps its own.
    expect(served(others)).toBe(4);
    expect(pool.made.filter((key) => key === 'f:1#a')).toHaveLength(8);
  });

  it('never makes more environments than the total', async () => {
    const pool = new EnvironmentPool({ active: 4, guaranteed: 4, total: 10 });
    const uses = Array.from({ length: 20 }, (_, index) => pool.use(`f${index}:1#a`));
    await settle();

    expect(served(uses)).toBe(10);
  });
});

describe('a waiting invoke', () => {
  it('is served before later ones of its function', async () => {
    const pool = new EnvironmentPool({ active: 1, guaranteed: 1 });
    const uses = Array.from({ length: 4 }, () => pool.use('f:1#a'));
    await settle();

    const served: number[] = [];
    for (const [index, use] of uses.entries()) {
      await use.name;
      served.push(index);
      await use.release();
    }

    expect(served).toEqual([0, 1, 2, 3]);
    expect(pool.made).toHaveLength(1);
  });
});
