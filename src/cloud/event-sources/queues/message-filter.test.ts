import { describe, expect, it } from 'vitest';
import { MalformedPattern, readPattern } from '../../event-patterns/read-pattern.ts';
import { messageFilter } from './collect-batch.ts';

const matches = (pattern: object, data: unknown): boolean => readPattern(JSON.stringify(pattern))(data);

// The rows of https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
describe('filter patterns', () => {
  it.each<[string, object, unknown, unknown]>([
    ['null', { id: [null] }, { id: null }, { id: 'x' }],
    ['empty', { name: [''] }, { name: '' }, { name: ' ' }],
    ['equals', { name: ['Alice'] }, { name: 'Alice' }, { name: 'alice' }],
    ['equals, of numbers', { n: [3] }, { n: 3 }, { n: '3' }],
    ['equals, ignoring case', { name: [{ 'equals-ignore-case': 'alice' }] }, { name: 'ALICE' }, { name: 'Bob' }],
    ['and', { a: ['x'], b: ['y'] }, { a: 'x', b: 'y' }, { a: 'x', b: 'z' }],
    ['or', { a: ['x', 'y'] }, { a: 'y' }, { a: 'z' }],
    ['or, of fields', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { a: 'no', b: 'y' }, { a: 'no', b: 'no' }],
    ['not', { weather: [{ 'anything-but': ['rain', 'snow'] }] }, { weather: 'sun' }, { weather: 'snow' }],
    ['not, of one value', { weather: [{ 'anything-but': 'rain' }] }, { weather: 'sun' }, {}],
    ['numeric (equals)', { price: [{ numeric: ['=', 100] }] }, { price: 1e2 }, { price: '100' }],
    ['numeric (range)', { price: [{ numeric: ['>', 10, '<=', 20] }] }, { price: 20 }, { price: 10 }],
    ['exists', { name: [{ exists: true }] }, { name: null }, {}],
    ['exists, on leaves alone', { name: [{ exists: true }] }, { name: 1 }, { name: { first: 'A' } }],
    ['does not exist', { name: [{ exists: false }] }, { other: 1 }, { name: '' }],
    ['does not exist, below what is not there', { a: { b: [{ exists: false }] } }, {}, { a: { b: 1 } }],
    ['begins with', { region: [{ prefix: 'eu-' }] }, { region: 'eu-west-1' }, { region: 'us-east-1' }],
    ['ends with', { file: [{ suffix: '.png' }] }, { file: 'a.png' }, { file: 'a.jpg' }],
    ['nested fields', { a: { b: { c: [1] } } }, { a: { b: { c: 1 } } }, { a: { b: 1 } }],
    ['one of a list of values', { tags: ['x'] }, { tags: ['w', 'x'] }, { tags: [] }],
    [
      'one of a list of structures',
      { items: { n: [1], m: [2] } },
      { items: [{}, { n: 1, m: 2 }] },
      { items: [{ n: 1 }] },
    ],
  ])('%s', (_name, pattern, matching, other) => {
    expect([matches(pattern, matching), matches(pattern, other)]).toEqual([true, false]);
  });

  it('do not see what objects inherit', () => {
    expect(matches({ constructor: [{ exists: true }] }, {})).toBe(false);
    expect(matches({ toString: { name: ['toString'] } }, {})).toBe(false);
  });

  it.each([
    '{',
    'null',
    '[]',
    '"x"',
    '{}',
    '{"a":{}}',
    '{"a":[]}',
    '{"a":"x"}',
    '{"a":[["x"]]}',
    '{"a":[{}]}',
    '{"a":[{"prefix":1}]}',
    '{"a":[{"prefix":"x","suffix":"y"}]}',
    '{"a":[{"toString":"x"}]}',
    '{"a":[{"exists":"true"}]}',
    '{"a":[{"numeric":[">"]}]}',
    '{"a":[{"numeric":["~",1]}]}',
    '{"a":[{"numeric":[">","1"]}]}',
    '{"a":[{"anything-but":[]}]}',
    '{"$or":{}}',
  ])('are refused when they are malformed: %s', (pattern) => {
    expect(() => readPattern(pattern)).toThrow(MalformedPattern);
  });
});

const queueArn = 'arn:aws:sqs:eu-west-1:000000000000:orders';
const message = (Body: string) => ({ MessageId: 'm', ReceiptHandle: 'r', MD5OfBody: '', Body });
const passes = (patterns: readonly object[], body: string): boolean =>
  messageFilter(
    patterns.map((pattern) => JSON.stringify(pattern)),
    queueArn,
  )(message(body));

// The table of https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
it.each([
  ['text by text', { body: ['go'] }, 'go', true],
  ['text by another text', { body: ['go'] }, 'stop', false],
  ['text by fields', { body: { a: [1] } }, 'go', false],
  ['JSON by fields', { body: { a: [1] } }, '{"a":1}', true],
  ['JSON by other fields', { body: { a: [2] } }, '{"a":1}', false],
  ['JSON by text', { body: ['{"a":1}'] }, '{"a":1}', false],
])('matches %s', (_name, pattern, body, expected) => {
  expect(passes([pattern], body)).toBe(expected);
});

it('lets a message through that one of several patterns matches', () => {
  expect(passes([{ body: ['a'] }, { body: ['b'] }], 'b')).toBe(true);
});

it('lets everything through without patterns', () => {
  expect(passes([], 'anything')).toBe(true);
});
