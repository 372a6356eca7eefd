import { expect, it } from 'vitest';
import { checkJsonata, referencesOf, unsupportedReferences } from './check.ts';

it.each([
  ['a[1,2)', 'Expected "]", got ","'],
  ['"unterminated', 'String literal must be terminated by a matching quote'],
  ['1 +', 'Unexpected end of expression'],
  ['{"a":}', 'The symbol "}" cannot be used as a unary operator'],
  ['$x :=', 'Unexpected end of expression'],
  ['$match("a", /abc', 'No terminating / in regular expression'],
])('says what is wrong with %s', (expression, problem) => {
  expect(checkJsonata(`{% ${expression} %}`)).toBe(problem);
});

it('finds nothing wrong with right expressions and with texts that are none', () => {
  expect(checkJsonata('{% $states.input.a ~> $string %}')).toBeUndefined();
  expect(checkJsonata('1 +')).toBeUndefined();
});

it('ends on expressions that are nested too deeply', () => {
  expect(checkJsonata(`{% ${'('.repeat(100_000)} %}`)).toBe('The expression is nested too deeply');
});

it.each([
  ['phone', ["Reference to 'phone' at the top level is not supported."]],
  [
    '$sum(items.n) + a.b',
    ["Reference to 'items' at the top level is not supported.", "Reference to 'a' at the top level is not supported."],
  ],
  ['$map($states.input.a, function($x){ b })', ["Reference to 'b' at the top level is not supported."]],
  ['$$', ["Reference to '$$' is not supported."]],
  ['$', ["Reference to '$' at the top level is not supported."]],
  ['$states.input.items[value > 3]', []],
  ['$states.input.items.{name: $.n}', []],
  ['$states.input{name: n}', []],
  ['$states.input.items^(>price).name', []],
  ['($x := 1; $x + $states.input.y)', []],
])('tells what AWS does not support of %s', (expression, problems) => {
  expect(unsupportedReferences(`{% ${expression} %}`)).toEqual(problems);
});

it('tells what an expression refers to', () => {
  const { names, states } = referencesOf('{% $sum($states.result.a) + $total & $states.errorOutput.Error %}');

  expect([...names].sort()).toEqual(['states', 'sum', 'total']);
  expect([...states].sort()).toEqual(['errorOutput', 'result']);
});
