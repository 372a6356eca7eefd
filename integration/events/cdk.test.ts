import { CloudFormationClient, DeleteStackCommand, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation';
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
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IRestApi, LambdaRestApi } from 'aws-cdk-lib/aws-apigateway';
import { EventBus, EventField, type IEventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expect, test } from 'vitest';
import { useCloud } from '../../conformance/cloud.ts';
import { clientOf } from '../../src/harness/cloud-client.ts';
import { deployAssembly } from '../../src/harness/deploy.ts';

const target = useCloud();
const stacks = () => target.client(CloudFormationClient);

const printing = `exports.handler = async (event) => { console.log('got ' + JSON.stringify(event.detail ?? [event.path, event.body])); return { statusCode: 200 }; };`;

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
    eventBus: bus as IEventBus,
    eventPattern,
    targets: [
      new targets.LambdaFunction(fn, { deadLetterQueue: dead, retryAttempts: 2, maxEventAge: Duration.hours(1) }),
      new targets.SqsQueue(queue, { message }),
      new targets.EventBus(other as IEventBus),
      new targets.CloudWatchLogGroup(log, { installLatestAwsSdk: false }),
    ],
  });
  const apiFn = lambda(stack, 'ApiFn');
  const api = new LambdaRestApi(stack, 'Api', { handler: apiFn, proxy: true });
  const path = new targets.ApiGateway(api as IRestApi, {
    path: '/*',
    method: 'POST',
    stage: 'prod',
    pathParameterValues: ['$.detail.id'],
  });
  new Rule(stack, 'Forwarded', { eventBus: other as IEventBus, eventPattern: { source: ['shop'] }, targets: [path] });
  new Rule(stack, 'Alarms', { eventPattern: { source: ['aws.s3'] }, targets: [new targets.SqsQueue(queue)] });
  new CfnOutput(stack, 'QueueUrl', { value: queue.queueUrl });
  new CfnOutput(stack, 'ApiFnName', { value: apiFn.functionName });
  new CfnOutput(stack, 'FnName', { value: fn.functionName });
}

const StackName = 'events';

/** Deploys the app as `cdk deploy` does, assets included, and answers its outputs. */
async function deploy(detailType: string): Promise<Readonly<Record<string, string>>> {
  const app = new App();
  everything(new Stack(app, StackName), detailType);
  const [stack] = await deployAssembly(clientOf(target.cloud), app.synth().directory);
  return stack?.outputs ?? {};
}

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
  const { QueueUrl = '', FnName = '', ApiFnName = '' } = await deploy('one');
  const received = async () => {
    const input = { QueueUrl, WaitTimeSeconds: 5 };
    return (await target.client(SQSClient).send(new ReceiveMessageCommand(input))).Messages?.[0]?.Body;
  };
  await put('one', '{"id":"7"}');

  expect(await received()).toBe('{"id":"7","all":"order 7"}');
  await expect.poll(() => logged(`/aws/lambda/${FnName}`, 'got').catch(() => [])).toHaveLength(1);
  await expect.poll(() => logged('/aws/events/orders')).toEqual([expect.stringContaining('"source":"shop"')]);
  await expect
    .poll(() => logged(`/aws/lambda/${ApiFnName}`, 'got').catch(() => []))
    .toEqual([expect.stringMatching(/got \["\/7","\{.*shop/)]);
  const policies = await target.client(CloudWatchLogsClient).send(new DescribeResourcePoliciesCommand({}));
  expect(policies.resourcePolicies).toHaveLength(1);

  await deploy('two');
  await put('two', '{"id":"8"}');
  expect(await received()).toBe('{"id":"8","all":"order 8"}');

  await stacks().send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete({ client: stacks(), maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName });
  const client = target.client(EventBridgeClient);
  expect((await client.send(new ListEventBusesCommand({}))).EventBuses?.map(({ Name }) => Name)).toEqual(['default']);
  expect((await client.send(new ListRulesCommand({}))).Rules).toEqual([]);
});
