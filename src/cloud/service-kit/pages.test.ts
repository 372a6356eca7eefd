import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descendingKey, pageBehind, pageOf } from './pages.ts';

const invalidToken = () => new Error('no such token');
const keyOf = (item: string) => item;

describe('pages', () => {
  it('hold each item that stays once, in order, whatever comes and goes between them', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 });
    fc.assert(
      fc.property(
        names,
        fc.array(names, { maxLength: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (staying, others, limit) => {
          const seen: string[] = [];
          let token: string | undefined;
          for (let page = 0; page === 0 || token !== undefined; page += 1) {
            const items = [...new Set([...staying, ...(others[page % (others.length + 1)] ?? [])])].sort();
            const { items: got, next } = pageOf(items, { limit, token, keyOf, invalidToken });
            seen.push(...got);
            token = next;
          }

          expect(seen.filter((name) => staying.includes(name))).toEqual([...staying].sort());
          expect(new Set(seen).size).toBe(seen.length);
        },
      ),
    );
  });

  it('refuse tokens that none of them gave', () => {
    expect(() => pageOf(['a'], { limit: 1, token: 'nonsense', keyOf, invalidToken })).toThrow('no such token');
  });

  it('go on behind a marker that names nothing', () => {
    expect(pageBehind(['a', 'c', 'd'], { limit: 1, after: 'b', keyOf })).toEqual({ items: ['c'], next: 'c' });
  });

  it('of numbers from the greatest on go on behind one that is gone', () => {
    const versions = (from: number[], token?: string) =>
      pageOf(from, { limit: 2, token, keyOf: descendingKey, invalidToken });

    const first = versions([11, 10, 9, 1]);

    expect(versions([11, 9, 1], first.next).items).toEqual([9, 1]);
  });
});
