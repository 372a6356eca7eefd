import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../definition/json.ts';
import { StatesError } from '../../states-error.ts';
import type { Environment } from '../environment.ts';
import { checkIntrinsic } from '../paths/check-path.ts';
import { evaluateText } from '../templates.ts';

const uuid = '3f1c52be-38f6-4d4b-9f9f-0f5a4e2b7d10';

const evaluate = (text: string, input: Json = {}): Json => {
  const environment: Environment = {
    language: 'JSONPath',
    input,
    context: { StateMachine: { Name: 'orders-api-dev' } },
    variables: { v: 'variable' },
    random: { uuid: () => uuid, float: () => 0.5 },
  };
  return evaluateText(text, environment, 'x.$');
};

const failure = (text: string, input: Json = {}): StatesError => {
  try {
    return expect.unreachable(JSON.stringify(evaluate(text, input)));
  } catch (error) {
    if (error instanceof StatesError) return error;
    throw error;
  }
};

describe('the function', () => {
  // The examples of AWS's page, and of https://states-language.net/spec.html#appendix-b.
  test.each<[string, Json, Json]>([
    ['States.Array($.Id)', { Id: 123456 }, [123456]],
    [
      "States.Array('Foo', 2020, $.someJson, null)",
      { someJson: { random: 'abcdefg' } },
      ['Foo', 2020, { random: 'abcdefg' }, null],
    ],
    [
      'States.ArrayPartition($.inputArray, 4)',
      { inputArray: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
      [[1, 2, 3, 4], [5, 6, 7, 8], [9]],
    ],
    ['States.ArrayContains($.inputArray, $.lookingFor)', { inputArray: [1, 2, 3, 4, 5], lookingFor: 5 }, true],
    ['States.ArrayRange(1, 9, 2)', {}, [1, 3, 5, 7, 9]],
    ['States.ArrayGetItem($.inputArray, $.index)', { inputArray: [1, 2, 3, 4, 5, 6, 7, 8, 9], index: 5 }, 6],
    ['States.ArrayLength($.inputArray)', { inputArray: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, 9],
    ['States.ArrayUnique($.inputArray)', { inputArray: [1, 2, 3, 3, 3, 3, 3, 3, 4] }, [1, 2, 3, 4]],
    ['States.Base64Encode($.input)', { input: 'Data to encode' }, 'RGF0YSB0byBlbmNvZGU='],
    ['States.Base64Decode($.base64)', { base64: 'RGF0YSB0byBlbmNvZGU=' }, 'Data to encode'],
    [
      'States.Hash($.Data, $.Algorithm)',
      { Data: 'input data', Algorithm: 'SHA-1' },
      'aaff4a450a104cd177d28d18d74485e8cae074b7',
    ],
    [
      'States.JsonMerge($.json1, $.json2, false)',
      { json1: { a: { a1: 1, a2: 2 }, b: 2 }, json2: { a: { a3: 1, a4: 2 }, c: 3 } },
      { a: { a3: 1, a4: 2 }, b: 2, c: 3 },
    ],
    ['States.StringToJson($.someString)', { someString: '{"number": 20}' }, { number: 20 }],
    ['States.JsonToString($.someJson)', { someJson: { name: 'Foo', year: 2020 } }, '{"name":"Foo","year":2020}'],
    ['States.MathAdd($.value1, $.step)', { value1: 111, step: -1 }, 110],
    ['States.MathRandom($.start, $.end)', { start: 1, end: 999 }, 500],
    [
      'States.StringSplit($.inputString, $.splitter)',
      { inputString: '1,2,3,4,5', splitter: ',' },
      ['1', '2', '3', '4', '5'],
    ],
    [
      'States.StringSplit($.inputString, $.splitter)',
      { inputString: 'This.is+a,test=string', splitter: '.+,=' },
      ['This', 'is', 'a', 'test', 'string'],
    ],
    ['States.UUID()', {}, uuid],
    ["States.Format('Hello, my name is {}.', $.name)", { name: 'Arnav' }, 'Hello, my name is Arnav.'],
    [
      "States.Format('Welcome to {} {}\\'s playlist.', $.firstName, $.lastName)",
      { firstName: 'John', lastName: 'Doe' },
      "Welcome to John Doe's playlist.",
    ],
  ])('%s of %j answers what is documented, %j', (text, input, expected) => {
    expect(checkIntrinsic(text)).toBeUndefined();
    expect(evaluate(text, input)).toEqual(expected);
  });

  test.each<[string, Json, Json]>([
    ['States.Array()', {}, []],
    ['States.ArrayContains($.crates, $.crate)', { crates: ['jam', { kg: [7] }], crate: { kg: [7] } }, true],
    ["States.ArrayContains($.crates, 'tea')", { crates: ['jam'] }, false],
    // Texts are compared.
    ["States.ArrayContains($.crates, '30')", { crates: [30] }, true],
    ['States.ArrayContains($.crates, $.crate)', { crates: [{ kg: 7, of: 'jam' }], crate: { of: 'jam', kg: 7 } }, false],
    ['States.ArrayGetItem($.crates, 0.9)', { crates: ['jam', 'tea'] }, 'jam'],
    ['States.ArrayGetItem($.crates, 3)', { crates: [] }, null],
    // In the order of a set of Java: by "tea".hashCode() in bucket 1 and "jam".hashCode() in bucket 7.
    ['States.ArrayUnique($.crates)', { crates: ['jam', 'tea', 'jam'] }, ['tea', 'jam']],
    ["States.Base64Decode('c3F1 YWxs')", {}, 'squall'],
    ['States.ArrayRange(12, 2, -5)', {}, [12, 7, 2]],
    ['States.ArrayRange(12, 2, 5)', {}, []],
    ['States.ArrayRange(2.9, 11.9, 4.7)', {}, [2, 6, 10]],
    ['States.ArrayPartition($.crates, 3.9)', { crates: [4, 5, 6, 7] }, [[4, 5, 6], [7]]],
    ["States.Hash('', 'SHA-256')", {}, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['States.MathAdd(7.8, 1.3)', {}, 9],
    ["States.StringSplit(';;jam;;tea;', ';')", {}, ['jam', 'tea']],
    ["States.StringSplit('', ';')", {}, []],
    ["States.Format('<{}> of {}', null, $.crate)", { crate: { kg: null } }, '<null> of {"kg":null}'],
    ['States.Format($.label, $v)', { label: 'for {}' }, 'for variable'],
    ["States.Format('\\{{}\\} \\\\ \\'s', 7)", {}, "{7} \\ 's"],
    ["States.Format('{}', $['jam, (red)'])", { 'jam, (red)': 7 }, '7'],
    ["States.Format('{}', $.crates[?(@.of == 'jam)')].kg)", { crates: [{ of: 'jam)', kg: 7 }] }, '[7]'],
  ])('%s of %j answers %j', (text, input, expected) => {
    expect(checkIntrinsic(text)).toBeUndefined();
    expect(evaluate(text, input)).toEqual(expected);
  });

  test('nests, and reads the context', () => {
    const text =
      "States.ArrayGetItem(States.StringSplit($$.StateMachine.Name, '-'), States.MathAdd(States.ArrayLength(States.StringSplit($$.StateMachine.Name, '-')), -1))";

    expect(evaluate(text)).toBe('dev');
  });

  test('MathRandom with a seed always answers the same', () => {
    const answers = new Set([1, 2, 3].map(() => evaluate('States.MathRandom(1, 1000, 42)')));

    // What java.util.Random(42).nextDouble() makes of the range: 0.7275636800328681.
    expect([...answers]).toEqual([727]);
  });
});

describe('a failure', () => {
  // As users of AWS quote it.
  test('names the path that found nothing', () => {
    expect(failure("States.Format('{}', States.ArrayLength($.nope))", { other: 1 })).toMatchObject({
      error: 'States.Runtime',
      cause:
        "The function 'States.Format('{}', States.ArrayLength($.nope))' had the following error: The JsonPath argument for the field '$.nope' could not be found in the input '{\"other\":1}'",
      isEvaluation: true,
    });
    expect(failure('States.Array($.a[0])', { a: 1 }).cause).toBe(
      "The function 'States.Array($.a[0])' had the following error: Filter: [0] can only be applied to arrays. Current context is: 1",
    );
  });

  test.each<[string, Json]>([
    ["States.Format('\\x')", {}],
    ['States.Format(1)', {}],
    ["States.StringToJson('{')", {}],
    ['States.StringToJson(1)', {}],
    ['States.StringToJson($.s)', { s: '['.repeat(5_000) + ']'.repeat(5_000) }],
    ['States.ArrayPartition($.a, 0)', { a: [1] }],
    ['States.ArrayPartition(1, 1)', {}],
    ['States.ArrayRange(1, 5000, 1)', {}],
    ['States.ArrayRange(1, 2, 0)', {}],
    ['States.ArrayGetItem($.a, 1)', { a: [1] }],
    ['States.ArrayGetItem($.a, -1)', { a: [1] }],
    ['States.ArrayLength($.a)', { a: 'x' }],
    ["States.Hash('a', 'SHA-3')", {}],
    ["States.Hash($.a, 'MD5')", { a: 'x'.repeat(10_001) }],
    ['States.Base64Encode($.a)', { a: 'x'.repeat(10_001) }],
    ['States.JsonMerge($, $, true)', {}],
    ['States.JsonMerge($, 1, false)', {}],
    ['States.Format()', {}],
    ['States.UUID(1)', {}],
    ['States.MathAdd(1)', {}],
    ['States.MathAdd(1, 2, 3)', {}],
    ['States.JsonMerge($, $)', {}],
    ["States.MathAdd('7', 7)", {}],
    ['States.MathAdd(2147483647, 1)', {}],
    ['States.MathAdd(1e300, 1)', {}],
    ['States.MathRandom(5, 5)', {}],
  ])('of %s says whose arguments are invalid', (text, input) => {
    expect(failure(text, input)).toMatchObject({
      error: 'States.Runtime',
      cause: `The function '${text}' had the following error: Invalid arguments in ${text.replace(/\(.*/s, '')}`,
    });
  });

  test.each([
    [
      "States.Format('{} {}', 1)",
      'Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.',
    ],
    [
      "States.Format('{}', 1, 2)",
      'Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.',
    ],
    ["States.Format('total: {', 1)", "Invalid template in States.Format: matching '}' not found for '{'."],
    ["States.Format('{{}} each', 1)", "Invalid template in States.Format: matching '}' not found for '{'."],
    ["States.Format('each }')", "Invalid template in States.Format: matching '{' not found for '}'."],
    ["States.Array(States.MathAdd('seven', 7))", 'Invalid arguments in States.MathAdd'],
  ])('of %s is told', (text, detail) => {
    expect(failure(text).cause).toBe(`The function '${text}' had the following error: ${detail}`);
  });
});

describe('a check', () => {
  const nested = (depth: number): string => (depth === 0 ? '1' : `States.Array(${nested(depth - 1)})`);

  test.each([
    'States.Nope()',
    'States.MathAdd(1, 2',
    'States.MathAdd(1, 2))',
    "States.Array('a)",
    'States.Array(a)',
    'States.Array(01)',
    'States.Array(1,)',
    'States.Array($.)',
    'states.Array()',
    nested(11),
  ])('refuses %s', (text) => {
    expect(checkIntrinsic(text)).toBeTypeOf('string');
  });

  test('takes ten that nest', () => {
    expect(checkIntrinsic(nested(10))).toBeUndefined();
  });

  test('and a call end for whatever is written', () => {
    const piece = fc.constantFrom(
      'States.Array(',
      'States.ArrayRange(',
      'States.MathAdd(',
      'States.Format(',
      ')',
      ',',
      '1',
      '-9e99',
      "'{}'",
      "'\\",
      "'",
      '$.a',
      '$..*',
      '[',
      ']',
      '"',
      ' ',
      'true',
    );
    const texts = fc.array(piece, { maxLength: 20 }).map((pieces) => `States.Array(${pieces.join('')})`);

    fc.assert(
      fc.property(texts, (text) => {
        if (checkIntrinsic(text) !== undefined) return;
        try {
          evaluate(text, { a: [1, 2] });
        } catch (error) {
          expect(error).toBeInstanceOf(StatesError);
        }
      }),
      { seed: 16, numRuns: 3_000 },
    );
  });
});
