import { expect, it } from 'vitest';
import { Random } from '../../../../kernel/random.ts';
import { StatesError } from '../../states-error.ts';
import { checkJsonata } from './check.ts';
import { evaluateJsonata } from './evaluate.ts';

/** More by hand: `HOSTILE=20000`. */
const runs = Number(process.env.HOSTILE ?? 500);
const seed = Number(process.env.HOSTILE_SEED ?? 20_301);

const environment = {
  language: 'JSONata' as const,
  input: { a: [1, 2, { b: 'xyz' }], n: 7, s: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', o: { p: null, q: true } },
  context: {},
  variables: { v: [3, 4] },
  nowMs: 0,
  random: { uuid: () => 'u', float: () => 0.5 },
};

/** How an evaluation ended: a value, or AWS's error; anything else is a defect and thrown. */
async function endOf(expression: string): Promise<string> {
  try {
    await evaluateJsonata(`{% ${expression} %}`, environment, 'Output');
    return 'value';
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    expect(error.error).toBe('States.QueryEvaluationError');
    return error.cause ?? '';
  }
}

it.each([
  ['$contains($states.input.s, /(a+)+$/)', 'value'],
  ['$contains($states.input.s, /(a|a)*b(?=c)/)', 'Expression evaluation timeout'],
  ["$contains($pad('', 200000, 'a'), /(a*)*b/)", 'value'],
  ['($f := function($n){ $n = 0 ? 1 : ($f($n - 1); $f($n - 1)) }; $f(60))', 'Stack overflow error'],
  ['($f := function($x){ $f($append($x, $x)) }; $f([1]))', 'Expression evaluation memory limit exceeded'],
  ["($f := function($x){ $f({'a': $x, 'b': $x}) }; $f({'a': 1}))", 'Expression evaluation memory limit exceeded'],
  ["($f := function($x, $n){ $n = 0 ? $string($x) : $f({'a': $x, 'b': $x}, $n - 1) }; $f(1, 40))", 'memory limit'],
  ['$map([1..100000], function(){ [1..100000] })', 'Expression evaluation'],
  ['[1..10000].([1..10000])', 'Expression evaluation'],
  ['$distinct([1..60000]) ~> $count()', 'value'],
  ['[1..800000][$ in [1..800000]]', 'Expression evaluation timeout'],
  ['($a := [1..800000]; $a[$ in $a])', 'Expression evaluation timeout'],
  ["[1..500000]{'k': $sum($)}", 'Expression evaluation'],
  ["$join($map([1..1000], function(){ $pad('', 1000000) }))", 'Expression evaluation memory limit exceeded'],
  // It is not all made before it is looked at.
  [
    "$map([1..1000], function($n){ ($n > 100 ? $error('still there'); $pad('', 1000000)) })",
    'Expression evaluation memory limit exceeded',
  ],
  [
    "$map([1..100], function($n){ ($n > 30 ? $error('still there'); $split($pad('', 900000), '')) })",
    'Expression evaluation',
  ],
  [
    "$toMillis($pad('', 60, '1'), '[Y][Y][Y][Y][Y][Y][Y][Y][Y][Y][Y][Y][Y][Y][Y][Y]x')",
    'Expression evaluation timeout',
  ],
  ["$formatInteger(1e300, 'I')", 'Stack overflow error'],
  ['$power(10, 400)', 'D3061'],
  ['1e999', 'S0102'],
  ["$split($pad('', 4000000), '')", 'value'],
  ["$replace($pad('', 1000000, 'a'), 'a', $pad('', 1000, 'b'))", 'Expression evaluation memory limit exceeded'],
  [`${'['.repeat(5000)}1${']'.repeat(5000)}`, 'nested too deeply'],
  [`${'-'.repeat(50_000)}1`, 'nested too deeply'],
  [`$f := function($a)<${'s?'.repeat(40)}:s>{1}`, 'signature'],
  ["($parse($pad('', 100000, '[')))", 'threw an error'],
  ["$parse($pad('', 50000, '[') & $pad('', 50000, ']'))", 'Stack overflow error'],
])(
  'ends %#',
  async (expression, how) => {
    expect(await endOf(expression)).toContain(how);
  },
  30_000,
);

const pieces = (
  '$states.input.a|$states.input.n|$states.input.s|$states.input.o|$v|$x|1|0|-1|2.5|1e9|"x"|\'aaa\'|null|true|[1..50]|[1..3]|' +
  '[]|{}|/a+/|/(a*)*$/|function($x){$x & $x}|function($x,$y){[$x,$y]}|$string|$sum|$map|$|$$|%|*|**|a.b|?'
).split('|');
const operators = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '=',
  '!=',
  '<',
  '>=',
  'and',
  'or',
  'in',
  '&',
  '~>',
  '.',
  ':=',
  '?:',
  '..',
  '^',
  '@$i.',
  '#$j.',
];
const functions = (
  'sum count max string substring pad match contains replace split join formatNumber formatBase formatInteger parseInteger ' +
  'number round power map zip filter reduce sift keys lookup append spread merge reverse each error assert type sort shuffle ' +
  'distinct base64encode base64decode encodeUrl toMillis fromMillis clone eval now millis partition range hash random uuid parse'
).split(' ');

function expressionOf(random: Random, depth: number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random.float() * from.length)] as T;
  const some = () => expressionOf(random, depth - 1);
  if (depth === 0) return pick(pieces);
  switch (Math.floor(random.float() * 9)) {
    case 0:
      return `${some()} ${pick(operators)} ${some()}`;
    case 1:
      return `$${pick(functions)}(${Array.from({ length: Math.floor(random.float() * 4) }, some).join(', ')})`;
    case 2:
      return `[${some()}, ${some()}]`;
    case 3:
      return `{${some()}: ${some()}, 'k': ${some()}}`;
    case 4:
      return `(${some()}; $x := ${some()}; ${some()})`;
    case 5:
      return `${some()}[${some()}]`;
    case 6:
      return `${some()} ? ${some()} : ${some()}`;
    case 7:
      return `($x := function($x){${some()}}; $x(${some()}))`;
    default:
      return `${some()}.${some()}{${some()}: ${some()}}`;
  }
}

it(`ends ${runs} expressions made by chance (seed ${seed})`, async () => {
  const random = new Random(seed);
  const ends = { value: 0, error: 0 };
  for (let run = 0; run < runs; run += 1) {
    const expression = expressionOf(random, 1 + (run % 4));
    checkJsonata(`{% ${expression} %}`);
    const end = await endOf(expression);
    ends[end === 'value' ? 'value' : 'error'] += 1;
  }

  expect(ends.value).toBeGreaterThan(runs / 50);
  expect(ends.error).toBeGreaterThan(runs / 50);
}, 600_000);
