import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { type Ended, makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

let named = 0;

/** Runs a machine of one state, Pass where nothing else is said. */
async function runState(state: object, input: unknown = {}): Promise<Ended> {
  named += 1;
  const definition = { StartAt: 'X', States: { X: { Type: 'Pass', End: true, ...state } } };
  return run(target, await makeMachine(target, definition, { name: `one-${named}` }), input);
}

const output = async (state: object, input: unknown = {}): Promise<unknown> => {
  const { status, output: text = '', cause } = await runState(state, input);
  expect(cause).toBeUndefined();
  expect(status).toBe('SUCCEEDED');
  return JSON.parse(text);
};

const input = { comment: 'c', dataset1: { val1: 1 }, dataset2: { val1: 'a', list: [{ n: 1 }, { n: 2, on: true }] } };

test('InputPath and OutputPath select, and null is an empty object', async () => {
  expect(await output({ InputPath: '$.dataset1' }, input)).toEqual({ val1: 1 });
  expect(await output({ InputPath: '$.dataset2.list[?(@.on)].n' }, input)).toEqual([2]);
  expect(await output({ InputPath: null }, input)).toEqual({});
  expect(await output({ OutputPath: '$.dataset2.list[0].n' }, input)).toBe(1);
  expect(await output({ OutputPath: null }, input)).toEqual({});
  expect(await output({ InputPath: '$.dataset2', OutputPath: '$.val1' }, input)).toBe('a');
});

test('Parameters are a template of static values, paths, the context and functions', async () => {
  const Parameters = {
    fixed: [1, { 'n.$': '$.list[*].n' }],
    'all.$': '$',
    'state.$': '$$.State.Name',
    'text.$': "States.Format('{}-{}', $.val1, $.list[1].n)",
  };

  expect(await output({ InputPath: '$.dataset2', Parameters }, input)).toEqual({
    fixed: [1, { n: [1, 2] }],
    all: input.dataset2,
    state: 'X',
    text: 'a-2',
  });
});

test('ResultPath puts the result into the input, in place of it, or nowhere', async () => {
  const Result = { r: 1 };

  expect(await output({ Result, ResultPath: '$.a.b' }, { x: 1 })).toEqual({ x: 1, a: { b: { r: 1 } } });
  expect(await output({ Result, ResultPath: '$.x' }, { x: 1 })).toEqual({ x: { r: 1 } });
  expect(await output({ Result, ResultPath: '$.l[1]' }, { l: [1, 2] })).toEqual({ l: [1, { r: 1 }] });
  expect(await output({ Result, ResultPath: '$' }, { x: 1 })).toEqual({ r: 1 });
  expect(await output({ Result, ResultPath: null }, { x: 1 })).toEqual({ x: 1 });
  expect(await output({ Result, ResultPath: '$.r', OutputPath: '$.r.r' }, { x: 1 })).toBe(1);
});

test('Assign sets variables that later states see, all from what was before', async () => {
  const arn = await makeMachine(target, {
    StartAt: 'A',
    States: {
      A: { Type: 'Pass', Result: { n: 1, m: 2 }, Assign: { 'x.$': '$.n', 'y.$': '$.m', list: [1, 2] }, Next: 'B' },
      B: { Type: 'Pass', Assign: { 'x.$': '$y', 'y.$': '$x' }, Next: 'C' },
      C: {
        Type: 'Choice',
        Choices: [{ Variable: '$x', NumericEquals: 2, Assign: { 'z.$': '$.m', by: 'rule' }, Next: 'D' }],
        OutputPath: '$.n',
        Default: 'D',
      },
      D: {
        Type: 'Pass',
        Parameters: { 'x.$': '$x', 'y.$': '$y', 'z.$': '$z', 'by.$': '$by', 'second.$': '$list[1]', 'in.$': '$' },
        End: true,
      },
    },
  });

  const ended = await run(target, arn);

  expect(JSON.parse(ended.output ?? '')).toEqual({ x: 2, y: 1, z: 2, by: 'rule', second: 2, in: 1 });
  const exited = ended.events.find(({ type }) => type === 'PassStateExited');
  expect(exited?.stateExitedEventDetails?.assignedVariables).toEqual({ x: '1', y: '2', list: '[1,2]' });
});

test.each<[string, object, unknown, string, string]>([
  [
    'a path of a template',
    { Parameters: { a: { 'b.$': '$.x.y' } } },
    { other: 1 },
    'States.Runtime',
    `The JSONPath '$.x.y' specified for the field 'b.$' could not be found in the input '{"other":1}'`,
  ],
  [
    'InputPath',
    { InputPath: '$.nope' },
    {},
    'States.Runtime',
    "Invalid path '$.nope' : No results for path: $['nope']",
  ],
  [
    'OutputPath',
    { OutputPath: '$.Payload.x' },
    {},
    'States.Runtime',
    "Invalid path '$.Payload.x' : Missing property in path $['Payload']",
  ],
  [
    'an input of null',
    { Parameters: { 'a.$': '$.b' } },
    null,
    'States.Runtime',
    'Unable to apply Path transformation to null or empty input.',
  ],
  [
    'ResultPath',
    { Result: 1, ResultPath: '$.a' },
    'text',
    'States.ResultPathMatchFailure',
    'Unable to apply ReferencePath $.a to input "text"',
  ],
  [
    'SecondsPath',
    { Type: 'Wait', SecondsPath: '$.s' },
    {},
    'States.Runtime',
    'The SecondsPath parameter does not reference an input value: $.s',
  ],
])('%s that finds nothing fails the execution', async (_what, state, given, error, cause) => {
  const ended = await runState(state, given);

  expect(ended).toMatchObject({ status: 'FAILED', error, cause: expect.stringContaining(cause) });
  const [failed] = ended.events.slice(-1);
  expect(failed).toMatchObject({
    type: 'ExecutionFailed',
    executionFailedEventDetails: { error, cause: expect.stringContaining(cause) },
  });
});
