import { describe, expect, test } from 'vitest';
import { rangeOf } from './ranges.ts';

describe('rangeOf', () => {
  test.each([
    ['bytes=0-4', { start: 0, end: 4 }],
    ['bytes=5-', { start: 5, end: 9 }],
    ['bytes=5-100', { start: 5, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-30', { start: 0, end: 9 }],
  ])('%s of ten bytes', (header, range) => {
    expect(rangeOf(header, 10)).toEqual(range);
  });

  test.each([undefined, '', 'bytes', 'bytes=-', 'bytes=4-2', 'lines=1-2', 'bytes=0-1,4-5'])(
    'answers everything to %s',
    (header) => {
      expect(rangeOf(header, 10)).toBeUndefined();
    },
  );

  test.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('refuses %s of ten bytes', (header) => {
    expect(() => rangeOf(header, 10)).toThrow('The requested range is not satisfiable');
  });
});
