import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { type Ended, makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

let named = 0;

/** Which rule of a Choice an input takes: its index, or `default`. */
async function choose(rules: readonly object[], input: unknown, fallback: string | null = 'default'): Promise<Ended> {
  named += 1;
  const ends = [...rules.keys()].map((index) => [`${index}`, { Type: 'Pass', Result: `${index}`, End: true }]);
  const definition = {
    StartAt: 'Choose',
    States: {
      Choose: {
        Type: 'Choice',
        Choices: rules.map((rule, index) => ({ ...rule, Next: `${index}` })),
        ...(fallback && { Default: fallback }),
      },
      ...(fallback && { [fallback]: { Type: 'Pass', Result: fallback, End: true } }),
      ...Object.fromEntries(ends),
    },
  };
  return run(target, await makeMachine(target, definition, { name: `choice-${named}` }), input);
}

const taken = async (rules: readonly object[], input: unknown): Promise<unknown> =>
  JSON.parse((await choose(rules, input)).output ?? 'null');

test('the first rule that holds is taken, and Default where none does', async () => {
  const rules = [
    { Not: { Variable: '$.type', StringEquals: 'Private' } },
    {
      And: [
        { Variable: '$.value', IsPresent: true },
        { Variable: '$.value', NumericGreaterThanEquals: 20 },
      ],
    },
    {
      Or: [
        { Variable: '$.value', IsNull: true },
        { Variable: '$.value', NumericLessThan: 3 },
      ],
    },
  ];

  expect(await taken(rules, { type: 'Public' })).toBe('0');
  expect(await taken(rules, { type: 'Private', value: 22 })).toBe('1');
  expect(await taken(rules, { type: 'Private', value: null })).toBe('2');
  expect(await taken(rules, { type: 'Private', value: 1 })).toBe('2');
  expect(await taken(rules, { type: 'Private', value: 10 })).toBe('default');
});

const low = '2020-01-01T00:00:00Z';
const high = '2021-01-01T00:00:00+01:00';

test.each<[string, object, object]>(
  [
    ['String', 'a', 'b'],
    ['Numeric', 1, 2.5],
    ['Timestamp', low, high],
  ].flatMap(([type, small, big]) => [
    [`${type}Equals`, { v: small, w: small }, { v: small, w: big }],
    [`${type}LessThan`, { v: small, w: big }, { v: small, w: small }],
    [`${type}LessThanEquals`, { v: small, w: small }, { v: big, w: small }],
    [`${type}GreaterThan`, { v: big, w: small }, { v: small, w: small }],
    [`${type}GreaterThanEquals`, { v: big, w: big }, { v: small, w: big }],
  ]),
)('%s compares, and its Path form with another value of the input', async (comparison, yes, no) => {
  const rule = (input: object) => ({ Variable: '$.v', [comparison]: (input as { w: unknown }).w });
  const byPath = { Variable: '$.v', [`${comparison}Path`]: '$.w' };

  expect(await taken([rule(yes)], yes)).toBe('0');
  expect(await taken([rule(no)], no)).toBe('default');
  expect(await taken([byPath], yes)).toBe('0');
  expect(await taken([byPath], no)).toBe('default');
  expect(await taken([byPath], { v: true, w: true })).toBe('default');
});

test('BooleanEquals, StringMatches and the questions of types', async () => {
  expect(await taken([{ Variable: '$.v', BooleanEquals: false }], { v: false })).toBe('0');
  expect(await taken([{ Variable: '$.v', BooleanEqualsPath: '$.w' }], { v: false, w: false })).toBe('0');
  expect(await taken([{ Variable: '$.v', StringMatches: 'log-*.txt' }], { v: 'log-1.txt' })).toBe('0');
  expect(await taken([{ Variable: '$.v', StringMatches: 'log-\\*.txt' }], { v: 'log-1.txt' })).toBe('default');
  for (const [question, value] of [
    ['IsNull', null],
    ['IsString', ''],
    ['IsNumeric', 0],
    ['IsBoolean', false],
    ['IsTimestamp', low],
  ]) {
    const rule = { Variable: '$.v', [`${question}`]: true };
    expect(await taken([rule], { v: value })).toBe('0');
    expect(await taken([rule], { v: [] })).toBe('default');
  }
});

test('a rule that looks at what is not there fails the execution', async () => {
  expect(await choose([{ Variable: '$.nope', StringEquals: 'x' }], {})).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: expect.stringContaining(
      "Invalid path '$.nope': The choice state's condition path references an invalid value.",
    ),
  });
});

test('a choice without a rule that holds and without Default fails the execution', async () => {
  const ended = await choose([{ Variable: '$.v', NumericEquals: 1 }], { v: 2 }, null);

  expect(ended).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: expect.stringContaining('Failed to transition out of the state. The state does not point to a next state.'),
  });
});
