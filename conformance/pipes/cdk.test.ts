import {
  CloudFormationClient,
  CreateStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { DescribePipeCommand, PipesClient } from '@aws-sdk/client-pipes';
import { SQSClient } from '@aws-sdk/client-sqs';
import { App, CfnOutput, DefaultStackSynthesizer, type IStackSynthesizer, Stack, Tags } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke } from '../lambda/make-function.ts';
import { stackOutputs } from '../stack-outputs.ts';
import { bodies, send } from './make-pipe.ts';

const target = useCloud({ clock: 'virtual' });
const advance = (duration: number | string) => target.cloud.clock.advance(duration);
const stacks = () => target.client(CloudFormationClient);
const sqs = () => target.client(SQSClient);

const role = (stack: Stack) => new Role(stack, 'Role', { assumedBy: new ServicePrincipal('pipes.amazonaws.com') });
const lambda = (stack: Stack, id: string, code: string) =>
  new Lambda(stack, id, { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline(code) });

function templateOf(build: (stack: Stack) => void): string {
  const app = new App();
  const stack = new Stack(app, 'S', {
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
  });
  build(stack);
  return JSON.stringify(app.synth().getStackByName('S').template);
}

async function deploy(build: (stack: Stack) => void): Promise<Record<string, string>> {
  const StackName = 'S';
  const Capabilities: ['CAPABILITY_IAM'] = ['CAPABILITY_IAM'];
  const client = stacks();
  await client.send(new CreateStackCommand({ StackName, TemplateBody: templateOf(build), Capabilities }));
  await Promise.all([
    waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName }),
    advance('10s'),
  ]);
  return stackOutputs(client, StackName);
}

const fromTable = (template: string) => (stack: Stack) => {
  const table = new Table(stack, 'Orders', {
    tableName: 'orders',
    partitionKey: { name: 'id', type: AttributeType.STRING },
    stream: StreamViewType.NEW_IMAGE,
  });
  const queue = new Queue(stack, 'Queue');
  const pipe = new CfnPipe(stack, 'Pipe', {
    roleArn: role(stack).roleArn,
    source: table.tableStreamArn ?? '',
    sourceParameters: {
      dynamoDbStreamParameters: { startingPosition: 'LATEST', batchSize: 1 },
      filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ['INSERT'] }) }] },
    },
    target: queue.queueArn,
    targetParameters: { inputTemplate: template },
  });
  Tags.of(pipe).add('team', 'orders');
  new CfnOutput(stack, 'Url', { value: queue.queueUrl });
  new CfnOutput(stack, 'Name', { value: pipe.ref });
  new CfnOutput(stack, 'Arn', { value: pipe.attrArn });
};

it("a table's stream flows, filtered, into a queue; an update takes effect in place", async () => {
  const { Url = '', Name = '', Arn = '' } = await deploy(fromTable('<$.dynamodb.NewImage.id.S>'));
  const tables = target.client(DynamoDBClient);
  const put = (id: string, note: string) =>
    tables.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id }, note: { S: note } } }));
  await put('one', 'new');
  await put('one', 'changed');
  await advance('1s');
  expect(await bodies(sqs(), Url)).toEqual(['one']);
  const pipe = await target.client(PipesClient).send(new DescribePipeCommand({ Name }));
  expect(pipe).toMatchObject({ Arn, CurrentState: 'RUNNING', Tags: { team: 'orders' } });

  const client = stacks();
  const TemplateBody = templateOf(fromTable('id <$.dynamodb.NewImage.id.S>'));
  await client.send(new UpdateStackCommand({ StackName: 'S', TemplateBody, Capabilities: ['CAPABILITY_IAM'] }));
  await Promise.all([
    waitUntilStackUpdateComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName: 'S' }),
    advance('10s'),
  ]);
  await put('two', 'new');
  await advance('1s');

  expect(await bodies(sqs(), Url)).toEqual(['id two']);
});

it("a queue's messages are enriched by one function and handled by another", async () => {
  const { Url = '', Name = '' } = await deploy((stack) => {
    const queue = new Queue(stack, 'Queue');
    const enricher = lambda(stack, 'Enricher', 'exports.handler = async (e) => e.map(({ id }) => ({ id, price: 3 }));');
    const handler = lambda(
      stack,
      'Handler',
      'const all = []; exports.handler = async (e) => { if (e.read) return all; all.push(e); };',
    );
    new CfnPipe(stack, 'Pipe', {
      name: 'orders',
      roleArn: role(stack).roleArn,
      source: queue.queueArn,
      sourceParameters: { sqsQueueParameters: { batchSize: 1 } },
      enrichment: enricher.functionArn,
      enrichmentParameters: { inputTemplate: '{"id": <$.body.id>}' },
      target: handler.functionArn,
      targetParameters: { lambdaFunctionParameters: { invocationType: 'REQUEST_RESPONSE' } },
    });
    new CfnOutput(stack, 'Url', { value: queue.queueUrl });
    new CfnOutput(stack, 'Name', { value: handler.functionName });
  });
  await send(sqs(), Url, { id: 'one' });
  await advance('1s');

  const { payload } = await invoke(target.client(LambdaClient), { read: true }, { FunctionName: Name });
  expect(payload).toEqual([[{ id: 'one', price: 3 }]]);
});

it('a pipe whose source is not there fails its stack with the reason', async () => {
  const broken = deploy((stack) => {
    new CfnPipe(stack, 'Pipe', {
      name: 'broken',
      roleArn: role(stack).roleArn,
      source: 'arn:aws:sqs:us-east-1:000000000000:nowhere',
      target: new Queue(stack, 'Queue').queueArn,
    });
  });

  await expect(broken).rejects.toThrow(/ROLLBACK/);
  await expect(target.client(PipesClient).send(new DescribePipeCommand({ Name: 'broken' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});
