import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDefinition } from './check-definition.ts';
import { stateRules } from './state-fields.ts';

/*
 * Definitions that are wrong in every way end in diagnostics, never in an error of ours and never in endless work.
 */

/** How many: 20,000 are run by hand with RUNS=20000. */
const runs = Number(process.env.RUNS ?? 1500);

const fields = [...new Set(Object.values(stateRules).flatMap(({ may }) => may)), 'Type', 'Comment', 'QueryLanguage'];
const opening = [
  '$',
  '$$',
  '$.a',
  '$..',
  '[?(',
  "['a",
  '{%',
  '%}',
  '{% (',
  'States.',
  'States.Array(',
  "States.Format('",
  '((((',
  '[[[[',
];
const closing = [')', ']', "'", '%}', ', 1)', '.b', '[0]', '[*]', '$', '1e999', '*', '\\'];

const texts = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom(...opening, ...closing), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.constantFrom(...opening).map((part) => part.repeat(2000)),
  fc.constantFrom('A', 'B', 'JSONata', 'JSONPath', 'Task', 'Map', 'Choice', 'arn:aws:states:::lambda:invoke'),
);
const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(1e300));

const { state } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    texts,
    numbers,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('a.$', 'a', 'Next', 'ErrorEquals', 'Variable', 'And', 'Not'), texts),
      tie('value'),
      { maxKeys: 4 },
    ),
    tie('block'),
  ),
  block: fc.record(
    { StartAt: texts, States: fc.dictionary(fc.constantFrom('A', 'B', 'C', ''), tie('state'), { maxKeys: 3 }) },
    { requiredKeys: [] },
  ),
  state: fc
    .tuple(
      fc.constantFrom(...Object.keys(stateRules), 'Nap'),
      fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 8 }),
    )
    .map(([Type, rest]) => ({ Type, ...(rest as object) })),
}));

const definitions = fc.oneof(
  fc
    .record({
      StartAt: fc.constantFrom('A', 'B'),
      QueryLanguage: fc.constantFrom('JSONata', 'JSONPath', 'SQL'),
      States: fc.dictionary(fc.constantFrom('A', 'B', 'toString', '__proto__'), state, { maxKeys: 3 }),
    })
    .map((definition) => JSON.stringify(definition)),
  fc.json(),
  texts,
);

test('malformed definitions end in diagnostics in bounded time', () => {
  fc.assert(
    fc.property(definitions, fc.constantFrom('STANDARD' as const, 'EXPRESS' as const), (definition, type) => {
      for (const { code, message, severity } of checkDefinition(definition, type)) {
        expect(code).toMatch(/^[A-Z_]+$/);
        expect(message).not.toBe('');
        expect(['ERROR', 'WARNING']).toContain(severity);
      }
    }),
    { seed: 16, numRuns: runs, interruptAfterTimeLimit: 600_000, markInterruptAsFailure: true },
  );
}, 660_000);

test('what is large and deep is refused as quickly', () => {
  const wrapped = (text: string) =>
    checkDefinition(
      JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'A',
        States: { A: { Type: 'Pass', Output: text, End: true } },
      }),
      'STANDARD',
    );
  const path = (text: string) =>
    checkDefinition(
      JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Parameters: { 'a.$': text }, End: true } } }),
      'STANDARD',
    );
  const large = 100_000;

  expect(wrapped(`{% ${'('.repeat(large)} %}`)[0]?.code).toBe('INVALID_JSONATA_EXPRESSION');
  expect(wrapped(`{% ${'[1,'.repeat(large)} %}`)[0]?.code).toBe('INVALID_JSONATA_EXPRESSION');
  expect(path(`$${'.a'.repeat(large)}`)).toEqual([]);
  expect(path(`$${'[?('.repeat(large)}`)[0]?.code).toBe('SCHEMA_VALIDATION_FAILED');
  expect(path(`States.Array(${'States.Array('.repeat(large / 2)}`)[0]?.code).toBe('SCHEMA_VALIDATION_FAILED');
  expect(path(`States.Array(${"'a', ".repeat(large)}1)`)).toEqual([]);
  expect(path(`States.Format('${'\\'.repeat(large)}`)[0]?.code).toBe('SCHEMA_VALIDATION_FAILED');
}, 60_000);
