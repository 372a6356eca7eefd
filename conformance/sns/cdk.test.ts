import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { App, CfnOutput, DefaultStackSynthesizer, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as topics from 'aws-cdk-lib/aws-sns';
import {
  EmailSubscription,
  LambdaSubscription,
  SqsSubscription,
  UrlSubscription,
} from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let stacks: CloudFormationClient;
let sns: SNSClient;
let sqs: SQSClient;
beforeEach(() => {
  stacks = target.client(CloudFormationClient);
  sns = target.client(SNSClient);
  sqs = target.client(SQSClient);
});

/** Passes on what it gets, so that the test sees it. */
const forwarding = `
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
exports.handler = async (event) => {
  await new SQSClient().send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: JSON.stringify(event) }));
};`;

/** A topic with subscriptions of every kind that CDK has a class for. */
function build(stack: Stack, displayName: string): void {
  const topic = new topics.Topic(stack, 'Topic', { displayName });
  const deadLetterQueue = new Queue(stack, 'Dead');
  const orders = new Queue(stack, 'Orders');
  const seen = new Queue(stack, 'Seen');
  const handler = new Lambda(stack, 'Handler', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(forwarding),
    environment: { QUEUE: seen.queueUrl },
  });
  seen.grantSendMessages(handler);
  const filterPolicy = { kind: topics.SubscriptionFilter.stringFilter({ allowlist: ['order'] }) };
  topic.addSubscription(new SqsSubscription(orders, { rawMessageDelivery: true, filterPolicy, deadLetterQueue }));
  topic.addSubscription(new LambdaSubscription(handler));
  topic.addSubscription(new EmailSubscription('ann@example.com'));
  topic.addSubscription(new UrlSubscription('https://example.com/hook'));
  const metric = new Metric({ namespace: 'app', metricName: 'errors' });
  const alarm = new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1, alarmName: 'errors' });
  alarm.addAlarmAction(new SnsAction(topic));
  new topics.Topic(stack, 'Fifo', { fifo: true, contentBasedDeduplication: true });
  const outputs = { Topic: topic.topicArn, Orders: orders.queueUrl, Seen: seen.queueUrl };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, `${name}Output`, { value });
}

function templateOf(displayName: string): string {
  const app = new App();
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  const stack = new Stack(app, 'Stack', { synthesizer });
  build(stack, displayName);
  return JSON.stringify(app.synth().getStackByName('Stack').template);
}

const StackName = 'alerts';
const capable = (TemplateBody: string) => ({ StackName, TemplateBody, Capabilities: ['CAPABILITY_IAM' as const] });
const waiter = () => ({ client: stacks, maxWaitTime: 60, minDelay: 1, maxDelay: 1 });

async function outputsOf(): Promise<Record<string, string>> {
  const { Stacks = [] } = await stacks.send(new DescribeStacksCommand({ StackName }));
  const outputs = Stacks[0]?.Outputs ?? [];
  return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}

const receive = async (QueueUrl: string | undefined) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }))).Messages?.[0]?.Body ?? '';

test('a topic of CDK with its subscriptions deploys, delivers, changes and goes', async () => {
  await stacks.send(new CreateStackCommand(capable(templateOf('one'))));
  await waitUntilStackCreateComplete(waiter(), { StackName });
  const { TopicOutput: TopicArn, OrdersOutput, SeenOutput } = await outputsOf();

  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'order' } };
  const { MessageId } = await sns.send(new PublishCommand({ TopicArn, Message: 'hello', MessageAttributes }));
  const raw = await receive(OrdersOutput);
  const event = JSON.parse(await receive(SeenOutput));
  const listed = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const alarming = { AlarmName: 'errors', StateValue: 'ALARM' as const, StateReason: 'test' };
  await target.client(CloudWatchClient).send(new SetAlarmStateCommand(alarming));
  const alarm = JSON.parse(await receive(SeenOutput));

  await stacks.send(new UpdateStackCommand(capable(templateOf('two'))));
  await waitUntilStackUpdateComplete(waiter(), { StackName });
  const changed = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiter(), { StackName });

  expect(raw).toBe('hello');
  const [record] = event.Records;
  expect(Object.keys(record)).toEqual(['EventSource', 'EventVersion', 'EventSubscriptionArn', 'Sns']);
  expect(record.Sns).toMatchObject({
    Type: 'Notification',
    MessageId,
    TopicArn,
    Subject: null,
    Message: 'hello',
    SignatureVersion: '1',
    MessageAttributes: { kind: { Type: 'String', Value: 'order' } },
  });
  expect(listed.Subscriptions?.map(({ Protocol }) => Protocol).sort()).toEqual(['email', 'https', 'lambda', 'sqs']);
  expect(JSON.parse(alarm.Records[0].Sns.Message)).toMatchObject({ AlarmName: 'errors', NewStateValue: 'ALARM' });
  expect(changed.Attributes?.DisplayName).toBe('two');
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([]);
});
