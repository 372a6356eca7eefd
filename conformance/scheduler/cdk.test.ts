import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import {
  App,
  CfnOutput,
  DefaultStackSynthesizer,
  Duration,
  type IStackSynthesizer,
  Stack,
  TimeZone,
} from 'aws-cdk-lib';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import {
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, SqsSendMessage, Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';
import { bodies, get, queueArn, scope } from './scheduling.ts';

const target = useCloud();
const StackName = 'scheduling';
let stacks: CloudFormationClient;
let client: SchedulerClient;
beforeEach(() => {
  stacks = target.client(CloudFormationClient);
  client = target.client(SchedulerClient);
});

/** The template, as `cdk deploy` would send it. */
function templateOf(minutes: number): string {
  const app = new App();
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  const stack = new Stack(app, 'Stack', { synthesizer });
  const queue = new Queue(stack, 'Queue', { queueName: 'q' });
  const dead = new Queue(stack, 'Dead', { queueName: 'dead' });
  const scheduleGroup = new ScheduleGroup(stack, 'Group', { scheduleGroupName: 'nightly' });
  const handler = new Lambda(stack, 'Function', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
  });
  const sending = new Schedule(stack, 'Sending', {
    schedule: ScheduleExpression.rate(Duration.minutes(minutes)),
    scheduleGroup,
    target: new SqsSendMessage(queue, { input: ScheduleTargetInput.fromText('due'), deadLetterQueue: dead }),
  });
  new Schedule(stack, 'Invoking', {
    scheduleName: 'invoking',
    description: 'every night',
    schedule: ScheduleExpression.cron({ minute: '0', hour: '3', timeZone: TimeZone.EUROPE_BERLIN }),
    timeWindow: TimeWindow.flexible(Duration.minutes(15)),
    start: new Date(Date.UTC(2099, 0, 1)),
    end: new Date(Date.UTC(2099, 1, 1)),
    target: new LambdaInvoke(handler, { retryAttempts: 3, maxEventAge: Duration.hours(1) }),
  });
  new Schedule(stack, 'Calling', {
    scheduleName: 'calling',
    schedule: ScheduleExpression.at(new Date(Date.UTC(2099, 0, 1))),
    enabled: false,
    target: new Universal({
      service: 'sqs',
      action: 'purgeQueue',
      input: ScheduleTargetInput.fromObject({ QueueUrl: queue.queueUrl }),
    }),
  });
  new CfnOutput(stack, 'Name', { value: sending.scheduleName });
  new CfnOutput(stack, 'Arn', { value: sending.scheduleArn });
  return JSON.stringify(app.synth().getStackByName('Stack').template);
}

const waiter = () => ({ client: stacks, maxWaitTime: 30, minDelay: 1, maxDelay: 1 });
const capable = (TemplateBody: string) => ({ StackName, TemplateBody, Capabilities: ['CAPABILITY_IAM' as const] });

test('schedules of the CDK are made, come, are changed and are deleted', { timeout: 60_000 }, async () => {
  await stacks.send(new CreateStackCommand(capable(templateOf(60))));
  await waitUntilStackCreateComplete(waiter(), { StackName });

  const { Name = '', Arn } = await stackOutputs(stacks, StackName);
  expect(Name).toMatch(/^scheduling-Sending/);
  expect(Arn).toBe(`arn:aws:scheduler:${scope}:schedule/nightly/${Name}`);
  expect(await get(target, Name, 'nightly')).toMatchObject({
    ScheduleExpression: 'rate(1 hour)',
    Target: { Arn: queueArn(), Input: 'due', DeadLetterConfig: { Arn: queueArn('dead') } },
  });
  await expect.poll(() => bodies(target)).toEqual(['due']);
  expect(await get(target, 'invoking')).toMatchObject({
    Description: 'every night',
    ScheduleExpression: 'cron(0 3 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    StartDate: new Date(Date.UTC(2099, 0, 1)),
    EndDate: new Date(Date.UTC(2099, 1, 1)),
    Target: { RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3600 } },
  });
  expect(await get(target, 'calling')).toMatchObject({
    State: 'DISABLED',
    Target: { Arn: 'arn:aws:scheduler:::aws-sdk:sqs:purgeQueue' },
  });

  await stacks.send(new UpdateStackCommand(capable(templateOf(5))));
  await waitUntilStackUpdateComplete(waiter(), { StackName });
  expect(await get(target, Name, 'nightly')).toMatchObject({ ScheduleExpression: 'rate(5 minutes)' });

  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiter(), { StackName });
  expect((await client.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
});

test('AWS::Scheduler::ScheduleGroup tells its attributes and has tags', async () => {
  const template = (tags: object[]) =>
    JSON.stringify({
      Resources: { Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Tags: tags } } },
      Outputs: Object.fromEntries(
        ['Arn', 'State', 'CreationDate', 'LastModificationDate']
          .map((name): [string, object] => [name, { Value: { 'Fn::GetAtt': ['Group', name] } }])
          .concat([['Name', { Value: { Ref: 'Group' } }]]),
      ),
    });

  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: template([{ Key: 'a', Value: '1' }]) }));
  await waitUntilStackCreateComplete(waiter(), { StackName });

  const { Name = '', ...attributes } = await stackOutputs(stacks, StackName);
  const group = await client.send(new GetScheduleGroupCommand({ Name }));
  expect(attributes).toEqual({
    Arn: group.Arn,
    State: 'ACTIVE',
    CreationDate: group.CreationDate?.toISOString(),
    LastModificationDate: group.LastModificationDate?.toISOString(),
  });
  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody: template([{ Key: 'b', Value: '2' }]) }));
  await waitUntilStackUpdateComplete(waiter(), { StackName });
  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiter(), { StackName });
  expect((await client.send(new ListScheduleGroupsCommand({}))).ScheduleGroups).toHaveLength(1);
});
