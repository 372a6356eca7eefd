import * as Cfn from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const StackName = 'all';

const statement = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});
const Tags = [{ Key: 'team', Value: 'a' }];
const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });

const Resources = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: statement('lambda.amazonaws.com'),
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      Policies: [
        {
          PolicyName: 'p',
          PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
        },
      ],
    },
  },
  Function: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: arn('Role'),
      Code: { ZipFile: 'exports.handler = async () => 1;' },
      Environment: { Variables: { TABLE: { Ref: 'Table' } } },
      TracingConfig: { Mode: 'Active' },
      DeadLetterConfig: { TargetArn: arn('Queue') },
      Architectures: ['arm64'],
      Tags,
    },
  },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Function' }, EventSourceArn: arn('Queue'), BatchSize: 5 },
  },
  Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
  Alias: {
    Type: 'AWS::Lambda::Alias',
    Properties: {
      FunctionName: arn('Function'),
      Name: 'live',
      FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
    },
  },
  Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'Function' }, AuthType: 'NONE' } },
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: arn('Function'),
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: arn('Rule'),
    },
  },
  AliasPermission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: { Ref: 'Alias' },
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  },
  Bucket: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'], MaxAge: 3 }] },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'a',
            Status: 'Enabled',
            ExpirationInDays: 90,
            Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }],
          },
        ],
      },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
      WebsiteConfiguration: { IndexDocument: 'index.html' },
    },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: '2' },
      SSESpecification: { SSEEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: { RedrivePolicy: { deadLetterTargetArn: arn('Dead'), maxReceiveCount: '3' }, VisibilityTimeout: 60 },
  },
  Dead: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1209600 } },
  Topic: {
    Type: 'AWS::SNS::Topic',
    Properties: { DisplayName: 'T', Subscription: [{ Endpoint: arn('Queue'), Protocol: 'sqs' }] },
  },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'Topic' },
      Protocol: 'sqs',
      Endpoint: arn('Dead'),
      FilterPolicy: { kind: ['a'] },
      RawMessageDelivery: true,
    },
  },
  Group: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 14, Tags } },
  RestApi: {
    Type: 'AWS::ApiGateway::RestApi',
    Properties: { Name: 'a', EndpointConfiguration: { Types: ['REGIONAL'] } },
  },
  Path: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: {
      RestApiId: { Ref: 'RestApi' },
      ParentId: { 'Fn::GetAtt': ['RestApi', 'RootResourceId'] },
      PathPart: 'orders',
    },
  },
  Method: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'RestApi' },
      ResourceId: { Ref: 'Path' },
      HttpMethod: 'POST',
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        Uri: {
          'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
        },
      },
      MethodResponses: [{ StatusCode: '200' }],
    },
  },
  Deployment: {
    Type: 'AWS::ApiGateway::Deployment',
    DependsOn: 'Method',
    Properties: { RestApiId: { Ref: 'RestApi' } },
  },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: {
      RestApiId: { Ref: 'RestApi' },
      DeploymentId: { Ref: 'Deployment' },
      StageName: 'v1',
      MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2 }],
      TracingEnabled: true,
      Variables: { a: 'b' },
    },
  },
  HttpApi: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: 'h', ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: ['*'] } },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arn('Function'),
      PayloadFormatVersion: '2.0',
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      RouteKey: '$default',
      Target: { 'Fn::Sub': 'integrations/${Integration}' },
    },
  },
  HttpStage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'HttpApi' }, StageName: '$default', AutoDeploy: true },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['app'] },
      Targets: [{ Id: '1', Arn: arn('Function'), RetryPolicy: { MaximumRetryAttempts: 4 } }],
    },
  },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
  Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x', Description: 'd' } },
  Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: { PasswordLength: 20 }, Tags } },
  Key: {
    Type: 'AWS::KMS::Key',
    Properties: {
      EnableKeyRotation: true,
      KeyPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } },
            Action: 'kms:*',
            Resource: '*',
          },
        ],
      },
    },
  },
  KeyAlias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/orders', TargetKeyId: { Ref: 'Key' } } },
  StatesRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: statement('states.amazonaws.com') } },
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      RoleArn: arn('StatesRole'),
      DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}',
      TracingConfiguration: { Enabled: true },
    },
  },
  SchedulerRole: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: statement('scheduler.amazonaws.com') },
  },
  Schedule: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      FlexibleTimeWindow: { Mode: 'OFF' },
      ScheduleExpression: 'rate(1 day)',
      Target: { Arn: arn('Queue'), RoleArn: arn('SchedulerRole') },
    },
  },
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: '0',
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Function' } }],
      AlarmActions: [{ Ref: 'Topic' }],
    },
  },
  Stream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
  MetricFilter: {
    Type: 'AWS::Logs::MetricFilter',
    Properties: {
      LogGroupName: { Ref: 'Group' },
      FilterPattern: 'ERROR',
      MetricTransformations: [{ MetricName: 'm', MetricNamespace: 'N', MetricValue: '1' }],
    },
  },
  BucketPolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: { 'Fn::Sub': '${Bucket.Arn}/*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    },
  },
  Repository: { Type: 'AWS::ECR::Repository', Properties: { ImageScanningConfiguration: { ScanOnPush: true } } },
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true, Tags } },
  Subnet: {
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true },
  },
  SecurityGroup: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'd', VpcId: { Ref: 'Vpc' } },
  },
  ApiKey: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Name: 'k', Enabled: true } },
  UsagePlan: {
    Type: 'AWS::ApiGateway::UsagePlan',
    Properties: {
      UsagePlanName: 'p',
      ApiStages: [{ ApiId: { Ref: 'RestApi' }, Stage: { Ref: 'Stage' } }],
      Quota: { Limit: 10, Period: 'DAY' },
    },
  },
  Invoke: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Function' },
      Qualifier: '$LATEST',
      DestinationConfig: { OnFailure: { Destination: arn('Queue') } },
    },
  },
  Archive: { Type: 'AWS::Events::Archive', Properties: { SourceArn: arn('Bus'), RetentionDays: 5 } },
  PipeRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: statement('pipes.amazonaws.com') } },
  Pipe: {
    Type: 'AWS::Pipes::Pipe',
    Properties: {
      RoleArn: arn('PipeRole'),
      Source: arn('Dead'),
      SourceParameters: { SqsQueueParameters: { BatchSize: 3 } },
      Target: arn('Bus'),
    },
  },
};

describe('Drift of what most templates hold', () => {
  it('is none where nobody has changed anything', async () => {
    const cfn = target.client(Cfn.CloudFormationClient);
    await cfn.send(
      new Cfn.CreateStackCommand({
        StackName,
        TemplateBody: JSON.stringify({ Resources }),
        Capabilities: ['CAPABILITY_IAM'],
        Tags: [{ Key: 'stack-tag', Value: '1' }],
      }),
    );

    const { StackEvents = [] } = await cfn.send(new Cfn.DescribeStackEventsCommand({ StackName }));
    const failed = StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
    expect(failed.map(({ ResourceStatusReason }) => ResourceStatusReason)).toEqual([]);

    await cfn.send(new Cfn.DetectStackDriftCommand({ StackName }));

    const { StackResourceDrifts = [] } = await cfn.send(new Cfn.DescribeStackResourceDriftsCommand({ StackName }));
    const differences = StackResourceDrifts.flatMap(({ LogicalResourceId, PropertyDifferences = [] }) =>
      PropertyDifferences.map((difference) => ({ LogicalResourceId, ...difference })),
    );
    expect(differences).toEqual([]);
    expect(StackResourceDrifts.map(({ LogicalResourceId }) => LogicalResourceId).sort()).toEqual(
      Object.keys(Resources).sort(),
    );
  });
});
