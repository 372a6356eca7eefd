import { describe, expect, it } from 'vitest';
import { difference, normalise, volatileOf } from './state.ts';

const t0 = Date.UTC(2026, 0, 5);
const yearMs = 366 * 86_400_000;
const none = new Set<string>();
/** The one row of a table, as text. */
const textOf = (row: unknown, ignore: readonly string[] = []): string | undefined =>
  normalise({ 'table A': [row] }, { volatile: none, ignore, aroundMs: t0 })['table A']?.[0];

describe('a row as text', () => {
  it.each([
    [{ b: 1, a: 'x' }, 'a: "x", b: 1'],
    ['plain', '=: "plain"'],
    [{ a: null, b: true }, 'a: null, b: true'],
    [{ list: [2, 1], deep: { er: 'v' } }, 'deep/er: "v", list[]: 1, list[]: 2'],
    [{ body: '{"n":1}', list: '[1]' }, 'body/n: 1, list[]: 1'],
    [{ body: '{no json', list: 'a{' }, 'body: "{no json", list: "a{"'],
  ])('has its members in order, and those of JSON within: %j', (row, text) => {
    expect(textOf(row)).toBe(text);
  });

  it.each([t0, t0 / 1000, t0 + yearMs - 1, t0 - yearMs + 1, String(t0), String(t0 / 1000)])(
    'does not tell a time near the run: %s',
    (at) => {
      expect(textOf({ at })).toBe('at: ‹time›');
    },
  );

  it.each([42, t0 + yearMs, t0 - yearMs, 0])('tells a number that is no time near the run: %d', (n) => {
    expect(textOf({ n })).toBe(`n: ${n}`);
  });

  it('tells digits that are no time as they are', () => {
    expect(textOf({ n: '1234567890' })).toBe('n: 1234567890');
    expect(textOf({ n: String(t0 / 1000).slice(1) })).toBe(`n: "${String(t0 / 1000).slice(1)}"`);
  });

  it.each([
    ['order 123e4567-e89b-12d3-a456-426614174000 and 123E4567-E89B-12D3-A456-426614174000', 'order ‹uuid› and ‹uuid›'],
    ['at 2026-01-05T10:00:00.000Z, 2026-01-05T10:00+01:00 or 2026-01-05T10:00', 'at ‹time›, ‹time› or ‹time›'],
  ])('masks ids and times wherever they stand: %s', (text, masked) => {
    expect(textOf({ text })).toBe(`text: "${masked}"`);
  });

  it('does not tell keys that are ids, each time', () => {
    const uuid = '123e4567-e89b-12d3-a456-426614174000';

    expect(textOf({ [uuid]: 1, [uuid.replace('1', '2')]: 2, n123456: 3, '0123456789ab': 4, n12345: 5 })).toBe(
      '*: 1, *: 2, *: 3, *: 4, n12345: 5',
    );
  });

  it.each([
    [['A.lines'], 'id: 1'],
    [['a.LINES'], 'id: 1'],
    [['A.lines.price'], 'id: 1, lines[]/n: 2'],
    [['table A.id'], 'lines[]/n: 2, lines[]/price: 3'],
    [['B', 'A.other'], 'id: 1, lines[]/n: 2, lines[]/price: 3'],
  ])('has nothing of what is ignored: %j', (ignore, text) => {
    const glob = ignore.map((each) => each.replace('lines.', 'lines.*.'));

    expect(textOf({ id: 1, lines: [{ n: 2, price: 3 }] }, glob)).toBe(text);
  });
});

describe('a group that is ignored', () => {
  it('is not there, however many rows it has', () => {
    const normal = (rows: readonly unknown[]) =>
      normalise({ 'table A': rows }, { volatile: none, ignore: ['A'], aroundMs: t0 });

    expect(normal([1, 2])).toEqual({});
    expect(difference(normal([1, 2]), normal([]))).toEqual([]);
  });
});

describe('what is volatile', () => {
  const volatile = (one: unknown[], other: unknown[]) =>
    [...volatileOf({ 'table A': one }, { 'table A': other }, [t0, t0 + 90_000_000])].sort();

  it('differs between two runs, in whatever order its rows are', () => {
    expect(
      volatile(
        [
          { id: 'a', n: 1 },
          { id: 'b', n: 2 },
        ],
        [
          { id: 'b', n: 2 },
          { id: 'a', n: 1 },
        ],
      ),
    ).toEqual([]);
    expect(volatile([{ id: 'a', n: 1 }], [{ id: 'b', n: 1 }])).toEqual(['table A/id']);
    expect(volatile([{ at: t0 }], [{ at: t0 + 90_000_000 }])).toEqual([]);
  });

  it('is in one run alone', () => {
    expect(volatile([{ id: 'a', more: 1 }], [{ id: 'a' }])).toEqual(['table A/more']);
    expect(volatile([{ id: 'a' }], [{ id: 'a' }, { id: 'a' }])).toEqual(['table A/id']);
  });

  it('is not compared', () => {
    const normal = normalise(
      { 'table A': [{ id: 'a' }] },
      { volatile: new Set(['table A/id']), ignore: [], aroundMs: t0 },
    );

    expect(normal).toEqual({ 'table A': ['id: ‹…›'] });
  });
});

describe('the difference of two states', () => {
  it('counts rows that are the same, in the order of the groups', () => {
    const expected = { b: ['x', 'x', 'y'], a: ['z'], c: ['same'] };
    const actual = { c: ['same'], d: ['new'], b: ['y', 'x', 'y'] };

    expect(difference(expected, actual)).toEqual([
      { group: 'a', missing: ['z'], extra: [] },
      { group: 'b', missing: ['x'], extra: ['y'] },
      { group: 'd', missing: [], extra: ['new'] },
    ]);
  });
});
