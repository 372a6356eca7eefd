import {
  CloudControlClient,
  CreateResourceCommand,
  DeleteResourceCommand,
  GetResourceCommand,
  GetResourceRequestStatusCommand,
  ListResourcesCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-cloudcontrol';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(CloudControlClient);

const policy = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});
const Tags = [{ Key: 'team', Value: 'a' }];
const role = { RoleName: 'r', AssumeRolePolicyDocument: policy('lambda.amazonaws.com') };
const RoleArn = 'arn:aws:iam::000000000000:role/r';
const code = { ZipFile: 'exports.handler = async () => 1;' };
const fn = { FunctionName: 'f', Role: RoleArn, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: code };
const pass = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };

type Made = (TypeName: string, state: object) => Promise<{ Identifier: string; model: Record<string, unknown> }>;

interface Case {
  readonly type: string;
  /** What it stands on is made first. */
  readonly state: object | ((make: Made) => Promise<object>);
  /** The value of a property that is changed. */
  readonly change?: readonly [property: string, value: unknown];
  /** Members that the model has besides. */
  readonly attributes: readonly string[];
  /** What ListResources must be told; false where the type cannot be listed. */
  readonly among?: ((state: Record<string, unknown>) => object) | false;
}

const withRole = (state: object) => async (make: Made) => {
  await make('AWS::IAM::Role', role);
  return state;
};
const withFunction = (state: object) => async (make: Made) => {
  await make('AWS::IAM::Role', role);
  await make('AWS::Lambda::Function', fn);
  return state;
};
const ofHttpApi = (state: object) => async (make: Made) => {
  const { Identifier } = await make('AWS::ApiGatewayV2::Api', { Name: 'a', ProtocolType: 'HTTP' });
  return { ApiId: Identifier, ...state };
};
const ofRestApi = (stateOf: (api: Record<string, unknown>) => object) => async (make: Made) => {
  const { model } = await make('AWS::ApiGateway::RestApi', { Name: 'a' });
  return { RestApiId: model.RestApiId, ...stateOf(model) };
};
const amongApi = ({ ApiId }: Record<string, unknown>) => ({ ApiId });
const amongRestApi = ({ RestApiId }: Record<string, unknown>) => ({ RestApiId });

const cases: readonly Case[] = [
  {
    type: 'AWS::Lambda::Function',
    state: withRole({
      ...fn,
      MemorySize: 256,
      Environment: { Variables: { AB: '1' } },
      Tags,
      ReservedConcurrentExecutions: 2,
    }),
    change: ['Timeout', 20],
    attributes: ['Arn'],
  },
  {
    type: 'AWS::Lambda::EventSourceMapping',
    state: async (make) => {
      await withFunction({})(make);
      const { model } = await make('AWS::SQS::Queue', { QueueName: 'q' });
      return { FunctionName: 'f', EventSourceArn: model.Arn, BatchSize: 5, Enabled: true };
    },
    change: ['BatchSize', 7],
    attributes: ['Id', 'EventSourceMappingArn'],
  },
  {
    type: 'AWS::Lambda::Version',
    state: withFunction({ FunctionName: 'f', Description: 'first' }),
    attributes: ['FunctionArn', 'Version'],
    among: () => ({ FunctionName: 'f' }),
  },
  {
    type: 'AWS::Lambda::Alias',
    state: async (make) => {
      await withFunction({})(make);
      const { model } = await make('AWS::Lambda::Version', { FunctionName: 'f' });
      return { FunctionName: 'f', Name: 'live', FunctionVersion: model.Version };
    },
    change: ['Description', 'now'],
    attributes: ['AliasArn'],
    among: () => ({ FunctionName: 'f' }),
  },
  {
    type: 'AWS::Lambda::Url',
    state: withFunction({ TargetFunctionArn: 'f', AuthType: 'NONE', Cors: { AllowOrigins: ['*'] } }),
    change: ['AuthType', 'AWS_IAM'],
    attributes: ['FunctionArn', 'FunctionUrl'],
  },
  {
    type: 'AWS::Lambda::Permission',
    state: withFunction({ FunctionName: 'f', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' }),
    attributes: ['Id'],
    among: () => ({ FunctionName: 'f' }),
  },
  {
    type: 'AWS::IAM::Role',
    state: {
      ...role,
      Description: 'd',
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      Policies: [
        {
          PolicyName: 'p',
          PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
        },
      ],
      Tags,
    },
    change: ['Description', 'e'],
    attributes: ['Arn', 'RoleId'],
  },
  { type: 'AWS::IAM::User', state: { UserName: 'u', Tags }, change: ['Path', '/x/'], attributes: ['Arn'] },
  { type: 'AWS::IAM::Group', state: { GroupName: 'g' }, change: ['Path', '/x/'], attributes: ['Arn'] },
  {
    type: 'AWS::IAM::ManagedPolicy',
    state: {
      ManagedPolicyName: 'm',
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
    },
    change: [
      'PolicyDocument',
      { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] },
    ],
    attributes: ['PolicyArn', 'PolicyId'],
  },
  {
    type: 'AWS::IAM::InstanceProfile',
    state: withRole({ InstanceProfileName: 'i', Roles: ['r'] }),
    attributes: ['Arn'],
  },
  {
    type: 'AWS::S3::Bucket',
    state: {
      BucketName: 'my-bucket',
      Tags,
      VersioningConfiguration: { Status: 'Enabled' },
      CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'], MaxAge: 5 }] },
      LifecycleConfiguration: { Rules: [{ Id: 'x', Status: 'Enabled', ExpirationInDays: 3, Prefix: 'tmp/' }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true },
    },
    change: ['VersioningConfiguration', { Status: 'Suspended' }],
    attributes: ['Arn', 'DomainName', 'RegionalDomainName'],
  },
  {
    type: 'AWS::DynamoDB::Table',
    state: {
      TableName: 'orders',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-sk',
          KeySchema: [{ AttributeName: 'sk', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      Tags,
    },
    change: ['TableClass', 'STANDARD_INFREQUENT_ACCESS'],
    attributes: ['Arn', 'StreamArn'],
  },
  {
    type: 'AWS::SQS::Queue',
    state: async (make) => {
      const { model } = await make('AWS::SQS::Queue', { QueueName: 'dead' });
      return {
        QueueName: 'q',
        VisibilityTimeout: 40,
        Tags,
        RedrivePolicy: { deadLetterTargetArn: model.Arn, maxReceiveCount: 3 },
      };
    },
    change: ['VisibilityTimeout', 50],
    attributes: ['Arn', 'QueueUrl'],
  },
  {
    type: 'AWS::SNS::Topic',
    state: { TopicName: 't', DisplayName: 'T', Tags },
    change: ['DisplayName', 'U'],
    attributes: ['TopicArn'],
  },
  {
    type: 'AWS::SNS::Subscription',
    state: async (make) => {
      const queue = await make('AWS::SQS::Queue', { QueueName: 'q' });
      const topic = await make('AWS::SNS::Topic', { TopicName: 't' });
      return { TopicArn: topic.Identifier, Protocol: 'sqs', Endpoint: queue.model.Arn, FilterPolicy: { kind: ['a'] } };
    },
    change: ['RawMessageDelivery', true],
    attributes: ['Arn'],
  },
  {
    type: 'AWS::Logs::LogGroup',
    state: { LogGroupName: '/g', Tags },
    change: ['RetentionInDays', 7],
    attributes: ['Arn'],
  },
  {
    type: 'AWS::ApiGateway::RestApi',
    state: { Name: 'a', Description: 'd', EndpointConfiguration: { Types: ['REGIONAL'] }, Tags },
    change: ['Description', 'e'],
    attributes: ['RestApiId', 'RootResourceId'],
  },
  {
    type: 'AWS::ApiGateway::Resource',
    state: ofRestApi(({ RootResourceId }) => ({ ParentId: RootResourceId, PathPart: 'orders' })),
    attributes: ['ResourceId'],
    among: amongRestApi,
  },
  {
    type: 'AWS::ApiGateway::Method',
    state: ofRestApi(({ RootResourceId }) => ({
      ResourceId: RootResourceId,
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode": 200}' } },
    })),
    change: ['OperationName', 'list'],
    attributes: [],
    among: false,
  },
  {
    type: 'AWS::ApiGateway::Stage',
    state: async (make) => {
      const { RestApiId, ...method } = await ofRestApi(({ RootResourceId }) => ({
        ResourceId: RootResourceId,
        HttpMethod: 'GET',
        AuthorizationType: 'NONE',
        Integration: { Type: 'MOCK' },
      }))(make);
      await make('AWS::ApiGateway::Method', { RestApiId, ...method });
      const { model } = await make('AWS::ApiGateway::Deployment', { RestApiId });
      return { RestApiId, StageName: 'v1', DeploymentId: model.DeploymentId, Variables: { a: 'b' } };
    },
    change: ['Description', 'd'],
    attributes: [],
    among: amongRestApi,
  },
  {
    type: 'AWS::ApiGatewayV2::Api',
    state: { Name: 'a', ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: ['*'] }, Tags: { team: 'a' } },
    change: ['Description', 'd'],
    attributes: ['ApiId', 'ApiEndpoint'],
  },
  {
    type: 'AWS::ApiGatewayV2::Integration',
    state: ofHttpApi({
      IntegrationType: 'HTTP_PROXY',
      IntegrationUri: 'https://example.com',
      IntegrationMethod: 'GET',
      PayloadFormatVersion: '1.0',
    }),
    change: ['TimeoutInMillis', 5000],
    attributes: ['IntegrationId'],
    among: amongApi,
  },
  {
    type: 'AWS::ApiGatewayV2::Route',
    state: ofHttpApi({ RouteKey: 'GET /a' }),
    change: ['OperationName', 'o'],
    attributes: ['RouteId'],
    among: amongApi,
  },
  {
    type: 'AWS::ApiGatewayV2::Stage',
    state: ofHttpApi({ StageName: 'v1', AutoDeploy: true, StageVariables: { a: 'b' } }),
    change: ['Description', 'd'],
    attributes: [],
    among: amongApi,
  },
  {
    type: 'AWS::Events::Rule',
    state: {
      Name: 'r',
      EventPattern: { source: ['app'] },
      Targets: [{ Id: '1', Arn: 'arn:aws:sqs:us-east-1:000000000000:q' }],
      Tags,
    },
    change: ['State', 'DISABLED'],
    attributes: ['Arn'],
  },
  { type: 'AWS::Events::EventBus', state: { Name: 'b', Tags }, change: ['Description', 'd'], attributes: ['Arn'] },
  {
    type: 'AWS::SSM::Parameter',
    state: { Name: '/p', Type: 'String', Value: 'v', Tags: { team: 'a' } },
    change: ['Value', 'w'],
    attributes: [],
  },
  {
    type: 'AWS::SecretsManager::Secret',
    state: { Name: 's', Description: 'd', Tags },
    change: ['Description', 'e'],
    attributes: ['Id'],
  },
  {
    type: 'AWS::KMS::Key',
    state: { Description: 'd', EnableKeyRotation: true, PendingWindowInDays: 7, Tags },
    change: ['Description', 'e'],
    attributes: ['Arn', 'KeyId', 'KeyPolicy'],
  },
  {
    type: 'AWS::KMS::Alias',
    state: async (make) => {
      const { Identifier } = await make('AWS::KMS::Key', { Description: 'd' });
      return { AliasName: 'alias/a', TargetKeyId: Identifier };
    },
    attributes: [],
  },
  {
    type: 'AWS::StepFunctions::StateMachine',
    state: async (make) => {
      await make('AWS::IAM::Role', { ...role, AssumeRolePolicyDocument: policy('states.amazonaws.com') });
      return { StateMachineName: 'm', RoleArn, DefinitionString: JSON.stringify(pass), Tags };
    },
    change: ['TracingConfiguration', { Enabled: true }],
    attributes: ['Arn', 'Name'],
  },
  { type: 'AWS::StepFunctions::Activity', state: { Name: 'a', Tags }, attributes: ['Arn'] },
  {
    type: 'AWS::Scheduler::Schedule',
    state: async (make) => {
      await make('AWS::IAM::Role', { ...role, AssumeRolePolicyDocument: policy('scheduler.amazonaws.com') });
      return {
        Name: 's',
        ScheduleExpression: 'rate(1 hour)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: 'arn:aws:sqs:us-east-1:000000000000:q', RoleArn },
      };
    },
    change: ['State', 'DISABLED'],
    attributes: ['Arn'],
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    state: {
      AlarmName: 'a',
      Namespace: 'N',
      MetricName: 'm',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [{ Name: 'd', Value: 'v' }],
    },
    change: ['Threshold', 2],
    attributes: ['Arn'],
  },
  {
    type: 'AWS::Kinesis::Stream',
    state: { Name: 's', ShardCount: 2, RetentionPeriodHours: 48, Tags },
    change: ['RetentionPeriodHours', 72],
    attributes: ['Arn'],
  },
  {
    type: 'AWS::Logs::MetricFilter',
    state: async (make) => {
      await make('AWS::Logs::LogGroup', { LogGroupName: '/g' });
      return {
        LogGroupName: '/g',
        FilterName: 'f',
        FilterPattern: 'ERROR',
        MetricTransformations: [{ MetricName: 'm', MetricNamespace: 'N', MetricValue: '1' }],
      };
    },
    change: ['FilterPattern', 'WARN'],
    attributes: [],
  },
  {
    type: 'AWS::S3::BucketPolicy',
    state: async (make) => {
      await make('AWS::S3::Bucket', { BucketName: 'my-bucket' });
      const Statement = [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::000000000000:root' },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::my-bucket/*',
        },
      ];
      return { Bucket: 'my-bucket', PolicyDocument: { Version: '2012-10-17', Statement } };
    },
    attributes: [],
    among: false,
  },
  {
    type: 'AWS::ECR::Repository',
    state: { RepositoryName: 'images', ImageTagMutability: 'IMMUTABLE', Tags },
    change: ['ImageTagMutability', 'MUTABLE'],
    attributes: ['Arn', 'RepositoryUri'],
  },
  {
    type: 'AWS::EC2::VPC',
    state: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true, Tags },
    change: ['EnableDnsHostnames', false],
    attributes: ['VpcId', 'DefaultSecurityGroup'],
  },
  {
    type: 'AWS::EC2::SecurityGroup',
    state: async (make) => {
      const { Identifier } = await make('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' });
      return {
        GroupDescription: 'd',
        GroupName: 'g',
        VpcId: Identifier,
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' }],
      };
    },
    attributes: ['Id', 'GroupId'],
  },
  {
    type: 'AWS::EC2::Subnet',
    state: async (make) => {
      const { Identifier } = await make('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' });
      return { VpcId: Identifier, CidrBlock: '10.0.1.0/24' };
    },
    change: ['MapPublicIpOnLaunch', true],
    attributes: ['SubnetId', 'AvailabilityZone'],
  },
  {
    type: 'AWS::ApiGateway::ApiKey',
    state: { Name: 'k', Enabled: true },
    change: ['Enabled', false],
    attributes: ['APIKeyId'],
  },
  {
    type: 'AWS::ApiGateway::UsagePlan',
    state: { UsagePlanName: 'p', Throttle: { BurstLimit: 2, RateLimit: 5 } },
    change: ['Description', 'd'],
    attributes: ['Id'],
  },
  {
    type: 'AWS::Lambda::EventInvokeConfig',
    state: withFunction({ FunctionName: 'f', Qualifier: '$LATEST', MaximumRetryAttempts: 1 }),
    change: ['MaximumRetryAttempts', 0],
    attributes: [],
    among: false,
  },
  {
    type: 'AWS::Events::Archive',
    state: { ArchiveName: 'a', SourceArn: 'arn:aws:events:us-east-1:000000000000:event-bus/default', RetentionDays: 3 },
    change: ['RetentionDays', 4],
    attributes: ['Arn'],
  },
  {
    type: 'AWS::Pipes::Pipe',
    state: async (make) => {
      await make('AWS::IAM::Role', { ...role, AssumeRolePolicyDocument: policy('pipes.amazonaws.com') });
      const from = await make('AWS::SQS::Queue', { QueueName: 'from' });
      const to = await make('AWS::SQS::Queue', { QueueName: 'to' });
      return { Name: 'p', RoleArn, Source: from.model.Arn, Target: to.model.Arn };
    },
    change: ['Description', 'd'],
    attributes: ['Arn', 'CurrentState'],
  },
  {
    type: 'AWS::AppConfig::Application',
    state: { Name: 'a', Tags },
    change: ['Description', 'd'],
    attributes: ['ApplicationId'],
  },
  {
    type: 'AWS::AppConfig::Environment',
    state: async (make) => {
      const { Identifier } = await make('AWS::AppConfig::Application', { Name: 'a' });
      return { ApplicationId: Identifier, Name: 'e', Tags };
    },
    change: ['Description', 'd'],
    attributes: ['EnvironmentId'],
    among: ({ ApplicationId }) => ({ ApplicationId }),
  },
  // Types that nobody can read are known to Cloud Control as far as it made them.
  {
    type: 'AWS::IAM::OIDCProvider',
    state: { Url: 'https://example.com', ClientIdList: ['a'], ThumbprintList: ['a'.repeat(40)] },
    change: ['ClientIdList', ['a', 'b']],
    attributes: ['Arn'],
    among: false,
  },
  {
    type: 'AWS::ApiGateway::Model',
    state: ofRestApi(() => ({ Name: 'M', ContentType: 'application/json', Schema: { type: 'object' } })),
    change: ['Description', 'd'],
    attributes: [],
    among: false,
  },
  { type: 'AWS::Scheduler::ScheduleGroup', state: { Name: 'g', Tags }, attributes: ['Arn', 'State'] },
];

async function endOf(RequestToken: string | undefined) {
  const { ProgressEvent } = await client().send(new GetResourceRequestStatusCommand({ RequestToken }));
  expect([ProgressEvent?.OperationStatus, ProgressEvent?.StatusMessage]).toEqual(['SUCCESS', undefined]);
  return ProgressEvent;
}

const make: Made = async (TypeName, state) => {
  const command = new CreateResourceCommand({ TypeName, DesiredState: JSON.stringify(state) });
  const { ProgressEvent } = await client().send(command);
  const end = await endOf(ProgressEvent?.RequestToken);
  return { Identifier: end?.Identifier ?? '', model: JSON.parse(end?.ResourceModel ?? '{}') };
};

async function read(TypeName: string, Identifier: string): Promise<Record<string, unknown>> {
  const { ResourceDescription } = await client().send(new GetResourceCommand({ TypeName, Identifier }));
  expect(ResourceDescription?.Identifier).toBe(Identifier);
  return JSON.parse(ResourceDescription?.Properties ?? '');
}

/** What AWS never tells. */
const told = ({ Code: _, PendingWindowInDays: __, ...state }: Record<string, unknown>) => state;

describe('A resource is read as it was asked for, changed, listed and deleted', () => {
  it.each(cases)('$type', async ({ type, state, change, attributes, among = () => ({}) }) => {
    const desired = (typeof state === 'function' ? await state(make) : state) as Record<string, unknown>;

    const { Identifier, model } = await make(type, desired);
    const first = await read(type, Identifier);
    expect(first).toEqual(model);
    expect(first).toMatchObject(told(desired));
    expect(Object.keys(first)).toEqual(expect.arrayContaining([...attributes]));

    if (change) {
      const [property, value] = change;
      const PatchDocument = JSON.stringify([{ op: 'add', path: `/${property}`, value }]);
      const command = new UpdateResourceCommand({ TypeName: type, Identifier, PatchDocument });
      await endOf((await client().send(command)).ProgressEvent?.RequestToken);
      expect(await read(type, Identifier)).toMatchObject({ ...told(desired), [property]: value });
    }
    if (among) {
      const ResourceModel = JSON.stringify(among(desired));
      const listed = await client().send(new ListResourcesCommand({ TypeName: type, ResourceModel }));
      expect(listed.ResourceDescriptions?.map((each) => each.Identifier)).toContain(Identifier);
    }
    const deleted = await client().send(new DeleteResourceCommand({ TypeName: type, Identifier }));
    await endOf(deleted.ProgressEvent?.RequestToken);
    await expect(read(type, Identifier)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
