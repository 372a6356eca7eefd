import { expect, it } from 'vitest';
import type { Json, JsonRecord } from '../../definition/json.ts';
import { StatesError } from '../../states-error.ts';
import { evaluateJsonata, fillJsonata, unexpectedType } from './evaluate.ts';

const nowMs = Date.UTC(2030, 0, 2, 3, 4, 5);

function environment(input: Json = {}, variables: JsonRecord = {}) {
  return {
    language: 'JSONata' as const,
    input,
    context: { Execution: { Name: 'e' } },
    variables,
    nowMs,
    random: { uuid: () => '11111111-2222-4333-8444-555555555555', float: () => 0.25 },
  };
}

const evaluate = (expression: string, input?: Json, variables?: JsonRecord) =>
  evaluateJsonata(`{% ${expression} %}`, environment(input, variables), 'Output/v');

async function causeOf(expression: string, input?: Json): Promise<string | undefined> {
  try {
    return `no error: ${JSON.stringify(await evaluate(expression, input)).slice(0, 100)}`;
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    expect(error.error).toBe('States.QueryEvaluationError');
    expect(error.location).toBe('Output/v');
    return error.cause;
  }
}

const failed = (expression: string, how: string) =>
  `The JSONata expression '${expression}' specified for the field 'Output/v' ${how}`;
const memory =
  'threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage';
const endless = 'threw an error during evaluation: Expression evaluation timeout: Check for infinite loop';
const deep =
  'threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. ' +
  'Consider rewriting as tail-recursive. Depth=101 max=100';

it('evaluates expressions over $states and variables', async () => {
  const input = { items: [{ n: 3 }, { n: 9 }], name: 'a' };

  expect(await evaluate('$states.input.items.n', input)).toEqual([3, 9]);
  expect(await evaluate('$sum($states.input.items.n) + $more', input, { more: 1 })).toBe(13);
  expect(await evaluate('$states.context.Execution.Name')).toBe('e');
  expect(await evaluate("{'a': $states.input.name, 'gone': $states.input.none}", input)).toEqual({ a: 'a' });
  expect(await evaluateJsonata('{% $states.result.ok %}', { ...environment(), result: { ok: 1 } }, 'Output')).toBe(1);
});

it('takes texts that are no expressions as they are', async () => {
  const template = { a: '{%1%}', b: ' {% 1 %}', c: ['{% 1 + 1 %}', 'x', 5, null, true], d: { 'e.$': '$.x' } };

  expect(await fillJsonata(template, environment(), 'Output')).toEqual({
    a: 1,
    b: ' {% 1 %}',
    c: [2, 'x', 5, null, true],
    d: { 'e.$': '$.x' },
  });
});

it('names the field where an expression failed', async () => {
  const template = { a: { b: [1, '{% $states.input.none %}'] } };

  await expect(fillJsonata(template, environment(), 'Output')).rejects.toMatchObject({
    error: 'States.QueryEvaluationError',
    cause:
      "The JSONata expression '$states.input.none' specified for the field 'Output/a/b[1]' returned nothing (undefined).",
    location: 'Output/a/b[1]',
  });
});

it.each([
  ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
  ['$partition([1,2,3], 2.9)', [[1, 2], [3]]],
  ['$partition([1,2,3])', [[1, 2, 3]]],
  ['$range(0, 6, 2)', [0, 2, 4, 6]],
  ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
  ['$range(3, 1, -1)', [3, 2, 1]],
  ['$range(5, 5, 1)', 5],
  ["$hash('input', 'SHA-1')", '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
  ["$hash('abc', 'MD5')", '900150983cd24fb0d6963f7d28e17f72'],
  ['$random(42)', 0.7275636800328681],
  ['$random()', 0.25],
  ['$uuid()', '11111111-2222-4333-8444-555555555555'],
  ['$parse(\'{"a":1}\').a', 1],
  ['$now()', '2030-01-02T03:04:05.000Z'],
  ["$now('[Y0001]')", '2030'],
  ['$millis()', nowMs],
  ['$shuffle([1,2,3])', [2, 3, 1]],
  ['$count([1..873782])', 873_782],
  ['$count($range(1, 360145, 1))', 360_145],
  ['$map([1,2], $string)', ['1', '2']],
  ["($pad2 := $pad(?, 3, '0'); $pad2('1'))", '100'],
  ['$distinct([1..300].($ % 3))', [1, 2, 0]],
  ["$match('2030-01', /([0-9]+)-([0-9]+)/).groups", ['2030', '01']],
  ["$replace('a1b22', /[0-9]+/, '-')", 'a-b-'],
  ["$split('a, b;c', /[,;]\\s*/)", ['a', 'b', 'c']],
  ["$contains('foobar', /o(?=b)/)", true],
  ["$toMillis('2018', '[Y]')", 1514764800000],
  ["$fromMillis($toMillis('04:05', '[H01]:[m01]'))", '2030-01-02T04:05:00.000Z'],
])('%s', async (expression, value) => {
  expect(await evaluate(expression)).toEqual(value);
});

it.each([
  ['1/0', 'Infinity'],
  ['[1/0]', ['Infinity']],
  ["{'k': -1/0}", { k: '-Infinity' }],
  ['0/0', 'NaN'],
])('tells a number that JSON cannot write by its name: %s', async (expression, value) => {
  expect(await evaluate(expression)).toEqual(value);
});

it.each([
  ['$states.input.none', 'returned nothing (undefined).'],
  ['$states.result', 'returned nothing (undefined).'],
  ['$partition([1], 0)', 'returned nothing (undefined).'],
  ['$range(1, 5)', 'returned nothing (undefined).'],
  ['$range(1, 5, -1)', 'returned nothing (undefined).'],
  ["$hash('a')", 'returned nothing (undefined).'],
  ['$eval("1+1")', 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
  [
    "$abs('x')",
    'threw an error during evaluation. T0410: Argument 1 of function "abs" does not match function signature',
  ],
  ["1 + 'a'", 'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number'],
  ["$error('mine')", 'threw an error during evaluation. D3137: mine'],
  ['$sum', 'returned an unsupported result type.'],
  ["{'f': function($x){$x}}", 'returned an unsupported result type.'],
  ['[1..873783] ~> $count()', memory],
  ['$range(1, 360146, 1)', memory],
  ["($p := function($s, $n) { $n = 0 ? $s : $p($s & $s, $n - 1) }; $length($p('x', 23)))", memory],
  ["$pad('x', 530000000)", memory],
  ['($f := function($x){ $f($x+1) }; $f(1))', endless],
  ['($f := function($x){ 1 + $f($x+1) }; $f(1))', deep],
])('refuses %s', async (expression, how) => {
  expect(await causeOf(expression)).toBe(failed(expression, how));
});

it('counts how deep expressions are nested as AWS does', async () => {
  const terms = (count: number) => Array.from({ length: count }, () => '1').join('+');
  const nested = (count: number) => `${'('.repeat(count)}1${')'.repeat(count)}`;
  const recursive = (count: number) => `($f := function($n){ $n = 0 ? 0 : 1 + $f($n - 1) }; $f(${count}))`;

  expect(await evaluate(terms(100))).toBe(100);
  expect(await causeOf(terms(101))).toBe(failed(terms(101), deep));
  expect(await evaluate(nested(99))).toBe(1);
  expect(await causeOf(nested(100))).toBe(failed(nested(100), deep));
  expect(await evaluate(recursive(31))).toBe(31);
  expect(await causeOf(recursive(32))).toBe(failed(recursive(32), deep));
});

it('does not take the members of arrays and objects for depth', async () => {
  const items = Array.from({ length: 300 }, (_, index) => `$string(${index})`);
  const members = items.map((item, index) => `'${index}': ${item}`);

  expect(await evaluate(`$count([${items}])`)).toBe(300);
  expect(await evaluate(`$count($keys({${members}}))`)).toBe(300);
  expect(await evaluate('[1..200].{"a": [$, $ + 1], "b": {"c": $}}')).toHaveLength(200);
});

it('lets expressions that are evaluated at once alone with each other', async () => {
  const sums = Array.from({ length: 20 }, (_, input) => evaluate('$sum([1..$states.input].($ * $k))', input, { k: 2 }));

  expect(await Promise.all(sums)).toEqual(Array.from({ length: 20 }, (_, input) => input * (input + 1)).with(0, 0));
});

it('refuses a type that a field does not take', () => {
  expect(unexpectedType('{% $states.input %}', 'Items', 'array', { a: 1 }).cause).toBe(
    "The JSONata expression '$states.input' specified for the field 'Items' returned an unexpected result type. " +
      "Expected 'array', but was 'object' for value: {\"a\":1}",
  );
});
