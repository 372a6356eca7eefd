import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployTemplate, outcomeOf, runOf } from './deployed-apps.ts';

const target = useCloud();
const Bucket = 'aws-sam-cli-managed-default-samclisourcebucket';

/** A role as SAM makes them, trusted by one service. */
const role = (Service: string, ...Statement: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: [Service] } }],
    },
    ManagedPolicyArns: [],
    Policies: Statement.map((each, index) => ({ PolicyName: `P${index}`, PolicyDocument: { Statement: [each] } })),
    Tags: [{ Key: 'stateMachine:createdBy', Value: 'SAM' }],
  },
});
const starting = { Effect: 'Allow', Action: 'states:StartExecution', Resource: { Ref: 'Machine' } };
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

const lambda = (id: string, body: string) => ({
  [`${id}Role`]: role('lambda.amazonaws.com'),
  [id]: {
    Type: 'AWS::Lambda::Function',
    Metadata: { SamResourceId: id },
    Properties: {
      Code: { ZipFile: `exports.handler = async (event) => (${body});` },
      Handler: 'index.handler',
      Role: arnOf(`${id}Role`),
      Runtime: 'nodejs24.x',
      Architectures: ['x86_64'],
      Tags: [{ Key: 'lambda:createdBy', Value: 'SAM' }],
    },
  },
});

const trading = `
StartAt: Check Value
States:
  Check Value:
    Type: Task
    Resource: \${Checker}
    Retry:
      - { ErrorEquals: [States.TaskFailed], IntervalSeconds: 15, MaxAttempts: 5, BackoffRate: 1.5 }
    Next: Buy or Sell?
  Buy or Sell?:
    Type: Choice
    Choices: [{ Variable: $.price, NumericLessThanEquals: 50, Next: Buy }]
    Default: Sell
  Sell: { Type: Task, Resource: "\${Seller}", Next: Record }
  Buy: { Type: Task, Resource: "\${Buyer}", Next: Record }
  Record:
    Type: Task
    Resource: \${PutItem}
    Parameters:
      TableName: \${Table}
      Item: { Id: { S.$: $.id }, Price: { N.$: $.price } }
    End: true
`;

/** What `sam init` makes of its multi-step workflow, after the transform. */
const traders = {
  Resources: {
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Metadata: { SamResourceId: 'Machine' },
      Properties: {
        DefinitionS3Location: { Bucket, Key: 'app/7f4cb8' },
        DefinitionSubstitutions: {
          Checker: arnOf('Checker'),
          Seller: arnOf('Seller'),
          Buyer: arnOf('Buyer'),
          PutItem: { 'Fn::Sub': 'arn:${AWS::Partition}:states:::dynamodb:putItem' },
          Table: { Ref: 'Table' },
        },
        RoleArn: arnOf('MachineRole'),
        Tags: [{ Key: 'stateMachine:createdBy', Value: 'SAM' }],
      },
    },
    MachineRole: role('states.amazonaws.com', { Effect: 'Allow', Action: '*', Resource: '*' }),
    HourlyRole: role('events.amazonaws.com', starting),
    Hourly: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(1 hour)',
        State: 'ENABLED',
        Targets: [{ Arn: { Ref: 'Machine' }, Id: 'HourlyStepFunctionsTarget', RoleArn: arnOf('HourlyRole') }],
      },
    },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        KeySchema: [{ KeyType: 'HASH', AttributeName: 'Id' }],
        AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
        ProvisionedThroughput: { WriteCapacityUnits: 1, ReadCapacityUnits: 1 },
      },
    },
    ...lambda('Checker', '{ price: 40 }'),
    ...lambda('Seller', "{ id: 'sold', price: String(event.price) }"),
    ...lambda('Buyer', "{ id: 'bought', price: String(event.price) }"),
  },
  Outputs: { Arn: { Value: { Ref: 'Machine' } }, TableName: { Value: { Ref: 'Table' } } },
};

test('a machine with its definition in a bucket trades', { timeout: 120_000 }, async () => {
  const s3 = target.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'app/7f4cb8', Body: trading }));

  const { Arn, TableName } = await deployTemplate(target, traders);

  expect(await runOf(target, Arn)).toMatchObject({
    status: 'SUCCEEDED',
    output: { SdkHttpMetadata: { HttpStatusCode: 200 } },
  });
  const { Items } = await target.client(DynamoDBClient).send(new ScanCommand({ TableName }));
  expect(Items).toEqual([{ Id: { S: 'bought' }, Price: { N: '40' } }]);
});

/** The method of an `Api` event. */
const start = {
  'x-amazon-apigateway-integration': {
    type: 'aws',
    httpMethod: 'POST',
    credentials: arnOf('ApiRole'),
    uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution' },
    requestTemplates: {
      'application/json': {
        'Fn::Sub': `{"input": "$util.escapeJavaScript($input.json('$'))", "stateMachineArn": "\${Machine}"}`,
      },
    },
    responses: { 200: { statusCode: '200' }, 400: { statusCode: '400' } },
  },
  responses: { 200: { description: 'OK' }, 400: { description: 'Bad Request' } },
};

/** A machine with an Api, an EventBridgeRule and a ScheduleV2 event. */
const entered = {
  Resources: {
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        DefinitionString:
          '{"StartAt":"A","States":{"A":{"Type":"Pass","Result":"${To}","ResultPath":"$.to","End":true}}}',
        DefinitionSubstitutions: { To: 'you' },
        RoleArn: arnOf('MachineRole'),
        StateMachineName: { 'Fn::Sub': '${AWS::StackName}-machine' },
        StateMachineType: 'STANDARD',
        TracingConfiguration: { Enabled: true },
      },
    },
    MachineRole: role('states.amazonaws.com'),
    ApiRole: role('apigateway.amazonaws.com', starting),
    RuleRole: role('events.amazonaws.com', starting),
    ScheduleRole: role('scheduler.amazonaws.com', starting),
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: {
        Body: {
          swagger: '2.0',
          info: { version: '1.0', title: { Ref: 'AWS::StackName' } },
          paths: { '/start': { post: start } },
        },
      },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'Stage' } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'Prod' },
    },
    DeadLetters: { Type: 'AWS::SQS::Queue' },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: 'default',
        EventPattern: { source: ['shop'] },
        Targets: [
          {
            Arn: { Ref: 'Machine' },
            Id: 'RuleStepFunctionsTarget',
            InputPath: '$.detail',
            RoleArn: arnOf('RuleRole'),
            DeadLetterConfig: { Arn: arnOf('DeadLetters') },
            RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 6 },
          },
        ],
      },
    },
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'rate(1 hour)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        State: 'ENABLED',
        Target: { Arn: { Ref: 'Machine' }, Input: '{"by":"schedule"}', RoleArn: arnOf('ScheduleRole') },
      },
    },
  },
  Outputs: {
    Arn: { Value: arnOf('Machine') },
    Url: { Value: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/Prod/start' } },
  },
};

test('an API method, a rule and a schedule begin executions', { timeout: 120_000 }, async () => {
  const { Arn: stateMachineArn, Url = '' } = await deployTemplate(target, entered);
  expect(stateMachineArn).toMatch(/:stateMachine:app-machine$/);

  const headers = { 'content-type': 'application/json' };
  const response = await fetch(Url, { method: 'POST', body: '{"by":"api"}', headers });
  const { executionArn } = (await response.json()) as { executionArn: string };
  expect((await outcomeOf(target, executionArn)).output).toEqual({ by: 'api', to: 'you' });
  const Entries = [{ Source: 'shop', DetailType: 'Sold', Detail: '{"by":"rule"}' }];
  await target.client(EventBridgeClient).send(new PutEventsCommand({ Entries }));
  await target.cloud.clock.advance('61m');

  const inputs = async () => {
    const { executions = [] } = await target.client(SFNClient).send(new ListExecutionsCommand({ stateMachineArn }));
    const outcomes = await Promise.all(executions.map((each) => outcomeOf(target, each.executionArn)));
    return new Set(outcomes.map(({ input }) => (input as { by: string }).by));
  };
  await expect.poll(inputs, { timeout: 15_000 }).toEqual(new Set(['api', 'rule', 'schedule']));
});
