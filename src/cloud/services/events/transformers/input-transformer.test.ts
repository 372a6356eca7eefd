import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { BusEvent } from '../dispatch/bus-event.ts';
import { assertTarget } from '../targets/check-target.ts';
import { targetInput } from '../targets/target-input.ts';
import { isTemplate } from './input-transformer.ts';
import { isPath, valueAt } from './json-path.ts';

const event: BusEvent = {
  version: '0',
  id: 'id',
  'detail-type': 'Order "placed"',
  source: 'shop',
  account: '000000000000',
  time: '2026-01-01T00:00:00Z',
  region: 'us-east-1',
  resources: ['one', 'two'],
  detail: { lines: [{ id: 1 }, { id: 2, tags: ['x'] }], 'a-b': { c_d: null } },
};

const occasion = { ruleArn: 'arn', ruleName: 'r', ingestedMs: 0 };

it.each([
  ['$', event],
  ['$.', event],
  ['$.detail-type', 'Order "placed"'],
  ['$.resources[1]', 'two'],
  ['$.resources[2]', undefined],
  ['$.resources', ['one', 'two']],
  ['$.detail.lines[0].id', 1],
  ['$.detail.lines[*].id', [1, 2]],
  ['$.detail.lines[*].tags[*]', ['x']],
  ['$.detail.a-b.*', [null]],
  ['$.detail.lines.id', undefined],
  ['$.constructor', undefined],
])('the path %s selects what it says', (path, expected) => {
  expect(isPath(path)).toBe(true);
  expect(valueAt(event, path)).toEqual(expected);
});

it.each(['', 'detail', '$detail', "$['detail']", '$..id', '$.a[', '$.a[-1]', '$.a[1', '$.a b'])(
  '%j is no path',
  (path) => {
    expect(isPath(path)).toBe(false);
  },
);

it.each([
  ['{"a":<x>}', true],
  ['{"a":"b <x>"}', true],
  ['"a <x>"', true],
  ['"a"\n"b"', true],
  ['<x>', true],
  ['{"a":<x>', false],
  ['a <x>', false],
])('%j is a template: %s', (template, expected) => {
  expect(isTemplate(template)).toBe(expected);
});

it.each([
  ['{"a": <nothing>}', '{"a": ""}'],
  ['"a <nothing>"', '"a "'],
  ['{"a": <none>}', '{"a": null}'],
  ['{"a": [9, <kind>, true]}', '{"a": [9, "Order \\"placed\\"", true]}'],
  ['"<kind> of <lines>"', '"Order \\"placed\\" of [{id:1},{id:2,tags:[x]}]"'],
  ['"<aws.events.rule-name> triggered"', '"r triggered"'],
])('the template %s becomes %s', (InputTemplate, expected) => {
  const InputPathsMap = {
    nothing: '$.detail.nothing',
    none: '$.detail.a-b.c_d',
    kind: '$.detail-type',
    lines: '$.detail.lines',
  };
  const target = { Id: 't', Arn: '', InputTransformer: { InputTemplate, InputPathsMap } };
  expect(targetInput(target, event, '', occasion)).toBe(expected);
});

/** `SEED` and `MALFORMED_TARGETS` repeat a run, or make a longer one. */
const targetCount = Number(process.env.MALFORMED_TARGETS ?? 3000);
const seed = Number(process.env.SEED ?? 7);

const scope = { account: '000000000000', region: 'us-east-1' };

/** Templates and paths out of the pieces that they are made of, in any order. */
const text = (pieces: readonly string[]) =>
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 40 })
    .map((all) => all.join(''));
const template = text(['{', '}', '"', '\\', '<v>', '<aws.events.event.json>', '<', '>', ':', ',', '[', ']', '\n', 'a']);
const path = text(['$', '.', '[', ']', '*', '0', '999999999', "'", 'detail', 'lines']);

it('targets that are no targets end in AWS’s errors, all others in an input', () => {
  const targets = fc.record(
    {
      Input: template,
      InputPath: path,
      InputTransformer: fc.record({ InputTemplate: template, InputPathsMap: fc.record({ v: path }) }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(targets, (input) => {
      const target = { Id: 't', Arn: 'arn:aws:sqs:us-east-1:000000000000:q', ...input };
      try {
        assertTarget(target, scope);
      } catch (error) {
        return error instanceof AwsError || error instanceof UnsupportedError;
      }
      return typeof targetInput(target, event, JSON.stringify(event), occasion) === 'string';
    }),
    { numRuns: targetCount, seed },
  );
});

it('a template of JSON whose variables stand for themselves or within texts becomes JSON', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom('<v>', '"<v>"', '"a <v> b"'), (value, use) => {
      const InputTransformer = { InputTemplate: `{"x":${use}}`, InputPathsMap: { v: '$.detail' } };
      const given = { ...event, detail: JSON.parse(value) as unknown };
      const input = targetInput({ Id: 't', Arn: '', InputTransformer }, given, '', occasion);
      return typeof JSON.parse(input) === 'object';
    }),
    { numRuns: 500 },
  );
});
