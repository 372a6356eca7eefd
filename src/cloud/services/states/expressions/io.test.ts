import { describe, expect, test } from 'vitest';
import type { Json } from '../definition/json.ts';
import type { StatesError } from '../states-error.ts';
import type { Environment } from './environment.ts';
import { effectiveInput, fillTemplate, leaveState } from './io.ts';
import { scalar } from './scalars.ts';

const looking = (input: Json, variables: Environment['variables'] = {}): Environment => ({
  language: 'JSONPath',
  input,
  get context() {
    return { Execution: { Name: 'e' }, Map: { Item: { Index: 2 } } };
  },
  variables,
  random: { uuid: () => 'uuid', float: () => 0 },
});

const runtime = (cause: string): Partial<StatesError> => ({ error: 'States.Runtime', cause, isEvaluation: true });

describe('InputPath', () => {
  test('filters the input, by default not at all', async () => {
    const environment = looking({ a: { b: 1 } }, { v: [1] });

    expect(await effectiveInput({}, environment)).toEqual({ a: { b: 1 } });
    expect(await effectiveInput({ InputPath: '$' }, looking(null))).toBeNull();
    expect(await effectiveInput({ InputPath: null }, environment)).toEqual({});
    expect(await effectiveInput({ InputPath: '$.a' }, environment)).toEqual({ b: 1 });
    expect(await effectiveInput({ InputPath: '$$.Execution' }, environment)).toEqual({ Name: 'e' });
    expect(await effectiveInput({ InputPath: '$v' }, environment)).toEqual([1]);
  });

  test('that finds nothing fails', async () => {
    await expect(effectiveInput({ InputPath: '$.Payload' }, looking({}))).rejects.toMatchObject(
      runtime("Invalid path '$.Payload' : No results for path: $['Payload']"),
    );
    await expect(effectiveInput({ InputPath: '$.a' }, looking(null))).rejects.toMatchObject(
      runtime('Unable to apply Path transformation to null or empty input.'),
    );
  });
});

describe('a payload template', () => {
  test('fills what is called so at any depth, and leaves the rest', async () => {
    const template = {
      flagged: true,
      'whole.$': '$',
      parts: [{ 'first.$': '$.vals[0]', 'last.$': '$.vals[3:]' }, '$.vals', { 'index.$': '$$.Map.Item.Index' }],
      'text.$': "States.Format('{}', $name)",
      none: null,
    };

    expect(
      await fillTemplate(template, looking({ vals: [0, 10, 20, 30, 40] }, { name: 'n' }), 'Parameters', {}),
    ).toEqual({
      flagged: true,
      whole: { vals: [0, 10, 20, 30, 40] },
      parts: [{ first: 0, last: [30, 40] }, '$.vals', { index: 2 }],
      text: 'n',
      none: null,
    });
    expect(await fillTemplate(undefined, looking({}), 'Parameters', 'fallback')).toBe('fallback');
  });

  test('whose path finds nothing fails, and tells the field and what was looked at', async () => {
    await expect(
      fillTemplate({ a: { 'b.$': '$.x.y' } }, looking({ other: 1 }), 'Parameters', {}),
    ).rejects.toMatchObject(
      runtime(`The JSONPath '$.x.y' specified for the field 'b.$' could not be found in the input '{"other":1}'`),
    );
    await expect(fillTemplate({ 'b.$': '$' }, looking(null), 'Parameters', {})).rejects.toMatchObject(
      runtime('Unable to apply Path transformation to null or empty input.'),
    );
  });
});

describe('what leaves a state', () => {
  const leave = (fields: Parameters<typeof leaveState>[0], result: Json, input: Json = { in: 1 }) =>
    leaveState(fields, result, looking(input, { count: 1, other: 5 }));

  test('goes through ResultSelector, ResultPath and OutputPath', async () => {
    const fields = { ResultSelector: { 'n.$': '$.deep.n' }, ResultPath: '$.r', OutputPath: '$.r.n' };

    expect((await leave(fields, { deep: { n: 7 } })).output).toBe(7);
    expect((await leave({ ResultPath: '$.r' }, 7)).output).toEqual({ in: 1, r: 7 });
    expect((await leave({ ResultPath: null }, 7)).output).toEqual({ in: 1 });
    expect((await leave({ ResultPath: '$' }, 7)).output).toBe(7);
    expect((await leave({ OutputPath: null }, 7)).output).toEqual({});
    expect((await leave({}, null)).output).toBeNull();
  });

  test('assigns variables from its result, all of them from what they were before', async () => {
    const Assign = { 'count.$': 'States.MathAdd($count, $.n)', 'other.$': '$count', list: [{ 'n.$': '$.n' }] };

    const { assigned, output } = await leave({ Assign, ResultSelector: { 'n.$': '$.m' }, ResultPath: null }, { m: 2 });

    expect(assigned).toEqual({ count: 3, other: 1, list: [{ n: 2 }] });
    expect(output).toEqual({ in: 1 });
  });

  test('fails where the result has no place in the input', async () => {
    await expect(leave({ ResultPath: '$.r' }, 1, 'text')).rejects.toMatchObject({
      error: 'States.ResultPathMatchFailure',
      cause: 'Unable to apply ReferencePath $.r to input "text"',
      isEvaluation: true,
    });
  });

  test('fails where OutputPath finds nothing', async () => {
    await expect(leave({ OutputPath: '$.Payload.a' }, { x: 1 })).rejects.toMatchObject(
      runtime("Invalid path '$.Payload.a' : Missing property in path $['Payload']"),
    );
  });
});

describe('a scalar field', () => {
  test('is as it is given, or where its path points, or what a function answers', async () => {
    const environment = looking({ s: 5 });

    expect(await scalar({ value: 3, field: 'Seconds' }, environment)).toBe(3);
    expect(await scalar({ field: 'Seconds' }, environment)).toBeUndefined();
    expect(await scalar({ path: '$.s', field: 'Seconds' }, environment)).toBe(5);
    expect(await scalar({ path: "States.Format('{}!', $.s)", field: 'Cause' }, environment)).toBe('5!');
    expect(await scalar({ value: '{% 1 %}', field: 'Error' }, environment)).toBe('{% 1 %}');
  });

  test('that points at nothing fails', async () => {
    await expect(scalar({ path: '$.x', field: 'Seconds' }, looking({}))).rejects.toMatchObject(
      runtime('The SecondsPath parameter does not reference an input value: $.x'),
    );
    await expect(scalar({ path: '$.x', field: 'Items' }, looking({}))).rejects.toMatchObject(
      runtime("The JSONPath '$.x' specified for the field 'ItemsPath' could not be found in the input '{}'"),
    );
  });
});
