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
  CloudWatchLogsClient,
  DescribeResourcePoliciesCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  App,
  CfnOutput,
  DefaultStackSynthesizer,
  Duration,
  type IStackSynthesizer,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib';
import { LambdaRestApi } from 'aws-cdk-lib/aws-apigateway';
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const target = useCloud();
const stacks = () => target.client(CloudFormationClient);

const printing = `exports.handler = async (event) => { console.log('got ' + JSON.stringify(event.detail ?? event.body)); return { statusCode: 200 }; };`;

const lambda = (stack: Stack, id: string): Lambda =>
  new Lambda(stack, id, { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline(printing) });

/** What apps use most: a bus with a rule to each kind of target, as the CDK makes them. */
function everything(stack: Stack, detailType: string): void {
  const bus = new EventBus(stack, 'Bus', { eventBusName: 'orders', description: detailType });
  const other = new EventBus(stack, 'Other');
  bus.grantPutEventsTo(new AccountPrincipal('111111111111'));
  const dead = new Queue(stack, 'Dead');
  const queue = new Queue(stack, 'Queue');
  const log = new LogGroup(stack, 'Log', { logGroupName: '/aws/events/orders', removalPolicy: RemovalPolicy.DESTROY });
  const fn = lambda(stack, 'Fn');
  const eventPattern = { source: ['shop'], detailType: [detailType] };
  const message = RuleTargetInput.fromObject({
    id: EventField.fromPath('$.detail.id'),
    all: `order ${EventField.fromPath('$.detail.id')}`,
  });
  new Rule(stack, 'Rule', {
    eventBus: bus,
    eventPattern,
    targets: [
      new targets.LambdaFunction(fn, { deadLetterQueue: dead, retryAttempts: 2, maxEventAge: Duration.hours(1) }),
      new targets.SqsQueue(queue, { message }),
      new targets.EventBus(other),
      new targets.CloudWatchLogGroup(log, { installLatestAwsSdk: false }),
    ],
  });
  const api = new LambdaRestApi(stack, 'Api', { handler: lambda(stack, 'ApiFn'), proxy: true });
  const path = new targets.ApiGateway(api, {
    path: '/*',
    method: 'POST',
    stage: 'prod',
    pathParameterValues: ['$.detail.id'],
  });
  new Rule(stack, 'Forwarded', { eventBus: other, eventPattern: { source: ['shop'] }, targets: [path] });
  new Rule(stack, 'Alarms', { eventPattern: { source: ['aws.s3'] }, targets: [new targets.SqsQueue(queue)] });
  new CfnOutput(stack, 'QueueUrl', { value: queue.queueUrl });
  new CfnOutput(stack, 'FnName', { value: fn.functionName });
}

function templateOf(detailType: string): string {
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  const app = new App();
  everything(new Stack(app, 'Stack', { synthesizer }), detailType);
  return JSON.stringify(app.synth().getStackByName('Stack').template);
}

const StackName = 'events';
const waiter = () => ({ client: stacks(), maxWaitTime: 60, minDelay: 1, maxDelay: 1 });
const capable = (detailType: string) => ({
  StackName,
  TemplateBody: templateOf(detailType),
  Capabilities: ['CAPABILITY_IAM' as const, 'CAPABILITY_NAMED_IAM' as const],
});

const put = (DetailType: string, Detail: string) =>
  target
    .client(EventBridgeClient)
    .send(new PutEventsCommand({ Entries: [{ EventBusName: 'orders', Source: 'shop', DetailType, Detail }] }));

const logged = async (logGroupName: string, filterPattern?: string) => {
  const input = { logGroupName, filterPattern };
  const { events = [] } = await target.client(CloudWatchLogsClient).send(new FilterLogEventsCommand(input));
  return events.map(({ message = '' }) => message);
};

test('buses and rules with the targets of the CDK are made, changed and deleted', { timeout: 180_000 }, async () => {
  await stacks().send(new CreateStackCommand(capable('one')));
  await waitUntilStackCreateComplete(waiter(), { StackName });
  const { QueueUrl = '', FnName = '' } = await stackOutputs(stacks(), StackName);
  const received = async () => {
    const input = { QueueUrl, WaitTimeSeconds: 5 };
    return (await target.client(SQSClient).send(new ReceiveMessageCommand(input))).Messages?.[0]?.Body;
  };
  await put('one', '{"id":"7"}');

  expect(await received()).toBe('{"id":"7","all":"order 7"}');
  await expect.poll(() => logged(`/aws/lambda/${FnName}`, 'got').catch(() => [])).toHaveLength(1);
  await expect.poll(() => logged('/aws/events/orders')).toEqual([expect.stringContaining('"source":"shop"')]);
  const policies = await target.client(CloudWatchLogsClient).send(new DescribeResourcePoliciesCommand({}));
  expect(policies.resourcePolicies).toHaveLength(1);

  await stacks().send(new UpdateStackCommand(capable('two')));
  await waitUntilStackUpdateComplete(waiter(), { StackName });
  await put('two', '{"id":"8"}');
  expect(await received()).toBe('{"id":"8","all":"order 8"}');

  await stacks().send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiter(), { StackName });
  const client = target.client(EventBridgeClient);
  expect((await client.send(new ListEventBusesCommand({}))).EventBuses?.map(({ Name }) => Name)).toEqual(['default']);
  expect((await client.send(new ListRulesCommand({}))).Rules).toEqual([]);
});
