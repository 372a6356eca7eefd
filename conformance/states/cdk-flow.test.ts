import { Duration, type Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployApp, inlineFunction, machineOf, runOf } from './deployed-apps.ts';

const target = useCloud();
const { JsonPath, Condition: Is } = sfn;
const kind = (name: string) => Is.stringEquals('$.kind', name);

const conditions: Readonly<Record<string, sfn.Condition>> = {
  and: Is.and(kind('and'), Is.numberGreaterThan('$.n', 1), Is.isPresent('$.kind')),
  or: Is.or(kind('or'), Is.stringMatches('$.kind', 'or*x')),
  not: Is.and(kind('not'), Is.not(Is.isNull('$.kind'))),
  text: Is.and(
    kind('text'),
    Is.stringLessThan('$.kind', 'texu'),
    Is.stringGreaterThanEqualsJsonPath('$.kind', '$.kind'),
    Is.stringEqualsJsonPath('$.kind', '$.kind'),
  ),
  number: Is.and(kind('number'), Is.numberEquals('$.n', 3), Is.numberLessThanEqualsJsonPath('$.n', '$.n')),
  time: Is.and(
    kind('time'),
    Is.timestampLessThan('$.t', '2030-01-01T00:00:00Z'),
    Is.timestampGreaterThanEqualsJsonPath('$.t', '$.t'),
  ),
  type: Is.and(
    kind('type'),
    Is.isString('$.kind'),
    Is.isTimestamp('$.t'),
    Is.isNotNumeric('$.t'),
    Is.isNotPresent('$.z'),
  ),
  flag: Is.and(kind('flag'), Is.booleanEquals('$.b', true), Is.booleanEqualsJsonPath('$.b', '$.b')),
};

test('a choice has every kind of condition', { timeout: 120_000 }, async () => {
  const { Choosing } = await deployApp(target, (stack) => {
    const choice = new sfn.Choice(stack, 'Which?');
    const said = (name: string) => new sfn.Pass(stack, name, { result: sfn.Result.fromString(name) });
    for (const [name, condition] of Object.entries(conditions)) choice.when(condition, said(name));
    machineOf(stack, 'Choosing', choice.otherwise(said('none')).afterwards().next(new sfn.Succeed(stack, 'Done')));
  });
  const choose = async (name: string) =>
    (await runOf(target, Choosing, { kind: name, n: 3, t: '2020-01-01T00:00:00Z', b: true })).output;

  for (const name of Object.keys(conditions)) expect(await choose(name)).toBe(name);
  expect([await choose('oryx'), await choose('else')]).toEqual(['or', 'none']);
});

/** A part of a machine that is used several times. */
class Turn extends sfn.StateMachineFragment {
  readonly startState: sfn.State;
  readonly endStates: sfn.INextable[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const go = (side: string) =>
      new sfn.Pass(this, side, { result: sfn.Result.fromString(side), resultPath: `$.${id}` });
    const choice = new sfn.Choice(this, 'Where?')
      .when(Is.stringEquals('$.to', 'left'), go('left'))
      .otherwise(go('right'));
    this.startState = choice;
    this.endStates = choice.afterwards().endStates;
  }
}

/** Fragments, maps with intrinsic functions, parallel branches and states by their JSON. */
function parts(stack: Stack): void {
  const each = new sfn.Map(stack, 'Each', {
    itemsPath: '$.list',
    itemSelector: {
      item: JsonPath.stringAt('$$.Map.Item.Value'),
      next: JsonPath.mathAdd(JsonPath.numberAt('$$.Map.Item.Index'), 1),
      text: JsonPath.format('{}-{}', JsonPath.stringAt('$$.Map.Item.Value'), JsonPath.stringAt('$.to')),
    },
    resultSelector: { texts: JsonPath.listAt('$[*].text'), nexts: JsonPath.listAt('$[*].next') },
    resultPath: '$.mapped',
  }).itemProcessor(new sfn.Pass(stack, 'Item'));
  const functions = new sfn.Pass(stack, 'Functions', {
    parameters: {
      parts: JsonPath.arrayPartition(JsonPath.listAt('$.list'), 2),
      has: JsonPath.arrayContains(JsonPath.listAt('$.list'), 'b'),
      range: JsonPath.arrayRange(1, 9, 4),
      got: JsonPath.arrayGetItem(JsonPath.listAt('$.list'), 1),
      length: JsonPath.arrayLength(JsonPath.listAt('$.list')),
      coded: JsonPath.base64Encode('x'),
      merged: JsonPath.jsonMerge(JsonPath.objectAt('$.mapped'), JsonPath.objectAt('$.more')),
      split: JsonPath.stringSplit('a,b', ','),
    },
    resultPath: '$.functions',
  });
  const custom = new sfn.CustomState(stack, 'Custom', {
    stateJson: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sts:getCallerIdentity', ResultPath: '$.who' },
  });
  const both = new sfn.Parallel(stack, 'Both', {
    resultSelector: { one: JsonPath.numberAt('$[0]'), two: JsonPath.listAt('$[1]') },
    resultPath: '$.both',
  }).branch(
    new sfn.Pass(stack, 'One', { result: sfn.Result.fromNumber(1) }),
    new sfn.Pass(stack, 'Two', { result: sfn.Result.fromArray([2]) }),
  );
  const alone = new Turn(stack, 'alone').prefixStates('Alone: ').toSingleState({ resultPath: '$.single' });
  const first = new Turn(stack, 'first').prefixStates();
  machineOf(stack, 'Parts', sfn.Chain.start(first).next(alone).next(each).next(functions).next(custom).next(both));
}

test('fragments, maps, intrinsic functions and custom states make one machine', async () => {
  const { Parts } = await deployApp(target, parts);

  const { output } = await runOf(target, Parts, { to: 'left', list: ['a', 'b', 'c'], more: { m: 1 } });
  const mapped = { texts: ['a-left', 'b-left', 'c-left'], nexts: [1, 2, 3] };
  expect(output).toMatchObject({
    first: 'left',
    single: [{ alone: 'left' }],
    mapped,
    functions: {
      parts: [['a', 'b'], ['c']],
      has: true,
      range: [1, 5, 9],
      got: 'b',
      length: 3,
      coded: 'eA==',
      merged: { ...mapped, m: 1 },
      split: ['a', 'b'],
    },
    who: { Account: '000000000000' },
    both: { one: 1, two: [2] },
  });
});

const flaky = `
  let calls = 0;
  exports.handler = async ({ kind }) => {
    const error = new Error('the ' + kind + ' one');
    error.name = kind;
    if (kind === 'Hard' || (kind === 'Busy' && ++calls < 3)) throw error;
    return calls;
  };`;

test('a task is tried again for one error and caught for another', async () => {
  const { Trying } = await deployApp(target, (stack) => {
    const caught = {
      error: JsonPath.stringAt('$.error.Error'),
      cause: JsonPath.stringToJson(JsonPath.stringAt('$.error.Cause')),
    };
    const task = new tasks.LambdaInvoke(stack, 'Try', {
      lambdaFunction: inlineFunction(stack, 'Fn', flaky),
      payloadResponseOnly: true,
      taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
    })
      .addRetry({ errors: ['Busy'], interval: Duration.seconds(1), maxDelay: Duration.seconds(2), backoffRate: 1 })
      .addCatch(new sfn.Pass(stack, 'Caught', { parameters: caught }), { errors: ['Hard'], resultPath: '$.error' });
    machineOf(stack, 'Trying', task, { timeout: Duration.hours(1) });
  });

  expect(await runOf(target, Trying, { kind: 'Busy' })).toMatchObject({ output: 3 });
  expect(await runOf(target, Trying, { kind: 'Hard' })).toMatchObject({
    output: { error: 'Hard', cause: { errorType: 'Hard', errorMessage: 'the Hard one' } },
  });
});
