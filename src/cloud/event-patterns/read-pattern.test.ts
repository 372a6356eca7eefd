import { describe, expect, it } from 'vitest';
import { readPattern } from './read-pattern.ts';

const matches = (pattern: object | string, event: unknown): boolean =>
  readPattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern))(event);

/** Which of these values of a field a list of the pattern matches; `missing` is an event without the field. */
const missing = Symbol('missing');
const everything = [
  '',
  'abc',
  'ABC',
  'abd',
  12,
  0,
  true,
  false,
  null,
  missing,
  [],
  {},
  ['abc', 7],
  [['abc']],
  [{}],
] as const;
const passing = (...list: readonly unknown[]): unknown[] =>
  everything.filter((value) => matches({ a: list }, value === missing ? {} : { a: value }));

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html, each with values of all types
describe('operators', () => {
  it.each<[string, unknown, readonly unknown[]]>([
    ['a text', 'abc', ['abc', ['abc', 7], [['abc']]]],
    ['an empty text', '', ['']],
    ['a number', 12, [12]],
    ['true', true, [true]],
    ['null', null, [null]],
    ['prefix', { prefix: 'ab' }, ['abc', 'abd', ['abc', 7], [['abc']]]],
    ['prefix of nothing', { prefix: '' }, ['', 'abc', 'ABC', 'abd', ['abc', 7], [['abc']]]],
    ['prefix, ignoring case', { prefix: { 'equals-ignore-case': 'aB' } }, ['abc', 'ABC', 'abd', ['abc', 7], [['abc']]]],
    ['suffix', { suffix: 'bc' }, ['abc', ['abc', 7], [['abc']]]],
    ['suffix, ignoring case', { suffix: { 'equals-ignore-case': 'bC' } }, ['abc', 'ABC', ['abc', 7], [['abc']]]],
    ['equals-ignore-case', { 'equals-ignore-case': 'aBc' }, ['abc', 'ABC', ['abc', 7], [['abc']]]],
    ['exactly', { exactly: 'abc' }, ['abc', ['abc', 7], [['abc']]]],
    ['wildcard', { wildcard: 'a*c' }, ['abc', ['abc', 7], [['abc']]]],
    ['wildcard of everything', { wildcard: '*' }, ['', 'abc', 'ABC', 'abd', ['abc', 7], [['abc']]]],
    ['wildcard without one', { wildcard: 'abc' }, ['abc', ['abc', 7], [['abc']]]],
    ['numeric =', { numeric: ['=', 12] }, [12]],
    ['numeric <', { numeric: ['<', 12] }, [0, ['abc', 7]]],
    ['numeric <=', { numeric: ['<=', 12] }, [12, 0, ['abc', 7]]],
    ['numeric >', { numeric: ['>', 0] }, [12, ['abc', 7]]],
    ['numeric, a range', { numeric: ['>=', 0, '<', 12] }, [0, ['abc', 7]]],
    ['exists', { exists: true }, ['', 'abc', 'ABC', 'abd', 12, 0, true, false, null, ['abc', 7], [['abc']]]],
    ['does not exist', { exists: false }, [missing, [], {}, [{}]]],
    ['anything-but a text', { 'anything-but': 'abc' }, ['', 'ABC', 'abd', 12, 0, true, false, null, ['abc', 7]]],
    [
      'anything-but a number',
      { 'anything-but': 12 },
      ['', 'abc', 'ABC', 'abd', 0, true, false, null, ['abc', 7], [['abc']]],
    ],
    ['anything-but texts', { 'anything-but': ['abc', 'abd'] }, ['', 'ABC', 12, 0, true, false, null, ['abc', 7]]],
    ['anything-but prefix', { 'anything-but': { prefix: 'ab' } }, ['', 'ABC', 12, 0, true, false, null, ['abc', 7]]],
    [
      'anything-but suffixes',
      { 'anything-but': { suffix: ['bc', 'bd'] } },
      ['', 'ABC', 12, 0, true, false, null, ['abc', 7]],
    ],
    [
      'anything-but, ignoring case',
      { 'anything-but': { 'equals-ignore-case': ['Abc'] } },
      ['', 'abd', 12, 0, true, false, null, ['abc', 7]],
    ],
    [
      'anything-but wildcard',
      { 'anything-but': { wildcard: 'a*c' } },
      ['', 'ABC', 'abd', 12, 0, true, false, null, ['abc', 7]],
    ],
  ])('%s', (_name, test, expected) => {
    expect(passing(test)).toEqual(expected);
  });

  it('of one list are alternatives', () => {
    expect(passing('abc', { numeric: ['>', 10] }, null)).toEqual(['abc', 12, null, ['abc', 7], [['abc']]]);
    expect(passing({ exists: false }, 'abd')).toEqual(['abd', missing, [], {}, [{}]]);
  });

  it.each<[string, string, boolean]>([
    ['/Users/*/doc.txt', '/Users/a/b/doc.txt', true],
    ['/Users/*/doc.txt', '/Users/doc.txt', false],
    ['*.example.*', 'a.example.com', true],
    ['a*bc*c', 'abcc', true],
    ['a*bc*c', 'abc', false],
    ['ab*ba', 'aba', false],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'aXb', false],
    ['a\\\\*', 'a\\x', true],
    ['é*é', 'été', true],
  ])('wildcard %s and %s: %s', (wildcard, text, expected) => {
    expect(matches({ a: [{ wildcard }] }, { a: text })).toBe(expected);
  });

  it.each<[string, string, boolean]>([
    ['10.0.0.0/24', '10.0.0.255', true],
    ['10.0.0.0/24', '10.0.1.0', false],
    ['10.0.0.0/24', '10.0.0.256', false],
    ['10.0.0.0/24', 'host.example.com', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['2001:db8::/32', '2001:0DB8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['::/0', 'fe80::1', true],
    ['10.0.0.0/8', '::ffff:0a01:0203', true],
  ])('cidr %s and %s: %s', (cidr, address, expected) => {
    expect(matches({ a: [{ cidr }] }, { a: address })).toBe(expected);
  });

  it('compare addresses however they are written', () => {
    expect(matches({ a: ['2001:db8::1'] }, { a: '2001:0db8:0:0::1' })).toBe(true);
    expect(matches({ a: ['10.0.0.1'] }, { a: '10.0.0.2' })).toBe(false);
  });
});

describe('numbers', () => {
  it.each<[string, string, boolean]>([
    ['{"a":[300]}', '{"a":300.0}', true],
    ['{"a":[3.0e2]}', '{"a":300}', true],
    ['{"a":[300]}', '{"a":"300"}', false],
    ['{"a":["300"]}', '{"a":300}', false],
    ['{"a":[123456789012]}', '{"a":123456789012}', true],
    ['{"a":[{"numeric":["=",0.3]}]}', '{"a":0.30000000000000004}', true],
    ['{"a":[{"numeric":["<",0.000001]}]}', '{"a":0}', true],
    ['{"a":[{"numeric":["<=",5000000000]}]}', '{"a":5000000001}', false],
    ['{"a":[{"numeric":[">=",-5000000000]}]}', '{"a":-5e9}', true],
    ['{"a":[{"anything-but":[1.0]}]}', '{"a":1}', false],
  ])('%s of %s: %s', (pattern, event, expected) => {
    expect(matches(pattern, JSON.parse(event))).toBe(expected);
  });
});

describe('structures', () => {
  const both = { items: { a: ['x'], b: ['y'] } };

  it('match arrays by one element as a whole', () => {
    expect(matches(both, { items: [{ a: 'x', b: 'y' }] })).toBe(true);
    expect(matches(both, { items: [{ a: 'x' }, { b: 'y' }] })).toBe(false);
    expect(
      matches({ o: both }, { o: [{ items: [{ a: 'x' }] }, { items: [{ a: 'x' }, { a: ['w', 'x'], b: 'y' }] }] }),
    ).toBe(true);
    expect(matches({ o: both }, { o: [{ items: [{ a: 'x' }] }, { items: [{ b: 'y' }] }] })).toBe(false);
  });

  it('match the elements of different arrays independently', () => {
    const pattern = { a: { x: [1] }, b: { x: [1] } };
    expect(matches(pattern, { a: [{ x: 2 }, { x: 1 }], b: [{ x: 1 }] })).toBe(true);
  });

  it('miss a field of the same element only', () => {
    const pattern = { items: { a: ['x'], b: [{ exists: false }] } };
    expect(matches(pattern, { items: [{ a: 'x' }, { b: 'y' }] })).toBe(true);
    expect(matches(pattern, { items: [{ a: 'x', b: 'y' }] })).toBe(false);
  });

  it('are those of their paths, with dots between keys', () => {
    expect(matches({ a: { b: ['x'] } }, { 'a.b': 'x' })).toBe(true);
    expect(matches({ 'a.b': ['x'] }, { a: { b: 'x' } })).toBe(true);
    expect(matches({ a: { b: ['x'] } }, { a: 'x' })).toBe(false);
  });

  it('take the last of two equal keys', () => {
    const pattern = '{"a":[{"prefix":"us-"}],"a":[{"anything-but":"us-east"}]}';
    expect(matches(pattern, { a: 'eu-west' })).toBe(true);
    expect(matches(pattern, { a: 'us-east' })).toBe(false);
  });

  it('match what is no structure only where nothing is asked to be there', () => {
    expect([null, 'text', 1, [], {}].map((event) => matches({ a: [{ exists: false }] }, event))).toEqual(
      Array(5).fill(true),
    );
    expect([null, 'text', 1, [], {}].map((event) => matches({ a: [{ exists: true }] }, event))).toEqual(
      Array(5).fill(false),
    );
  });

  it('are not looked at for what objects inherit', () => {
    expect(matches({ constructor: { name: [{ exists: true }] } }, {})).toBe(false);
    expect(matches('{"__proto__":["x"]}', JSON.parse('{"__proto__":"x"}'))).toBe(true);
  });
});

describe('$or', () => {
  it('needs one alternative beside all other fields', () => {
    const pattern = { source: ['s'], $or: [{ a: [1] }, { b: [2], c: [3] }] };
    expect(matches(pattern, { source: 's', a: 1 })).toBe(true);
    expect(matches(pattern, { source: 's', b: 2, c: 3 })).toBe(true);
    expect(matches(pattern, { source: 's', b: 2 })).toBe(false);
    expect(matches(pattern, { source: 't', a: 1 })).toBe(false);
  });

  it('may be nested, and be there twice', () => {
    const pattern = '{"$or":[{"a":[1]},{"x":{"$or":[{"b":[2]},{"c":[3]}]}}],"$or":[{"d":[4]},{"e":[5]}]}';
    expect(matches(pattern, { x: { c: 3 }, e: 5 })).toBe(true);
    expect(matches(pattern, { x: { c: 3 } })).toBe(false);
  });

  it.each<[string, object, object]>([
    ['no list', { $or: { a: [1] } }, { $or: { a: 1 } }],
    ['a list of values', { $or: ['a', 'b'] }, { $or: 'b' }],
    ['a list of operators', { $or: [{ prefix: 'a' }, { prefix: 'b' }] }, { $or: 'bc' }],
  ])('is a key like others with %s', (_name, pattern, event) => {
    expect(matches(pattern, event)).toBe(true);
    expect(matches(pattern, {})).toBe(false);
  });
});
