import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { type Ended, makeMachine, run, types } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

const machine = (States: Readonly<Record<string, object>>, StartAt = Object.keys(States)[0]) => ({
  QueryLanguage: 'JSONata',
  StartAt,
  States,
});

let machines = 0;

/** Runs states of JSONata, from the first one on. */
const ran = async (states: Readonly<Record<string, object>>, input: unknown = {}): Promise<Ended> =>
  run(target, await makeMachine(target, machine(states), { name: `m${++machines}` }), input);

/** What a Pass makes of an expression. */
const passed = (expression: string, input: unknown = {}) =>
  ran({ Make: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } }, input);

async function made(expression: string, input: unknown = {}): Promise<unknown> {
  const { status, output = '', cause } = await passed(expression, input);
  expect([status, cause]).toEqual(['SUCCEEDED', undefined]);
  return JSON.parse(output);
}

/** The first event of a kind. */
const eventOf = ({ events }: Ended, type: string) => events.find((event) => event.type === type);

describe('a state in JSONata', () => {
  it('reads $states, assigns variables, and tells both in its history', async () => {
    const ended = await ran(
      {
        Start: {
          Type: 'Pass',
          Assign: { total: '{% $sum($states.input.items.price) %}', names: ['{% $states.input.items.name %}', 'last'] },
          Output: { from: '{% $states.context.State.Name %}', id: '{% $states.context.Execution.Id %}' },
          Next: 'Then',
        },
        Then: {
          Type: 'Succeed',
          Output: { total: '{% $total %}', names: '{% $names[0] %}', in: '{% $states.input %}' },
        },
      },
      {
        items: [
          { name: 'a', price: 2 },
          { name: 'b', price: 3.5 },
        ],
      },
    );

    expect(JSON.parse(ended.output ?? '')).toEqual({
      total: 5.5,
      names: ['a', 'b'],
      in: { from: 'Start', id: ended.executionArn },
    });
    expect(eventOf(ended, 'PassStateExited')?.stateExitedEventDetails?.assignedVariables).toEqual({
      total: '5.5',
      names: '[["a","b"],"last"]',
    });
  });

  it('assigns from values as they were before, in parallel', async () => {
    const ended = await ran({
      Set: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'Swap' },
      Swap: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Output: '{% {"a": $a, "b": $b} %}', Next: 'See' },
      See: { Type: 'Pass', Output: '{% [$states.input, $a, $b] %}', End: true },
    });

    expect(JSON.parse(ended.output ?? '')).toEqual([{ a: 1, b: 2 }, 2, 1]);
  });

  it('keeps texts that are no expressions, and values of all types in templates', async () => {
    const Output = { text: 'a {% b', list: [1, '{% 1 + 1 %}', null, { deep: '{% true %}' }], path: '$.x', gone: null };
    const ended = await ran({ Make: { Type: 'Pass', Output, End: true } });

    expect(JSON.parse(ended.output ?? '')).toEqual({ ...Output, list: [1, 2, null, { deep: true }] });
  });

  it('gives Arguments to what it calls, and its result to Output and Assign', async () => {
    const ended = await ran(
      {
        Make: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:sqs:createQueue',
          Arguments: { QueueName: '{% $states.input.name & "-queue" %}' },
          Assign: { url: '{% $states.result.QueueUrl %}' },
          Output: { made: '{% $states.result.QueueUrl %}', name: '{% $states.input.name %}' },
          Next: 'See',
        },
        See: { Type: 'Pass', Output: '{% $merge([$states.input, {"same": $url = $states.input.made}]) %}', End: true },
      },
      { name: 'orders' },
    );

    expect(JSON.parse(ended.output ?? '')).toEqual({
      made: expect.stringMatching(/\/orders-queue$/),
      name: 'orders',
      same: true,
    });
    expect(JSON.parse(eventOf(ended, 'TaskScheduled')?.taskScheduledEventDetails?.parameters ?? '')).toEqual({
      QueueName: 'orders-queue',
    });
  });

  it('chooses by Condition, and a rule has Output and Assign of its own', async () => {
    const states = {
      Which: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.n > 10 %}', Next: 'See', Output: 'much', Assign: { by: 'rule' } },
          {
            Condition: '{% $states.input.n = 0 or $exists($states.input.none) %}',
            Next: 'See',
            Assign: { by: 'zero' },
          },
        ],
        Default: 'See',
        Output: 'little',
        Assign: { by: 'default' },
      },
      See: { Type: 'Pass', Output: '{% [$states.input, $by] %}', End: true },
    };

    const outputs: unknown[] = [];
    for (const n of [11, 0, 5]) outputs.push((await ran(states, { n })).output);
    expect(outputs).toEqual(['["much","rule"]', '[{"n":0},"zero"]', '["little","default"]']);
  });

  it('maps over Items, each with its own input and context', async () => {
    const ended = await ran(
      {
        Each: {
          Type: 'Map',
          Items: '{% $states.input.rows[keep] %}',
          ItemSelector: { id: '{% $states.context.Map.Item.Value.id %}', at: '{% $states.context.Map.Item.Index %}' },
          MaxConcurrency: '{% 2 %}',
          ItemProcessor: {
            StartAt: 'One',
            States: { One: { Type: 'Pass', Output: '{% $states.input.id & $states.input.at %}', End: true } },
          },
          Output: '{% $join($states.result, "+") %}',
          End: true,
        },
      },
      { rows: [{ id: 'a', keep: true }, { id: 'b' }, { id: 'c', keep: true }] },
    );

    expect(ended.output).toBe('"a0+c1"');
  });

  it('waits for Seconds and until Timestamp as they come out', async () => {
    const day = Math.ceil(target.cloud.clock.now() / 1000) * 1000 + 60_000;
    const ended = await ran(
      {
        Some: { Type: 'Wait', Seconds: '{% $states.input.s * 2 %}', Next: 'Until' },
        Until: { Type: 'Wait', Timestamp: '{% $fromMillis($states.input.day) %}', End: true },
      },
      { s: 3, day },
    );

    const [entered, exited] = ['WaitStateEntered', 'WaitStateExited'].map((type) => eventOf(ended, type)?.timestamp);
    expect(Number(exited) - Number(entered)).toBe(6000);
    expect(Number(eventOf(ended, 'ExecutionSucceeded')?.timestamp)).toBe(day);
  });

  it('fails with Error and Cause as they come out', async () => {
    const state = { Type: 'Fail', Error: '{% "Too" & "Late" %}', Cause: '{% "after " & $string($states.input.n) %}' };

    expect(await ran({ No: state }, { n: 4 })).toMatchObject({ status: 'FAILED', error: 'TooLate', cause: 'after 4' });
  });
});

describe('the function', () => {
  const digest = (algorithm: string) => createHash(algorithm).update('squall').digest('hex');

  it.each<[string, unknown]>([
    ['$partition([1..5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition(["x"], 3)', [['x']]],
    ['$range(0, 6, 3)', [0, 3, 6]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$hash("squall", "SHA-256")', digest('sha256')],
    ['$hash("squall", "MD5")', digest('md5')],
    ['$random(7) = $random(7)', true],
    ['$random() < 1 and $random() >= 0', true],
    ['$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/).index', 0],
    ['$parse("{\\"a\\":[1,null]}")', { a: [1, null] }],
  ])('%s answers %j', async (expression, expected) => {
    expect(await made(expression)).toEqual(expected);
  });

  it('$now and $millis tell the time of the world', async () => {
    const [text, millis] = (await made('[$now(), $millis()]')) as [string, number];

    expect(Date.parse(text)).toBe(millis);
    expect(Math.abs(target.cloud.clock.now() - millis)).toBeLessThan(60_000);
  });
});

describe('an expression that fails', () => {
  it('ends the execution with its cause, and has an event of its own', async () => {
    const ended = await passed('$states.input.n + "x"', { n: 1 });

    const what =
      "The JSONata expression '$states.input.n + \"x\"' specified for the field 'Output' threw an error during " +
      'evaluation. T2002: The right side of the "+" operator must evaluate to a number';
    const cause = `An error occurred while executing the state 'Make' (entered at the event id #2). ${what}`;
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError', cause });
    expect(types(ended)).toEqual(['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
    expect(eventOf(ended, 'EvaluationFailed')?.evaluationFailedEventDetails).toEqual({
      error: 'States.QueryEvaluationError',
      cause: what,
      location: 'Output',
      state: 'Make',
    });
  });

  it.each<[string, Readonly<Record<string, object>>, string]>([
    ['a member of Output', { S: { Type: 'Pass', Output: { a: ['{% $none %}'] }, End: true } }, 'Output/a[0]'],
    ['Assign', { S: { Type: 'Pass', Assign: { v: '{% $none %}' }, End: true } }, 'Assign/v'],
    [
      'a Condition',
      {
        S: {
          Type: 'Choice',
          Choices: [
            { Condition: '{% false %}', Next: 'E' },
            { Condition: '{% $none %}', Next: 'E' },
          ],
          Default: 'E',
        },
        E: { Type: 'Succeed' },
      },
      'Choices[1]/Condition',
    ],
    ['Seconds', { S: { Type: 'Wait', Seconds: '{% $none %}', End: true } }, 'Seconds'],
    ['an Error', { S: { Type: 'Fail', Error: '{% $none %}' } }, 'Error'],
    [
      'Arguments',
      {
        S: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:sqs:createQueue',
          Arguments: { QueueName: '{% $none %}' },
          End: true,
        },
      },
      'Arguments/QueueName',
    ],
    [
      'Items',
      {
        S: {
          Type: 'Map',
          Items: '{% $none %}',
          ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
          End: true,
        },
      },
      'Items',
    ],
  ])('in %s names the place', async (_name, states, location) => {
    const ended = await ran(states);

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(eventOf(ended, 'EvaluationFailed')?.evaluationFailedEventDetails).toMatchObject({
      location,
      cause: `The JSONata expression '$none' specified for the field '${location}' returned nothing (undefined).`,
    });
  });

  it('in Arguments is caught by its name; in a catcher it is not', async () => {
    const failing = (caught: object) => ({
      Call: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sqs:createQueue',
        Arguments: { QueueName: '{% $none %}' },
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught', ...caught }],
        End: true,
      },
      Caught: { Type: 'Pass', Output: '{% $states.input %}', End: true },
    });

    const caught = await ran(failing({ Output: { error: '{% $states.errorOutput.Error %}' } }));
    expect([caught.status, caught.output]).toEqual(['SUCCEEDED', '{"error":"States.QueryEvaluationError"}']);
    const missed = await ran(failing({ Output: { error: '{% $none %}' } }));
    expect(missed).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(missed.events.findLast(({ type }) => type === 'EvaluationFailed')).toMatchObject({
      evaluationFailedEventDetails: { location: 'Catch[0]/Output/error' },
    });
  });

  it.each([
    ['$eval("1 + 1")', 'Attempted to invoke a non-function'],
    ['$range(1, 400000, 1)', 'Expression evaluation memory limit exceeded: Check for excessive memory usage'],
    ['($f := function($n){ $f($n + 1) + 1 }; $f(0))', 'Stack overflow error: Check for non-terminating recursive'],
    ['[1..800000][$ in [1..800000]]', 'Expression evaluation timeout: Check for infinite loop'],
    ["$join($map([1..1000], function(){ $pad('', 1000000) }))", 'Expression evaluation memory limit exceeded'],
    ['$sum', 'returned an unsupported result type.'],
    ['$error("my own")', 'D3137: my own'],
    ['$assert(false, "not so")', 'D3141: not so'],
  ])('such as %s says why', async (expression, why) => {
    const ended = await passed(expression);

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(ended.cause).toContain(why);
  });
});

describe('limits of data', () => {
  const large = (bytes: number) => `{% $pad("", ${bytes}, "x") %}`;
  const tooMuch = (what: string) =>
    `The state/task 'Set' ${what} with a size exceeding the maximum number of bytes service limit.`;
  const limited = (cause: string) => ({ status: 'FAILED', error: 'States.DataLimitExceeded', cause });

  it('hold for the output of any state', async () => {
    const set = (bytes: number) => ran({ Set: { Type: 'Pass', Output: large(bytes), End: true } });

    expect(await set(262_144 - 2)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await set(262_144 - 1)).toMatchObject(limited(tooMuch('returned a result')));
  });

  it('hold for a variable, and for all that a state assigns', async () => {
    const assign = (Assign: object) => ran({ Set: { Type: 'Pass', Assign, Output: 1, End: true } });

    expect(await assign({ a: large(262_000) })).toMatchObject({ status: 'SUCCEEDED' });
    expect(await assign({ a: large(263_000) })).toMatchObject(limited(tooMuch('assigned variables')));
    expect(await assign({ a: large(150_000), b: large(150_000) })).toMatchObject(
      limited(tooMuch('assigned variables')),
    );
  });

  it('hold for all variables of an execution: 10 MiB', async () => {
    const names = Array.from({ length: 41 }, (_, index) => `v${index}`);
    const states = Object.fromEntries(
      names.map((name, index) => [
        index === 40 ? 'Set' : name,
        {
          Type: 'Pass',
          Assign: { [name]: large(262_000) },
          Output: 1,
          ...(index === 40 ? { End: true } : { Next: index === 39 ? 'Set' : `v${index + 1}` }),
        },
      ]),
    );

    expect(await ran(states)).toMatchObject(limited(tooMuch('assigned variables')));
  });

  it('hold for the depth of an input', async () => {
    const arn = await makeMachine(target, machine({ P: { Type: 'Pass', End: true } }));
    const nested = (depth: number): unknown => {
      let value: unknown = 1;
      for (let level = 0; level < depth; level += 1) value = [value];
      return value;
    };

    expect(await run(target, arn, nested(900))).toMatchObject({ status: 'SUCCEEDED' });
    await expect(run(target, arn, nested(1001))).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });
});
