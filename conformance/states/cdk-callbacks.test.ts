import {
  GetActivityTaskCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Duration, type Stack } from 'aws-cdk-lib';
import { EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployApp, inlineFunction, machineOf, outcomeOf, startOf, tell } from './deployed-apps.ts';

const target = useCloud();
const integrationPattern = sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN;
const token = sfn.JsonPath.taskToken;

const answering = `
  const { SFN } = require('@aws-sdk/client-sfn');
  exports.handler = async ({ token, input }) => {
    await new SFN().sendTaskSuccess({ taskToken: token, output: JSON.stringify({ by: 'function', input }) });
  };`;

/** Asks by a queue, a topic, a function and an event, one after the other. */
function approvals(stack: Stack): void {
  const queue = new Queue(stack, 'Queue');
  const topic = new Topic(stack, 'Topic');
  topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true }));
  const eventBus = new EventBus(stack, 'Bus');
  new Rule(stack, 'Rule', {
    eventBus,
    eventPattern: { source: ['flow'] },
    targets: [new SqsQueue(queue, { message: RuleTargetInput.fromEventPath('$.detail') })],
  });
  const lambdaFunction = inlineFunction(stack, 'Answering', answering);
  lambdaFunction.addToRolePolicy(new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: ['*'] }));
  const chain = new tasks.SqsSendMessage(stack, 'ByQueue', {
    queue,
    integrationPattern,
    messageBody: sfn.TaskInput.fromObject({ token, name: sfn.JsonPath.stringAt('$.name') }),
    heartbeatTimeout: sfn.Timeout.duration(Duration.minutes(5)),
    resultPath: '$.queue',
  })
    .next(
      new tasks.SnsPublish(stack, 'ByTopic', {
        topic,
        integrationPattern,
        message: sfn.TaskInput.fromObject({ token }),
        messageAttributes: { name: { value: sfn.JsonPath.stringAt('$.name') }, count: { value: 5 } },
        resultPath: '$.topic',
      }),
    )
    .next(
      new tasks.LambdaInvoke(stack, 'ByFunction', {
        lambdaFunction,
        integrationPattern,
        payload: sfn.TaskInput.fromObject({ token, input: sfn.JsonPath.objectAt('$$.Execution.Input') }),
        resultPath: '$.function',
      }),
    )
    .next(
      new tasks.EventBridgePutEvents(stack, 'ByEvent', {
        integrationPattern,
        entries: [{ eventBus, source: 'flow', detailType: 'Ask', detail: sfn.TaskInput.fromObject({ token }) }],
        resultPath: '$.event',
      }),
    );
  machineOf(stack, 'Approvals', chain);
  tell(stack, 'Url', queue.queueUrl);
}

test('tasks wait for whoever answers their tokens', { timeout: 120_000 }, async () => {
  const { Approvals, Url: QueueUrl } = await deployApp(target, approvals);
  const queues = target.client(SQSClient);
  const machines = target.client(SFNClient);
  const answer = async (by: string): Promise<Message | undefined> => {
    const message: Message[] = [];
    const receive = async () => {
      const MessageAttributeNames = ['All'];
      const received = await queues.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames }));
      return message.push(...(received.Messages ?? []));
    };
    await expect.poll(receive, { timeout: 15_000, interval: 20 }).toBe(1);
    const [{ Body = '', ReceiptHandle } = {}] = message;
    await queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    const { token: taskToken } = JSON.parse(Body) as { token: string };
    await machines.send(new SendTaskHeartbeatCommand({ taskToken }));
    await machines.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ by }) }));
    return message[0];
  };

  const executionArn = await startOf(target, Approvals, { name: 'ann' });
  expect(JSON.parse((await answer('queue'))?.Body ?? '')).toMatchObject({ name: 'ann' });
  expect((await answer('topic'))?.MessageAttributes).toMatchObject({
    name: { StringValue: 'ann', DataType: 'String' },
    count: { StringValue: '5', DataType: 'Number' },
  });
  await answer('event');

  expect((await outcomeOf(target, executionArn)).output).toEqual({
    name: 'ann',
    queue: { by: 'queue' },
    topic: { by: 'topic' },
    function: { by: 'function', input: { name: 'ann' } },
    event: { by: 'event' },
  });
});

test('an activity of the stack is worked on by its name', { timeout: 120_000 }, async () => {
  const { Asking, Activity } = await deployApp(target, (stack) => {
    const activity = new sfn.Activity(stack, 'Activity', { activityName: 'approval' });
    const ask = new tasks.StepFunctionsInvokeActivity(stack, 'Ask', {
      activity,
      parameters: { question: sfn.JsonPath.stringAt('$.question') },
      heartbeatTimeout: sfn.Timeout.duration(Duration.minutes(2)),
      taskTimeout: sfn.Timeout.at('$.seconds'),
    }).addCatch(new sfn.Pass(stack, 'No'), { resultPath: '$.error' });
    machineOf(stack, 'Asking', ask);
    tell(stack, 'Activity', activity.activityArn);
  });
  const client = target.client(SFNClient);
  const ask = async (question: string) => {
    const executionArn = await startOf(target, Asking, { question, seconds: 300 });
    const task = await client.send(new GetActivityTaskCommand({ activityArn: Activity, workerName: 'me' }));
    return { executionArn, ...task };
  };

  const asked = await ask('May I?');
  expect(asked.input).toBe('{"question":"May I?"}');
  await client.send(new SendTaskSuccessCommand({ taskToken: asked.taskToken, output: '"yes"' }));
  expect((await outcomeOf(target, asked.executionArn)).output).toBe('yes');

  const again = await ask('And now?');
  await client.send(new SendTaskFailureCommand({ taskToken: again.taskToken, error: 'Denied', cause: 'no' }));
  const { output } = await outcomeOf(target, again.executionArn);
  expect(output).toMatchObject({ error: { Error: 'Denied', Cause: 'no' } });
});
