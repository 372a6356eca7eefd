import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  App,
  CfnOutput,
  DefaultStackSynthesizer,
  Duration,
  type IStackSynthesizer,
  SecretValue,
  Stack,
} from 'aws-cdk-lib';
import { type IRestApi, RestApi, StepFunctionsRestApi } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Authorization, Connection, EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution as StartBySchedule } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const target = useCloud();
const StackName = 'flows';
let client: SFNClient;
beforeEach(() => {
  client = target.client(SFNClient);
});

/** Deploys what `build` makes, as `cdk deploy` would send it; answers the outputs. */
async function deploy(build: (stack: Stack) => void): Promise<Record<string, string>> {
  const app = new App();
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  const stack = new Stack(app, 'Stack', { synthesizer });
  build(stack);
  const TemplateBody = JSON.stringify(app.synth().getStackByName('Stack').template);
  const stacks = target.client(CloudFormationClient);
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_IAM'] }));
  const settled = async () => {
    const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0]?.StackStatus;
  };
  await expect.poll(settled, { timeout: 25_000 }).not.toMatch(/IN_PROGRESS/);
  const { StackEvents = [] } = await stacks.send(new DescribeStackEventsCommand({ StackName }));
  const failed = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('FAILED'));
  expect(failed.map(({ ResourceStatusReason }) => ResourceStatusReason)).toEqual([]);
  return stackOutputs(stacks, StackName);
}

const output = (stack: Stack, id: string, machine: sfn.StateMachine) =>
  new CfnOutput(stack, id, { value: machine.stateMachineArn });

const over = async (executionArn: string | undefined) => {
  const describe = () => client.send(new DescribeExecutionCommand({ executionArn }));
  await expect.poll(async () => (await describe()).status, { timeout: 15_000 }).not.toBe('RUNNING');
  return describe();
};

async function run(stateMachineArn: string | undefined, input: object = {}) {
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return over(executionArn);
}

const inline = (stack: Stack, id: string): Lambda =>
  new Lambda(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async (event) => ({ got: event });'),
  });

test('a chain of states is made, started and deleted', { timeout: 60_000 }, async () => {
  const { MachineArn: Machine } = await deploy((stack) => {
    const queue = new Queue(stack, 'Queue', { queueName: 'q' });
    const send = new tasks.CallAwsService(stack, 'Send', {
      service: 'sqs',
      action: 'sendMessage',
      parameters: { QueueUrl: queue.queueUrl, MessageBody: 'hello' },
      iamResources: [queue.queueArn],
      resultPath: sfn.JsonPath.DISCARD,
    });
    const isOk = new sfn.Choice(stack, 'Ok?')
      .when(sfn.Condition.booleanEquals('$.ok', true), send.next(new sfn.Succeed(stack, 'Done')))
      .otherwise(new sfn.Fail(stack, 'Refused', { error: 'NotOk' }));
    const definitionBody = sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Begin').next(isOk));
    output(
      stack,
      'MachineArn',
      new sfn.StateMachine(stack, 'Machine', { definitionBody, timeout: Duration.minutes(5) }),
    );
  });

  expect(Machine).toMatch(/:stateMachine:Machine[0-9A-F]{8}-[A-Za-z0-9]{12}$/);
  expect(await run(Machine, { ok: true })).toMatchObject({ status: 'SUCCEEDED' });
  const { Messages } = await target
    .client(SQSClient)
    .send(new ReceiveMessageCommand({ QueueUrl: 'http://sqs.us-east-1.localhost/000000000000/q' }));
  expect(Messages).toMatchObject([{ Body: 'hello' }]);
  expect(await run(Machine, { ok: false })).toMatchObject({ status: 'FAILED', error: 'NotOk' });

  await target.client(CloudFormationClient).send(new DeleteStackCommand({ StackName }));
  await expect
    .poll(async () => (await client.send(new ListStateMachinesCommand({}))).stateMachines, { timeout: 15_000 })
    .toEqual([]);
});

/** A task of each service that is here, one after the other. */
function everyTask(stack: Stack): sfn.IChainable {
  const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const api = new RestApi(stack, 'Api');
  api.root.addMethod('GET');
  const connection = new Connection(stack, 'Connection', {
    authorization: Authorization.apiKey('x-key', SecretValue.unsafePlainText('secret')),
  });
  const child = new sfn.StateMachine(stack, 'Child', {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Nothing')),
  });
  const id = tasks.DynamoAttributeValue.fromString(sfn.JsonPath.stringAt('$.id'));
  const eventBus = new EventBus(stack, 'Bus');
  return sfn.Chain.start(new tasks.LambdaInvoke(stack, 'Invoke', { lambdaFunction: inline(stack, 'Fn') }))
    .next(new tasks.DynamoPutItem(stack, 'Put', { table, item: { id } }))
    .next(new tasks.DynamoGetItem(stack, 'Get', { table, key: { id } }))
    .next(new tasks.DynamoUpdateItem(stack, 'Update', { table, key: { id } }))
    .next(new tasks.DynamoDeleteItem(stack, 'Delete', { table, key: { id } }))
    .next(
      new tasks.SqsSendMessage(stack, 'Send', {
        queue: new Queue(stack, 'Queue'),
        messageBody: sfn.TaskInput.fromJsonPathAt('$'),
      }),
    )
    .next(
      new tasks.SnsPublish(stack, 'Publish', {
        topic: new Topic(stack, 'Topic'),
        message: sfn.TaskInput.fromText('hello'),
      }),
    )
    .next(
      new tasks.EventBridgePutEvents(stack, 'Tell', {
        entries: [{ eventBus, source: 'flow', detailType: 'Told', detail: sfn.TaskInput.fromObject({ a: 1 }) }],
      }),
    )
    .next(
      new tasks.StepFunctionsStartExecution(stack, 'Start', {
        stateMachine: child,
        integrationPattern: sfn.IntegrationPattern.RUN_JOB,
      }),
    )
    .next(
      new tasks.HttpInvoke(stack, 'Http', {
        apiRoot: 'https://example.com',
        apiEndpoint: sfn.TaskInput.fromText('/orders'),
        connection,
        method: sfn.TaskInput.fromText('GET'),
      }),
    )
    .next(
      new tasks.CallApiGatewayRestApiEndpoint(stack, 'CallApi', {
        api: api as IRestApi,
        stageName: 'prod',
        method: tasks.HttpMethod.GET,
      }),
    );
}

test('tasks of all services that are here are deployed', { timeout: 60_000 }, async () => {
  const { StandardArn: Standard = '' } = await deploy((stack) => {
    const chain = everyTask(stack);
    output(
      stack,
      'StandardArn',
      new sfn.StateMachine(stack, 'Standard', {
        stateMachineName: 'standard',
        definitionBody: sfn.DefinitionBody.fromChainable(chain),
        tracingEnabled: true,
      }),
    );
  });

  const { definition = '', ...described } = await client.send(
    new DescribeStateMachineCommand({ stateMachineArn: Standard }),
  );
  expect(described).toMatchObject({ name: 'standard', tracingConfiguration: { enabled: true } });
  const { States } = JSON.parse(definition) as { States: Record<string, { Resource: string }> };
  expect(Object.values(States).map(({ Resource }) => Resource.replace('arn:aws:states:::', ''))).toEqual([
    'lambda:invoke',
    'dynamodb:putItem',
    'dynamodb:getItem',
    'dynamodb:updateItem',
    'dynamodb:deleteItem',
    'sqs:sendMessage',
    'sns:publish',
    'events:putEvents',
    'states:startExecution.sync:2',
    'http:invoke',
    'apigateway:invoke',
  ]);
});

test('JSONata, parallel branches and maps are deployed', { timeout: 60_000 }, async () => {
  const { Nata, Maps } = await deploy((stack) => {
    const nata = sfn.Pass.jsonata(stack, 'Count', {
      assign: { total: '{% $sum($states.input.prices) %}' },
      outputs: '{% $states.input %}',
    }).next(
      sfn.Choice.jsonata(stack, 'Enough?')
        .when(sfn.Condition.jsonata('{% $total > 10 %}'), sfn.Succeed.jsonata(stack, 'Yes'))
        .otherwise(sfn.Fail.jsonata(stack, 'No', { error: '{% "TooLittle" %}' })),
    );
    output(
      stack,
      'Nata',
      new sfn.StateMachine(stack, 'NataMachine', {
        definitionBody: sfn.DefinitionBody.fromChainable(nata),
        queryLanguage: sfn.QueryLanguage.JSONATA,
      }),
    );
    const bucket = new Bucket(stack, 'Bucket') as IBucket;
    const each = new sfn.DistributedMap(stack, 'Each', {
      itemReader: new sfn.S3JsonItemReader({ bucket, key: 'items.json' }),
      resultWriterV2: new sfn.ResultWriterV2({ bucket, prefix: 'results' }),
      maxConcurrency: 10,
    }).itemProcessor(new sfn.Pass(stack, 'One'), {
      mode: sfn.ProcessorMode.DISTRIBUTED,
      executionType: sfn.ProcessorType.EXPRESS,
    });
    const few = new sfn.Map(stack, 'Few', { itemsPath: '$.items' }).itemProcessor(new sfn.Pass(stack, 'Item'));
    const both = new sfn.Parallel(stack, 'Both').branch(each).branch(few);
    output(
      stack,
      'Maps',
      new sfn.StateMachine(stack, 'MapsMachine', { definitionBody: sfn.DefinitionBody.fromChainable(both) }),
    );
  });

  const nata = await client.send(new DescribeStateMachineCommand({ stateMachineArn: Nata }));
  expect(JSON.parse(nata.definition ?? '')).toMatchObject({ QueryLanguage: 'JSONata' });
  expect(nata.variableReferences).toEqual({ 'Enough?': ['total'] });
  const maps = await client.send(new DescribeStateMachineCommand({ stateMachineArn: Maps }));
  expect(JSON.parse(maps.definition ?? '')).toMatchObject({ StartAt: 'Both' });
});

test('rules and schedules start executions', { timeout: 60_000 }, async () => {
  const { MachineArn: Machine } = await deploy((stack) => {
    const machine = new sfn.StateMachine(stack, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromString(
        JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }),
      ),
    });
    new Rule(stack, 'Rule', {
      eventPattern: { source: ['shop'] },
      targets: [new SfnStateMachine(machine, { input: RuleTargetInput.fromObject({ by: 'rule' }) })],
    });
    new Schedule(stack, 'Schedule', {
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new StartBySchedule(machine, { input: ScheduleTargetInput.fromObject({ by: 'schedule' }) }),
    });
    output(stack, 'MachineArn', machine);
  });

  await target
    .client(EventBridgeClient)
    .send(new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'Sold', Detail: '{}' }] }));

  // Its first run may come before its role may start executions.
  await target.cloud.clock.advance('61m');

  const inputs = async () => {
    const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn: Machine }));
    const found = await Promise.all(
      executions.map(({ executionArn }) => client.send(new DescribeExecutionCommand({ executionArn }))),
    );
    return [...new Set(found.map(({ input }) => input))].sort();
  };
  await expect.poll(inputs, { timeout: 15_000 }).toEqual(['{"by":"rule"}', '{"by":"schedule"}']);
});

test('an express machine with logs stands behind an API', { timeout: 60_000 }, async () => {
  const { MachineArn: Machine } = await deploy((stack) => {
    const stateMachine = new sfn.StateMachine(stack, 'Machine', {
      stateMachineType: sfn.StateMachineType.EXPRESS,
      definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Answer')),
      logs: { destination: new LogGroup(stack, 'Log'), level: sfn.LogLevel.ALL, includeExecutionData: true },
    });
    new StepFunctionsRestApi(stack, 'Api', { stateMachine });
    output(stack, 'MachineArn', stateMachine);
  });

  expect(await client.send(new DescribeStateMachineCommand({ stateMachineArn: Machine }))).toMatchObject({
    type: 'EXPRESS',
    loggingConfiguration: { level: 'ALL', includeExecutionData: true, destinations: [expect.anything()] },
  });
});
