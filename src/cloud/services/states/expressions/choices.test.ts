import { describe, expect, test } from 'vitest';
import type { Json } from '../definition/json.ts';
import type { ChoiceRule } from '../definition/states.ts';
import { holds } from './choices.ts';
import type { Environment } from './environment.ts';
import { timestampMs } from './timestamps.ts';

const environment = (input: Json): Environment => ({
  language: 'JSONPath',
  input,
  context: { Execution: { RedriveCount: 3 } },
  variables: { limit: 5 },
  random: { uuid: () => '', float: () => 0 },
});

const input = {
  s: 'b',
  n: 5,
  yes: true,
  nil: null,
  t: '2020-01-01T12:00:00Z',
  sameTime: '2020-01-01T14:00:00.000+02:00',
  later: '2020-01-01T12:00:00.5Z',
  list: [1],
  a: 'a',
  six: 6,
  file: 'report-2020*.csv',
  back: 'a\\b',
};

const check = (rule: ChoiceRule): Promise<boolean> => holds(rule, environment(input));

describe('a comparison', () => {
  const orders: readonly (readonly [string, boolean, boolean, boolean])[] = [
    // Less than, equal to and greater than what it is compared with.
    ['Equals', false, true, false],
    ['LessThan', true, false, false],
    ['GreaterThan', false, false, true],
    ['LessThanEquals', true, true, false],
    ['GreaterThanEquals', false, true, true],
  ];
  const values = {
    String: ['$.a', '$.s', { low: 'a', mid: 'b' }],
    Numeric: ['$.n', '$.six', { low: 5, mid: 6 }],
    Timestamp: ['$.t', '$.later', { low: '2020-01-01T12:00:00Z', mid: '2020-01-01T13:00:00.500+01:00' }],
  } as const;

  test.each(Object.entries(values))(
    'of the type %s has five orders, each with a path too',
    async (type, [low, mid, { low: lowValue, mid: midValue }]) => {
      for (const [order, less, equal, greater] of orders) {
        const cases: readonly [string, string, Json, boolean][] = [
          [low, mid, midValue, less],
          [mid, mid, midValue, equal],
          [mid, low, lowValue, greater],
        ];
        for (const [Variable, path, value, expected] of cases) {
          expect(await check({ Variable, [`${type}${order}`]: value }), `${type}${order}`).toBe(expected);
          expect(await check({ Variable, [`${type}${order}Path`]: path }), `${type}${order}Path`).toBe(expected);
        }
      }
    },
  );

  test('with a value of another type does not hold, whatever the order', async () => {
    for (const [order] of orders) {
      expect(await check({ Variable: '$.s', [`Numeric${order}`]: 5 })).toBe(false);
      expect(await check({ Variable: '$.n', [`String${order}`]: '5' })).toBe(false);
      expect(await check({ Variable: '$.s', [`Timestamp${order}`]: '2020-01-01T12:00:00Z' })).toBe(false);
    }
    expect(await check({ Variable: '$.n', BooleanEquals: true })).toBe(false);
    expect(await check({ Variable: '$.n', StringMatches: '*' })).toBe(false);
  });

  test.each<[ChoiceRule, boolean]>([
    [{ Variable: '$.yes', BooleanEquals: true }, true],
    [{ Variable: '$.yes', BooleanEquals: false }, false],
    [{ Variable: '$.yes', BooleanEqualsPath: '$.yes' }, true],
    [{ Variable: '$$.Execution.RedriveCount', NumericEquals: 3 }, true],
    [{ Variable: '$limit', NumericEqualsPath: '$.n' }, true],
    [{ Variable: '$.t', TimestampEqualsPath: '$.sameTime' }, true],
    [{ Variable: '$.file', StringMatches: 'report-*.csv' }, true],
    [{ Variable: '$.file', StringMatches: '*2020\\*.csv' }, true],
    [{ Variable: '$.file', StringMatches: 'report-2020\\*' }, false],
    [{ Variable: '$.file', StringMatches: 'report-????\\*.csv' }, false],
    [{ Variable: '$.back', StringMatches: 'a\\\\b' }, true],
    [{ Variable: '$.s', StringMatches: '' }, false],
    [{ Variable: '$.n', NumericGreaterThanPath: '$.list' }, true],
    [{ Variable: '$.n', NumericGreaterThanEqualsPath: '$.yes' }, true],
    [{ Variable: '$.nil', NumericLessThanPath: '$.n' }, false],
  ])('%j: %s', async (rule, expected) => {
    expect(await check(rule)).toBe(expected);
  });
});

describe('a question', () => {
  test.each<[string, string, string]>([
    ['IsNull', '$.nil', '$.n'],
    ['IsNumeric', '$.n', '$.s'],
    ['IsString', '$.s', '$.n'],
    ['IsBoolean', '$.yes', '$.s'],
    ['IsTimestamp', '$.t', '$.s'],
    ['IsPresent', '$.nil', '$.nope'],
    ['IsPresent', '$.list[0]', '$.list[1]'],
    ['IsPresent', '$limit', '$unknown'],
  ])('%s is true of %s and false of %s', async (question, yes, no) => {
    expect(await check({ Variable: yes, [question]: true })).toBe(true);
    expect(await check({ Variable: yes, [question]: false })).toBe(false);
    expect(await check({ Variable: no, [question]: true })).toBe(false);
    expect(await check({ Variable: no, [question]: false })).toBe(true);
  });

  test('about what is not there fails, but for IsPresent', async () => {
    const failure = (path: string) => ({
      error: 'States.Runtime',
      cause: `Invalid path '${path}': The choice state's condition path references an invalid value.`,
      isEvaluation: true,
    });

    await expect(check({ Variable: '$.nope', IsNull: true })).rejects.toMatchObject(failure('$.nope'));
    await expect(check({ Variable: '$.s.x', StringEquals: '' })).rejects.toMatchObject(failure('$.s.x'));
    await expect(check({ Variable: '$.s', StringEqualsPath: '$.gone' })).rejects.toMatchObject(failure('$.gone'));
  });
});

test('And, Or and Not combine rules, and look at no more than they need', async () => {
  const yes: ChoiceRule = { Variable: '$.yes', BooleanEquals: true };
  const missing: ChoiceRule = { Variable: '$.nope', BooleanEquals: true };
  const absent: ChoiceRule = { Variable: '$.nope', IsPresent: true };

  expect(await check({ And: [yes, yes] })).toBe(true);
  expect(await check({ And: [absent, missing] })).toBe(false);
  expect(await check({ Or: [yes, missing] })).toBe(true);
  expect(await check({ Or: [absent, { Not: yes }] })).toBe(false);
  expect(await check({ Not: { And: [yes, { Not: absent }] } })).toBe(false);
});

test.each([
  ['2016-08-18T17:33:00Z', 1_471_541_580_000],
  ['2016-08-18T17:33:00.5Z', 1_471_541_580_500],
  ['2016-08-18T17:33:00-01:30', 1_471_546_980_000],
  ['2016-08-18t17:33:00Z', undefined],
  ['2016-08-18T17:33:00z', undefined],
  ['2016-08-18T17:33:00', undefined],
  ['2016-08-18', undefined],
  ['2016-02-30T00:00:00Z', undefined],
  ['2016-08-18T25:00:00Z', undefined],
  [1_471_541_580, undefined],
])('the time of %s is %s', (text, expected) => {
  expect(timestampMs(text)).toBe(expected);
});
