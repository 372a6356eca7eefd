import { describe, expect, it } from 'vitest';
import { matches, passes } from './filters.ts';

describe('matches', () => {
  it.each([
    ['prod-*', 'prod-eu', true],
    ['prod-*', 'dev-eu', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['10.0.*', '10x0.1', false],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['a+b*', 'a+bc', true],
  ])('%s and %s: %s', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });
});

describe('passes', () => {
  const known = { ports: ({ ports }: { readonly ports: readonly number[] }) => ports };
  const passing = (Name: string, ...Values: string[]) =>
    passes({ ports: [80, 443] }, { stage: 'prod' }, [{ Name, Values }], known);

  it('takes one of the values, of lists and of tags', () => {
    expect(passing('ports', '22', '443')).toBe(true);
    expect(passing('ports', '22')).toBe(false);
    expect(passing('tag:stage', 'prod')).toBe(true);
    expect(passing('tag-key', 'st*')).toBe(true);
    expect(passing('tag:toString', '*')).toBe(false);
  });

  it('refuses filters that there are not', () => {
    expect(() => passing('nope', 'x')).toThrow("The filter 'nope' is invalid");
  });
});
