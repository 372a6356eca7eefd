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
  test.each<[string, Json, Json]>([
    ['States.Array($.Id, 1, null, true)', { Id: 123456 }, [123456, 1, null, true]],
    ['States.Array()', {}, []],
    ['States.ArrayPartition($.a, 4)', { a: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, [[1, 2, 3, 4], [5, 6, 7, 8], [9]]],
    ['States.ArrayContains($.a, $.b)', { a: [1, { k: [2] }], b: { k: [2] } }, true],
    ["States.ArrayContains($.a, '2')", { a: [1] }, false],
    // AWS compares texts.
    ["States.ArrayContains($.a, '1')", { a: [1] }, true],
    ['States.ArrayContains($.a, $.b)', { a: [{ x: 1, y: 2 }], b: { y: 2, x: 1 } }, false],
    ['States.ArrayGetItem($.a, 1.2)', { a: [10, 20] }, 20],
    ['States.ArrayGetItem($.a, 999)', { a: [] }, null],
    // AWS answers in the order of a set of Java.
    ['States.ArrayUnique($.a)', { a: [true, false, true] }, [false, true]],
    [
      'States.ArrayUnique($.a)',
      {
        a: [
          [1, 2],
          [1, 2],
          [2, 1],
        ],
      },
      [
        [2, 1],
        [1, 2],
      ],
    ],
    ['States.ArrayUnique($.a)', { a: [1, null, null] }, [null, 1]],
    ["States.Base64Decode('aGV!sbG8=')", {}, 'hello'],
    ['States.ArrayRange(1, 9, 2)', {}, [1, 3, 5, 7, 9]],
    ['States.ArrayRange(4, -1, -2)', {}, [4, 2, 0]],
    ['States.ArrayRange(4, 1, 2)', {}, []],
    ['States.ArrayGetItem($.a, 1)', { a: ['x', 'y'] }, 'y'],
    ['States.ArrayLength($.a)', { a: [1, 2, 3] }, 3],
    ['States.ArrayUnique($.a)', { a: [1, 1, '1', { a: 1, b: 2 }, { b: 2, a: 1 }] }, [{ a: 1, b: 2 }, 1, '1']],
    ["States.Base64Encode('Data to encode')", {}, 'RGF0YSB0byBlbmNvZGU='],
    ['States.Base64Decode($.a)', { a: 'RGF0YSB0byBlbmNvZGU=' }, 'Data to encode'],
    ["States.Hash('input data', 'SHA-1')", {}, 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ["States.Hash('', 'MD5')", {}, 'd41d8cd98f00b204e9800998ecf8427e'],
    ['States.JsonMerge($.a, $.b, false)', { a: { a: { x: 1 }, b: 2 }, b: { a: 3, c: 4 } }, { a: 3, b: 2, c: 4 }],
    ['States.StringToJson($.s)', { s: '{"number": 20}' }, { number: 20 }],
    ['States.JsonToString($.u)', { u: { a: [1, 'b'] } }, '{"a":[1,"b"]}'],
    ['States.MathAdd(111, -1)', {}, 110],
    ['States.MathAdd(1.6, 2.7)', {}, 5],
    ['States.ArrayRange(1.6, 5.9, 2.2)', {}, [1, 3, 5]],
    ['States.ArrayPartition($.a, 2.6)', { a: [1, 2, 3] }, [[1, 2], [3]]],
    ["States.StringSplit(',a,,b,', ',')", {}, ['a', 'b']],
    ["States.StringSplit('', ',')", {}, []],
    ["States.Format('{}', null)", {}, 'null'],
    ['States.MathRandom(1, 999)', {}, 500],
    ["States.StringSplit('1,2,3,4,5', ',')", {}, ['1', '2', '3', '4', '5']],
    ['States.StringSplit($.s, $.d)', { s: 'This.is+a,test=string', d: '.+,=' }, ['This', 'is', 'a', 'test', 'string']],
    ['States.UUID()', {}, uuid],
    ["States.Format('Hi {}, {} is {}.', $.name, 1, $.o)", { name: 'Ann', o: { a: null } }, 'Hi Ann, 1 is {"a":null}.'],
    ['States.Format($.t, $v)', { t: '<{}>' }, '<variable>'],
    ["States.Format('it\\'s \\{\\} \\\\ {}', 7)", {}, "it's {} \\ 7"],
    ["States.Format('{}', $['a,b)'])", { 'a,b)': 1 }, '1'],
    ["States.Format('{}', $.l[?(@.a == 'x)')].b)", { l: [{ a: 'x)', b: 2 }] }, '[2]'],
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
    ["States.MathAdd('1', 2)", {}],
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
    ["States.Format('Hello {', 1)", "Invalid template in States.Format: matching '}' not found for '{'."],
    ["States.Format('Hello {{}}', 1)", "Invalid template in States.Format: matching '}' not found for '{'."],
    ["States.Format('}')", "Invalid template in States.Format: matching '{' not found for '}'."],
    ["States.Array(States.MathAdd('a', 1))", 'Invalid arguments in States.MathAdd'],
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
