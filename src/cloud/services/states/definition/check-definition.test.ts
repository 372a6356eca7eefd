import { expect, test } from 'vitest';
import { checkDefinition } from './check-definition.ts';
import { jsonata, map, one, pass, schema, task, told } from './testing/definitions.ts';

const valid: Record<string, object> = {
  'a task': one({
    ...task,
    TimeoutSeconds: 60,
    HeartbeatSeconds: 10,
    ResultPath: null,
    InputPath: '$$.Execution.Input',
  }),
  intrinsics: one({
    ...pass,
    Parameters: {
      'a.$': "States.Format('{} and \\'{}\\'', $.a[0], States.ArrayLength(States.Array(1, 'x', $.b['c d'])))",
      'b.$': '$.items[?(@.price < 10 && @.name == "a)")].name',
      'c.$': '$..name',
      'd.$': '$.list[1:3]',
      'e.$': '$name.sub[0]',
      'f.$': 'States.UUID()',
      'g.$': '$$',
      'h.$': '$.a-b.c_d',
    },
  }),
  'a choice': {
    StartAt: 'C',
    States: {
      C: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.a', StringEquals: 'x', Next: 'S', Assign: { 'v.$': '$.a' } },
          {
            And: [{ Variable: '$.n', NumericLessThan: 3 }, { Not: { Variable: '$$.State.Name', IsNull: true } }],
            Next: 'S',
          },
          { Variable: '$v', TimestampEqualsPath: '$.t', Next: 'F' },
        ],
        Default: 'F',
      },
      S: { Type: 'Succeed' },
      F: { Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('{}', $.c)" },
    },
  },
  JSONata: {
    ...jsonata,
    StartAt: 'A',
    States: {
      A: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Arguments: { MessageBody: '{% { "n": $map($states.input.items, function($i) { $i.a }) } %}' },
        TimeoutSeconds: '{% $states.input.t %}',
        Output: '{% $states.result[price > 3].name %}',
        Assign: { total: '{% $sum($states.result.items.price) %}' },
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B', Output: '{% $states.errorOutput %}' }],
        Next: 'B',
      },
      B: { Type: 'Succeed', Output: '{% $total %}' },
    },
  },
  'a parallel and a map': {
    StartAt: 'P',
    States: {
      P: { Type: 'Parallel', Branches: [{ StartAt: 'X', States: { X: pass } }], Retry: [], Next: 'M' },
      M: {
        Type: 'Map',
        Label: 'orders',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
          Parameters: { Bucket: 'b', 'Key.$': '$.key' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'Y',
          States: { Y: pass },
        },
        End: true,
      },
    },
  },
};
test.each(Object.entries(valid))('%s is well formed', (_name, definition) => {
  expect(told(definition)).toEqual([]);
});

test.each<[string, object, string[]]>([
  ['no fields', {}, [schema('These fields are required: [StartAt, States]', '/')]],
  ['a field of no machine', one(pass, { States_: 1 }), [schema("Field 'States_' is not supported", '/')]],
  [
    'another version',
    one(pass, { Version: '2.0' }),
    [schema('Value should be one of the following: [1.0]', '/Version')],
  ],
  ['no type', one({ End: true }), [schema('These fields are required: [Type]', '/States/A')]],
  [
    'an unknown type',
    one({ Type: 'Nap', End: true }),
    [
      schema(
        "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
        '/States/A/Type',
      ),
    ],
  ],
  [
    'a time limit of a map',
    one({ ...map, TimeoutSeconds: 1 }),
    [schema("Field 'TimeoutSeconds' is not supported", '/States/A')],
  ],
  ['a catcher of a pass', one({ ...pass, Catch: [] }), [schema("Field 'Catch' is not supported", '/States/A')]],
  [
    'both ways on',
    one({ ...pass, Next: 'A' }),
    [schema('There should only be one of the following fields: [Next, End]', '/States/A')],
  ],
  [
    'no way on',
    one({ Type: 'Pass', End: false }),
    [schema('This object should have only one of the following fields: [Next, End]', '/States/A')],
  ],
  [
    'two times to wait',
    one({ Type: 'Wait', Seconds: 1, SecondsPath: '$.s', End: true }),
    [
      schema(
        'There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]',
        '/States/A',
      ),
    ],
  ],
  [
    'a time that is none',
    one({ Type: 'Wait', Timestamp: '2030-01-01 00:00', End: true }),
    [schema('String does not match RFC3339 timestamp', '/States/A/Timestamp')],
  ],
  [
    'a resource that is none',
    one({ ...task, Resource: 'f' }),
    [schema('Value is not a valid resource ARN', '/States/A/Resource')],
  ],
  [
    'a job of Lambda',
    one({ ...task, Resource: 'arn:aws:states:::lambda:invoke.sync' }),
    [
      schema(
        'The resource provided arn:aws:states:::lambda:invoke.sync is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.',
        '/States/A/Resource',
      ),
    ],
  ],
  [
    'a time limit of none',
    one({ ...task, TimeoutSeconds: 0 }),
    [schema('Minimum value is 1', '/States/A/TimeoutSeconds')],
  ],
  [
    'a long time limit',
    one({ ...task, TimeoutSeconds: 1e9 }),
    [schema('Maximum value is 99999999', '/States/A/TimeoutSeconds')],
  ],
  [
    'a limit in words',
    one({ ...task, TimeoutSeconds: 'x' }),
    [schema('Expected value of type Integer', '/States/A/TimeoutSeconds')],
  ],
  [
    'a path that is none',
    one({ ...pass, InputPath: 'a.b' }),
    [schema('Value must be a valid JSONPath.', '/States/A/InputPath')],
  ],
  [
    'a result in many places',
    one({ ...pass, ResultPath: '$.a[*]' }),
    [schema('Value is not a Reference Path', '/States/A/ResultPath')],
  ],
  [
    'a result in the context',
    one({ ...pass, ResultPath: '$$.a' }),
    [schema('Value is not a Reference Path', '/States/A/ResultPath')],
  ],
  [
    'a literal where a path must be',
    one({ ...pass, Parameters: { deep: [{ 'x.$': 'hello' }] } }),
    [
      schema(
        "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call",
        '/States/A/Parameters/deep[0]',
      ),
    ],
  ],
  [
    'a function that is none',
    one({ ...pass, Parameters: { 'x.$': 'States.Nope(1)' } }),
    [
      schema(
        "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call",
        '/States/A/Parameters',
      ),
    ],
  ],
  [
    'no errors to retry',
    one({ ...task, Retry: [{}] }),
    [schema('These fields are required: [ErrorEquals]', '/States/A/Retry[0]')],
  ],
  [
    'an empty list of errors',
    one({ ...task, Retry: [{ ErrorEquals: [] }] }),
    [schema('Value cannot be empty', '/States/A/Retry[0]/ErrorEquals')],
  ],
  [
    'all errors and others',
    one({ ...task, Retry: [{ ErrorEquals: ['States.ALL', 'X'] }] }),
    [schema('States.ALL must appear alone and at end of list', '/States/A/Retry[0]/ErrorEquals')],
  ],
  [
    'all errors before others',
    one({ ...task, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] }),
    [schema('States.ALL must appear alone and at end of list', '/States/A/Retry[0]/ErrorEquals')],
  ],
  [
    'a small rate',
    one({ ...task, Retry: [{ ErrorEquals: ['X'], BackoffRate: 0.5 }] }),
    [schema('Minimum value is 1.0', '/States/A/Retry[0]/BackoffRate')],
  ],
  [
    'a catcher that leads nowhere',
    one({ ...task, Catch: [{ ErrorEquals: ['X'] }] }),
    [schema('These fields are required: [Next]', '/States/A/Catch[0]')],
  ],
  ['no rules', one({ Type: 'Choice', Choices: [] }), [schema('Value cannot be empty', '/States/A/Choices')]],
  [
    'a rule without a test',
    one({ Type: 'Choice', Choices: [{ Next: 'A' }] }),
    [
      schema(
        'The object must have only one of the following fields, [And, Or, Not, Variable, Condition]',
        '/States/A/Choices[0]',
      ),
    ],
  ],
  [
    'a way on within a rule',
    one({ Type: 'Choice', Choices: [{ Not: { Variable: '$.a', IsNull: true, Next: 'A' }, Next: 'A' }] }),
    [schema("Field 'Next' is not supported", '/States/A/Choices[0]/Not')],
  ],
  [
    'a call as a variable',
    one({ Type: 'Choice', Choices: [{ Variable: 'States.ArrayLength($.a)', NumericEquals: 0, Next: 'A' }] }),
    [schema("Value is not a Reference Path: Reference path didn't start with '$'", '/States/A/Choices[0]/Variable')],
  ],
  [
    'a text compared as a number',
    one({ Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: '0', Next: 'A' }] }),
    [schema('Expected value of type Number', '/States/A/Choices[0]/NumericEquals')],
  ],
  [
    'JSONata in JSONPath',
    one({ ...pass, Output: 1 }),
    [
      schema(
        "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
        '/States/A',
      ),
    ],
  ],
  [
    'JSONPath in JSONata',
    one({ ...pass, InputPath: '$' }, jsonata),
    [
      schema(
        "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage",
        '/States/A',
      ),
    ],
  ],
  [
    'a state back to JSONPath',
    one({ ...pass, QueryLanguage: 'JSONPath' }, jsonata),
    [schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", '/States/A')],
  ],
  [
    'a language of an item processor',
    one({ ...map, ItemProcessor: { ...map.ItemProcessor, QueryLanguage: 'JSONata' } }),
    [schema("Field 'QueryLanguage' is not supported", '/States/A/ItemProcessor')],
  ],
  [
    'an expression that is not closed',
    one({ ...pass, Output: { a: '{% 1' } }, jsonata),
    [schema('JSONata string must start with {% and end with %}', '/States/A/Output/a')],
  ],
  [
    'a map without a processor',
    one({ Type: 'Map', End: true }),
    [schema('This object should have only one of the following fields: [ItemProcessor, Iterator]', '/States/A')],
  ],
  [
    'a mode without a type',
    one({ ...map, ItemProcessor: { ...map.ItemProcessor, ProcessorConfig: { Mode: 'DISTRIBUTED' } } }),
    [schema('These fields are required: [ExecutionType]', '/States/A/ItemProcessor/ProcessorConfig')],
  ],
  [
    'a percentage too high',
    one({ ...map, ToleratedFailurePercentage: 101 }),
    [schema('Maximum value is 100.0', '/States/A/ToleratedFailurePercentage')],
  ],
])('%s is refused', (_name, definition, expected) => {
  expect(told(definition)).toEqual(expected);
});

test('expressions are parsed when the machine is made', () => {
  const output = (text: string) => told(one({ ...pass, Output: { v: `{% ${text} %}` } }, jsonata));
  expect(output('$states.input.a[1,2)')).toEqual([
    'INVALID_JSONATA_EXPRESSION Expected "]", got "," @/States/A/Output/v',
  ]);
  expect(output('1 +')).toEqual(['INVALID_JSONATA_EXPRESSION Unexpected end of expression @/States/A/Output/v']);
  expect(output('phone')).toEqual([
    "UNSUPPORTED_JSONATA_EXPRESSION Reference to 'phone' at the top level is not supported. @/States/A/Output/v",
  ]);
  expect(output('$sum(order.price) + 1')).toEqual([
    "UNSUPPORTED_JSONATA_EXPRESSION Reference to 'order' at the top level is not supported. @/States/A/Output/v",
  ]);
  expect(output('$states.input.orders[price > 3].{ "n": name }')).toEqual([]);
  expect(output('$map($states.input.l, function($v, $i) { $v.name & $string($i) })')).toEqual([]);
});

test('$states has a result and an error output only where there is one', () => {
  const missing = (name: string, at: string) =>
    `UNSUPPORTED_JSONATA_EXPRESSION Field '$states.${name}' does not exist. @/States/A/${at}`;
  const result = '{% $states.result.id %}';
  const error = '{% $states.errorOutput.Error %}';
  expect(told(one({ ...pass, Output: result }, jsonata))).toEqual([missing('result', 'Output')]);
  expect(told(one({ ...task, Arguments: result }, jsonata))).toEqual([missing('result', 'Arguments')]);
  expect(told(one({ ...task, Output: error, Assign: { e: error } }, jsonata))).toEqual([
    missing('errorOutput', 'Output'),
    missing('errorOutput', 'Assign/e'),
  ]);
  const caught = (Output: string) => one({ ...task, Catch: [{ ErrorEquals: ['E'], Next: 'A', Output }] }, jsonata);
  expect(told(caught(result))).toEqual([missing('result', 'Catch[0]/Output')]);
  expect(told(caught(error))).toEqual([]);
  expect(told(one({ ...task, Output: result, Assign: { r: result } }, jsonata))).toEqual([]);
  expect(told(one({ ...map, Output: result }, jsonata))).toEqual([]);
  expect(told(one({ Type: 'Succeed', Output: '{% $states.context.State.Name %}' }, jsonata))).toEqual([]);
});

test('a language is of one state: blocks within it have that of the machine', () => {
  const inner = { StartAt: 'B', States: { B: { ...pass, Output: 1 } } };
  expect(told(one({ ...map, ...jsonata, ItemProcessor: inner }))).toEqual([
    schema(
      "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
      '/States/A/ItemProcessor/States/B',
    ),
  ]);
});

test('an express machine has no jobs, tokens, activities or distributed maps', () => {
  const of = (Resource: string) => told(one({ ...task, Resource }), 'EXPRESS');
  expect(of('arn:aws:states:::ecs:runTask.sync')).toEqual([
    schema("Express state machine does not support '.sync' service integration", '/States/A/Resource'),
  ]);
  expect(of('arn:aws:states:::sqs:sendMessage.waitForTaskToken')).toEqual([
    schema("Express state machine does not support '.waitForTaskToken' service integration", '/States/A/Resource'),
  ]);
  expect(of('arn:aws:states:us-east-1:000000000000:activity:a')).toEqual([
    schema('Express state machine does not support Activity ARN', '/States/A/Resource'),
  ]);
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  expect(told(one({ ...map, ItemProcessor: { ...map.ItemProcessor, ProcessorConfig } }), 'EXPRESS')).toEqual([
    schema(
      "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
      '/States/A/ItemProcessor/ProcessorConfig/Mode',
    ),
  ]);
});

test('variables have names', () => {
  const assign = (name: string) => told(one({ ...pass, Assign: { [name]: 1 } }));
  expect(assign('total_1')).toEqual([]);
  expect(assign('states')).toEqual([
    "RESERVED_VARIABLE_NAME Cannot assign to reserved variable '$states'. @/States/A/Assign/states",
  ]);
  expect(assign('a-b')).toEqual([
    "INVALID_VARIABLE_NAME Invalid variable name 'a-b': the variable name contains invalid characters. @/States/A/Assign/a-b",
  ]);
});

test('what reads as a path but is none is warned of', () => {
  expect(
    checkDefinition(JSON.stringify(one({ ...pass, Parameters: { a: '$.b' }, Result: '$.c' })), 'STANDARD'),
  ).toEqual([
    expect.objectContaining({ severity: 'WARNING', code: 'NO_DOLLAR', location: '/States/A/Parameters/a' }),
    expect.objectContaining({ severity: 'WARNING', code: 'PASS_RESULT_IS_STATIC', location: '/States/A/Result' }),
  ]);
});
