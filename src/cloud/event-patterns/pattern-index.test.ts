import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PatternIndex } from './pattern-index.ts';
import { MalformedPattern, type Rule, readPattern } from './read-pattern.ts';
import { anEvent, aPattern } from './testing/random-patterns.ts';

const seed = 20_261_127;

describe('PatternIndex', () => {
  it('says the same as each pattern alone, whatever is added, replaced and removed', () => {
    const change = fc.record({ key: fc.nat(40), pattern: fc.option(aPattern, { nil: undefined, freq: 4 }) });

    fc.assert(
      fc.property(
        fc.array(change, { minLength: 20, maxLength: 60 }),
        fc.array(anEvent, { minLength: 3, maxLength: 6 }),
        (changes, events) => {
          const index = new PatternIndex<number>();
          const alone = new Map<number, Rule>();
          for (const { key, pattern } of changes) {
            alone.delete(key);
            if (pattern) alone.set(key, readPattern(JSON.stringify(pattern)));
            if (pattern) index.add(key, JSON.stringify(pattern));
            else index.remove(key);
          }
          for (const event of events) {
            const expected = [...alone].filter(([, rule]) => rule(event)).map(([key]) => key);
            expect(index.match(event)).toEqual(expected);
          }
        },
      ),
      { seed, numRuns: 180 },
    );
  });

  it('finds one rule among many that differ in one field only', () => {
    const index = new PatternIndex<number>();
    for (let id = 0; id < 2_000; id += 1) {
      index.add(id, JSON.stringify({ source: ['shop'], 'detail-type': ['order'], detail: { id: [`id-${id}`] } }));
    }

    expect(index.match({ source: 'shop', 'detail-type': 'order', detail: { id: 'id-1234' } })).toEqual([1234]);
    expect(index.match({ source: 'shop', 'detail-type': 'order', detail: { id: 'id-2000' } })).toEqual([]);
  });

  it('forgets what was removed, also when most is', () => {
    const index = new PatternIndex<number>();
    for (let id = 0; id < 1_000; id += 1) index.add(id, JSON.stringify({ a: [{ prefix: `${id % 7}` }] }));
    for (let id = 0; id < 1_000; id += 1) if (id !== 14) index.remove(id);

    expect(index.match({ a: '0' })).toEqual([14]);
  });

  it('keeps the pattern of a key when the new one is malformed', () => {
    const index = new PatternIndex<string>();
    index.add('a', '{"a":["x"]}');

    expect(() => index.add('a', '{"a":"x"}')).toThrow(MalformedPattern);
    expect(index.match({ a: 'x' })).toEqual(['a']);
  });
});
