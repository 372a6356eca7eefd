import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

/** Each function, with what AWS's page of it has as its example where it has one. */
const examples: Readonly<Record<string, readonly [string, unknown]>> = {
  Array: ['States.Array($.Id)', [123456]],
  ArrayPartition: ['States.ArrayPartition($.inputArray, 4)', [[1, 2, 3, 4], [5, 6, 7, 8], [9]]],
  ArrayContains: ['States.ArrayContains($.inputArray, $.lookingFor)', true],
  ArrayRange: ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
  ArrayGetItem: ['States.ArrayGetItem($.inputArray, 5)', 6],
  ArrayLength: ['States.ArrayLength($.inputArray)', 9],
  ArrayUnique: ['States.ArrayUnique($.repeated)', [1, 2, 3, 4]],
  Base64Encode: ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
  Base64Decode: ["States.Base64Decode('RGVjb2RlZCBkYXRh')", 'Decoded data'],
  'Hash MD5': ["States.Hash('input data', 'MD5')", '812f45842bc6d66ee14572ce20db8e86'],
  'Hash SHA-1': ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
  JsonMerge: ['States.JsonMerge($.json1, $.json2, false)', { a: { a3: 1, a4: 2 }, b: 2, c: 3 }],
  StringToJson: ['States.StringToJson($.escapedJsonString)', { foo: 'bar' }],
  JsonToString: ['States.JsonToString($.unescapedJson)', '{"foo":"bar"}'],
  MathAdd: ['States.MathAdd($.value1, $.step)', 110],
  MathRandom: ['States.MathRandom(1, 2)', 1],
  StringSplit: ["States.StringSplit($.inputString, '.+,=')", ['This', 'is', 'a', 'test', 'string']],
  Format: ["States.Format('Hello, my name is {}.', $.name)", 'Hello, my name is John Smith.'],
  'Format with braces': ["States.Format('\\'\\{{}\\}\\'', 1)", "'{1}'"],
  UUID: ['States.UUID()', expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)],
};

const input = {
  Id: 123456,
  inputArray: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  lookingFor: 5,
  repeated: [1, 2, 3, 3, 3, 3, 3, 3, 4],
  json1: { a: { a1: 1, a2: 2 }, b: 2 },
  json2: { a: { a3: 1, a4: 2 }, c: 3 },
  escapedJsonString: '{"foo": "bar"}',
  unescapedJson: { foo: 'bar' },
  value1: 111,
  step: -1,
  inputString: 'This.is+a,test=string',
  name: 'John Smith',
};

test('every function answers as AWS documents it', async () => {
  const Parameters = Object.fromEntries(Object.entries(examples).map(([name, [text]]) => [`${name}.$`, text]));
  const arn = await makeMachine(target, { StartAt: 'X', States: { X: { Type: 'Pass', Parameters, End: true } } });

  const { output = '' } = await run(target, arn, input);

  expect(JSON.parse(output)).toEqual(
    Object.fromEntries(Object.entries(examples).map(([name, [, expected]]) => [name, expected])),
  );
});

test('MathRandom answers the same for the same seed, in every execution', async () => {
  const Parameters = { 'n.$': 'States.MathRandom(1, 1000000, 7)' };
  const arn = await makeMachine(
    target,
    { StartAt: 'X', States: { X: { Type: 'Pass', Parameters, End: true } } },
    { name: 'seeded' },
  );

  const [one, other] = [await run(target, arn), await run(target, arn)];

  expect(JSON.parse(one.output ?? '')).toEqual({ n: expect.any(Number) });
  expect(one.output).toBe(other.output);
});

describe('a function that fails', () => {
  test.each([
    ['States.ArrayGetItem($.inputArray, 9)', 'Invalid arguments in States.ArrayGetItem'],
    ['States.ArrayRange(1, 2000, 1)', 'Invalid arguments in States.ArrayRange'],
    ['States.StringToJson($.name)', 'Invalid arguments in States.StringToJson'],
    ["States.MathAdd($.value1, 'NOT A NUMBER')", 'Invalid arguments in States.MathAdd'],
    [
      "States.Format('{}', $.nope)",
      "The JsonPath argument for the field '$.nope' could not be found in the input '{\"Id\":123456,",
    ],
  ])('%s ends the execution with States.Runtime', async (text, why) => {
    const Parameters = { 'x.$': text };
    const arn = await makeMachine(
      target,
      { StartAt: 'X', States: { X: { Type: 'Pass', Parameters, End: true } } },
      { name: `failing-${text.replaceAll(/\W/g, '')}` },
    );

    expect(await run(target, arn, input)).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining(`The function '${text}' had the following error: ${why}`),
    });
  });
});
