import { describe, expect, it } from 'vitest';
import { isSameValue } from './same-value.ts';
import type { TypeSpecification, ValueType } from './specification.ts';

const specification: TypeSpecification = { p: {}, d: { Rule: { Name: { t: 's' }, Size: { t: 'n' } } } };
const same = (wanted: unknown, actual: unknown, type: ValueType) => isSameValue(wanted, actual, type, specification);

describe('isSameValue', () => {
  it.each<[unknown, unknown, ValueType]>([
    ['f', 'arn:aws:lambda:us-east-1:000000000000:function:f', 's'],
    ['arn:aws:kms:us-east-1:000000000000:key/k', 'k', 's'],
    ['5', 5, 'n'],
    ['true', true, 'b'],
    ['{"a": 1}', { a: 1 }, 'j'],
    [
      ['a', 'b'],
      ['b', 'a'],
      ['l', 's'],
    ],
    [{ Name: 'a' }, { Name: 'a', Size: 3 }, ['d', 'Rule']],
    [[{ Name: 'a' }], [{ Name: 'a', Size: 3 }], ['l', ['d', 'Rule']]],
    [false, undefined, 'b'],
    ['', undefined, 's'],
    [{ Name: '' }, undefined, ['d', 'Rule']],
  ])('%j is %j', (wanted, actual, type) => {
    expect(same(wanted, actual, type)).toBe(true);
  });

  it.each<[unknown, unknown, ValueType]>([
    ['f', 'arn:aws:lambda:us-east-1:000000000000:function:of', 's'],
    ['', 'arn:aws:lambda:us-east-1:000000000000:function:', 's'],
    [1, undefined, 'n'],
    [0, undefined, 'n'],
    [true, undefined, 'b'],
    [
      ['a', 'a'],
      ['a', 'b'],
      ['l', 's'],
    ],
    [['a'], ['a', 'b'], ['l', 's']],
    [{ Name: 'a', Size: 1 }, { Name: 'a' }, ['d', 'Rule']],
    [{ a: '1' }, { a: '1', b: '2' }, ['m', 's']],
    [{ a: 1 }, { a: 1, b: 2 }, 'j'],
  ])('%j is not %j', (wanted, actual, type) => {
    expect(same(wanted, actual, type)).toBe(false);
  });
});
