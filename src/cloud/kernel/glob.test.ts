import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from './glob.ts';

describe('matchesGlob', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'a\nb', true],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['a*c', 'ab', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['?', '*', true],
    ['*ab', 'aab', true],
    ['*a*b', 'xaxbxb', true],
    ['a.c', 'abc', false],
    ['a**b', 'ab', true],
  ])('%j and %j: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('takes ? for itself where that is no wildcard', () => {
    expect(matchesGlob('a?', 'ab', { single: '' })).toBe(false);
    expect(matchesGlob('a?', 'a?', { single: '' })).toBe(true);
  });

  it('answers as a regular expression does', () => {
    const short = (alphabet: string) =>
      fc.array(fc.constantFrom(...alphabet), { maxLength: 8 }).map((letters) => letters.join(''));

    fc.assert(
      fc.property(short('ab*?'), short('ab?'), (pattern, text) => {
        const source = [...pattern].map((sign) => (sign === '*' ? '.*' : sign === '?' ? '.' : sign)).join('');

        expect(matchesGlob(pattern, text)).toBe(new RegExp(`^${source}$`, 's').test(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('ends on patterns that a regular expression would not end on', () => {
    expect(matchesGlob(`${'*a'.repeat(500)}*b`, 'a'.repeat(5000))).toBe(false);
  });
});
