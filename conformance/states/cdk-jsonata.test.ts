import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployApp, inlineFunction, machineOf, runOf, tell } from './deployed-apps.ts';

const target = useCloud();
const outputs = '{% $states.input %}';

/** Doubles a number by a function, tells a queue and a table, maps and decides. */
function numbers(stack: Stack): void {
  const double = tasks.LambdaInvoke.jsonata(stack, 'Double', {
    lambdaFunction: inlineFunction(stack, 'Fn', 'exports.handler = async ({ n }) => ({ twice: n * 2 });'),
    payload: sfn.TaskInput.fromObject({ n: '{% $states.input.n %}' }),
    assign: { twice: '{% $states.result.Payload.twice %}' },
    outputs,
  });
  const queue = new Queue(stack, 'Queue');
  const send = tasks.SqsSendMessage.jsonata(stack, 'Send', {
    queue,
    messageBody: sfn.TaskInput.fromText('{% "twice is " & $string($twice) %}'),
    outputs,
  });
  const put = tasks.DynamoPutItem.jsonata(stack, 'Put', {
    table: new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } }),
    item: {
      id: tasks.DynamoAttributeValue.fromString('{% $uuid() %}'),
      n: tasks.DynamoAttributeValue.numberFromString('{% $string($twice) %}'),
    },
    outputs,
  });
  const each = sfn.Map.jsonata(stack, 'Each', {
    items: sfn.ProvideItems.jsonata('{% [1..$states.input.n] %}'),
    itemSelector: { value: '{% $states.context.Map.Item.Value %}', by: '{% $twice %}' },
    maxConcurrency: 2,
    outputs: { sum: '{% $sum($states.result) %}' },
  }).itemProcessor(sfn.Pass.jsonata(stack, 'One', { outputs: '{% $states.input.value * $states.input.by %}' }));
  const both = sfn.Parallel.jsonata(stack, 'Both', { outputs: '{% $states.result[1] %}' }).branch(
    sfn.Pass.jsonata(stack, 'Left'),
    sfn.Pass.jsonata(stack, 'Right', { outputs: { got: '{% $states.input.sum %}' } }),
  );
  const isEnough = sfn.Choice.jsonata(stack, 'Enough?')
    .when(
      sfn.Condition.jsonata('{% $states.input.got > 10 %}'),
      sfn.Succeed.jsonata(stack, 'Done', { outputs: { done: '{% $states.input.got %}' } }),
    )
    .otherwise(
      sfn.Fail.jsonata(stack, 'Bad', {
        error: "{% 'Too' & 'Little' %}",
        cause: '{% "got " & $string($states.input.got) %}',
      }),
    );
  const wait = sfn.Wait.jsonata(stack, 'Wait', { time: sfn.WaitTime.timestamp('{% $fromMillis(0) %}') });
  machineOf(stack, 'Numbers', double.next(send).next(put).next(wait).next(each).next(both).next(isEnough), {
    queryLanguage: sfn.QueryLanguage.JSONATA,
  });
  tell(stack, 'Url', queue.queueUrl);
}

test('a machine of JSONata states runs', { timeout: 120_000 }, async () => {
  const { Numbers, Url: QueueUrl } = await deployApp(target, numbers);

  expect(await runOf(target, Numbers, { n: 3 })).toMatchObject({ output: { done: 36 } });
  const { Messages } = await target.client(SQSClient).send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages).toMatchObject([{ Body: 'twice is 6' }]);
  expect(await runOf(target, Numbers, { n: 1 })).toMatchObject({ error: 'TooLittle', cause: 'got 2' });
});

test('a machine mixes JSONPath and JSONata by variables', async () => {
  const { Mixed } = await deployApp(target, (stack) => {
    const first = new sfn.Pass(stack, 'First', { assign: { v: sfn.JsonPath.numberAt('$.n') } });
    const second = sfn.Pass.jsonata(stack, 'Second', { outputs: { w: '{% $v + 1 %}' } });
    const parameters = { w: sfn.JsonPath.numberAt('$.w'), v: sfn.JsonPath.numberAt('$v') };
    machineOf(stack, 'Mixed', first.next(second).next(new sfn.Pass(stack, 'Third', { parameters })));
  });

  expect((await runOf(target, Mixed, { n: 1 })).output).toEqual({ w: 2, v: 1 });
});
