import { describe, expect, it } from 'vitest';
import { type FilteredMessage, type FilterPolicyScope, readFilterPolicy } from './filter-policy.ts';

const text = (value: string) => ({ type: 'String', value });
const number = (value: string) => ({ type: 'Number', value });
const array = (value: string) => ({ type: 'String.Array', value });

const passes = (policy: object, attributes: FilteredMessage['attributes']): boolean =>
  readFilterPolicy(JSON.stringify(policy), 'MessageAttributes').matches({ attributes, body: 'any' });
const passesBody = (policy: object, body: string): boolean =>
  readFilterPolicy(JSON.stringify(policy), 'MessageBody').matches({ attributes: {}, body });

const refusal = (policy: object | string, scope: FilterPolicyScope = 'MessageAttributes'): string => {
  try {
    readFilterPolicy(typeof policy === 'string' ? policy : JSON.stringify(policy), scope);
    return 'accepted';
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace(/\n at \[Source[\s\S]*$/, '');
  }
};

describe('filter policies of attributes', () => {
  it.each<[string, object, FilteredMessage['attributes'], FilteredMessage['attributes']]>([
    ['a text', { store: ['a', 'b'] }, { store: text('b') }, { store: text('B') }],
    ['all keys', { a: ['x'], b: ['y'] }, { a: text('x'), b: text('y') }, { a: text('x') }],
    ['a number', { price: [{ numeric: ['>', 10, '<=', 20] }] }, { price: number('20') }, { price: text('20') }],
    ['a number exactly', { price: [100] }, { price: number('1e2') }, { price: number('101') }],
    ['one of an array', { tags: ['x'] }, { tags: array('["w","x"]') }, { tags: array('["w"]') }],
    ['numbers of an array', { tags: [3] }, { tags: array('[1,3]') }, { tags: array('["3"]') }],
    ['true and null of an array', { tags: [true, null] }, { tags: array('[null]') }, { tags: array('[false]') }],
    ['anything but', { a: [{ 'anything-but': ['x'] }] }, { a: text('y') }, {}],
    ['exists', { a: [{ exists: true }] }, { a: text('') }, { b: text('') }],
    ['does not exist', { a: [{ exists: false }] }, { b: text('') }, { a: text('') }],
    ['a custom type of text', { a: ['x'] }, { a: { type: 'String.email', value: 'x' } }, {}],
    ['no binary attributes', { a: [{ exists: false }] }, { a: { type: 'Binary', value: 'AQ==' } }, { a: text('x') }],
    ['$or', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: text('y') }, { b: text('x') }],
    [
      'no array in an array that is none',
      { tags: [{ exists: false }] },
      { tags: array('nonsense') },
      { tags: text('') },
    ],
  ])('match %s', (_name, policy, matching, other) => {
    expect([passes(policy, matching), passes(policy, other)]).toEqual([true, false]);
  });
});

describe('filter policies of bodies', () => {
  it.each<[string, object, unknown, unknown]>([
    ['nested keys', { a: { b: ['x'] } }, { a: { b: 'x' } }, { a: { b: 'y' } }],
    [
      'one element of a list as a whole',
      { a: { b: [1], c: [2] } },
      { a: [{ b: 1, c: 2 }] },
      { a: [{ b: 1 }, { c: 2 }] },
    ],
    ['no lists', { a: [1] }, { a: 1 }, [{ a: 1 }]],
  ])('match %s', (_name, policy, matching, other) => {
    expect([matching, other].map((body) => passesBody(policy, JSON.stringify(body)))).toEqual([true, false]);
  });

  it('match no body that is no JSON', () => {
    expect(passesBody({ a: [{ exists: false }] }, 'plain')).toBe(false);
  });
});

describe('filter policies are refused', () => {
  const values = (count: number) => Array.from({ length: count }, (_value, index) => `v${index}`);

  it.each<[string, object | string, string]>([
    ['that are no object', '[]', 'FilterPolicy: Filter is not an object'],
    ['with a value that is no list', { a: 'x' }, 'FilterPolicy: "a" must be an object or an array'],
    ['with an empty list', { a: [] }, 'FilterPolicy: Empty arrays are not allowed'],
    ['with a list in a list', { a: [['x']] }, 'FilterPolicy: Match value must be String, number, true, false, or null'],
    ['with an unknown operator', { a: [{ error: 1 }] }, 'FilterPolicy: Unrecognized match type error'],
    ['with half a range', { a: [{ numeric: ['>', 20, '<'] }] }, 'FilterPolicy: Value of < must be numeric'],
    [
      'with six keys',
      Object.fromEntries(values(6).map((key) => [key, ['x']])),
      'FilterPolicy: Filter policy can not have more than 5 keys',
    ],
    ['with 151 values', { a: values(151) }, 'FilterPolicy: Filter policy is too complex'],
    ['with 13 × 12 values', { a: values(13), b: values(12) }, 'FilterPolicy: Filter policy is too complex'],
    [
      'that are nested',
      { a: { b: ['x'] } },
      'Filter policy scope MessageAttributes does not support nested filter policy',
    ],
  ])('%s', (_name, policy, message) => {
    expect(refusal(policy)).toBe(`Invalid parameter: ${message}`);
  });

  it('by the depth of their keys, with a body', () => {
    // 4 values of level 3, and 3 values of level 2: 3 × 4 × 2 × 3 = 72. https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
    const policy = (count: number) => ({ a: { b: { c: values(count) } }, d: { e: values(3) } });
    expect(refusal(policy(4), 'MessageBody')).toBe('accepted');
    expect(refusal(policy(9), 'MessageBody')).toBe('Invalid parameter: FilterPolicy: Filter policy is too complex');
  });

  it('with 150 values they are not', () => {
    expect(refusal({ a: values(15), b: values(10) })).toBe('accepted');
  });
});
