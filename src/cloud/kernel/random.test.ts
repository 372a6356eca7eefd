import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

describe('Random', () => {
  it('repeats everything with the same seed, and nothing with another', () => {
    const draw = (seed: number) => {
      const random = new Random(seed);
      return [random.uuid(), random.hex(7), random.text(12), random.int(1000), [...random.bytes(5)]];
    };

    expect(draw(42)).toEqual(draw(42));
    expect(draw(42)).not.toEqual(draw(43));
  });

  it('makes version 4 UUIDs', () => {
    const random = new Random();

    for (let round = 0; round < 100; round += 1) {
      expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('keeps ids as small as they are: no trees of their parts', () => {
    const random = new Random();
    const kept = new Array<string>(30_000).fill('');
    const before = heapBytes();

    for (let at = 0; at < kept.length; at += 3) {
      kept[at] = random.uuid();
      kept[at + 1] = random.hex(32);
      kept[at + 2] = random.text(36);
    }

    expect((heapBytes() - before) / kept.length).toBeLessThan(100);
  });

  it('spreads integers over the whole range', () => {
    const random = new Random(7);
    const counts = new Array<number>(10).fill(0);

    for (let round = 0; round < 10_000; round += 1) {
      const drawn = random.int(10);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }

    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let time = 0; time < 3; time += 1) collect();
  return process.memoryUsage().heapUsed;
}
