import { describe, expect, it } from 'vitest';
import { difference, normalise, volatileOf } from './state.ts';

const t0 = Date.UTC(2026, 0, 5);
const at = (seed: string, ms: number) => ({
  'table Orders': [
    {
      id: `ord_${seed}`,
      at: new Date(ms).toISOString(),
      until: Math.floor(ms / 1000) + 60,
      amount: 42,
      answer: JSON.stringify({ id: seed, total: 42 }),
    },
  ],
});
const volatile = volatileOf(at('aaa', t0), at('bbb', t0 + 90_000_000), [t0, t0 + 90_000_000]);
const normal = (state: Parameters<typeof normalise>[0], ignore: readonly string[] = []) =>
  normalise(state, { volatile, ignore, aroundMs: t0 });

describe('states', () => {
  it('are equal but for time and chance, also within text that is JSON', () => {
    expect(difference(normal(at('aaa', t0)), normal(at('zzz', t0 + 5000)))).toEqual([]);
  });

  it('differ by what is more, and by what is another', () => {
    const other = { 'table Orders': [...at('aaa', t0)['table Orders'], ...at('bbb', t0)['table Orders']] };
    const changed = { 'table Orders': [{ ...at('aaa', t0)['table Orders'][0], amount: 43 }] };

    expect(difference(normal(at('aaa', t0)), normal(other))).toMatchObject([
      { group: 'table Orders', missing: [], extra: [expect.stringContaining('amount: 42')] },
    ]);
    expect(difference(normal(at('aaa', t0)), normal(changed))).toMatchObject([
      { missing: [expect.stringContaining('amount: 42')], extra: [expect.stringContaining('amount: 43')] },
    ]);
  });

  it.each([['Orders'], ['table Orders'], ['Orders.amount'], ['Ord*']])(
    'need not agree in %s where that is ignored',
    (pattern) => {
      const changed = { 'table Orders': [{ ...at('aaa', t0)['table Orders'][0], amount: 43 }] };

      expect(difference(normal(at('aaa', t0), [pattern]), normal(changed, [pattern]))).toEqual([]);
    },
  );

  it('keep values that only look like ids where they never change', () => {
    const state = (id: string) => ({ 'table A': [{ id, when: t0 }] });

    expect(difference(normal(state('ch_1')), normal(state('ch_2')))).toHaveLength(1);
  });
});
