import { describe, expect, it } from 'vitest';
import { keepFloat } from '../../../template/float-members.ts';
import type { Fields } from '../language/values.ts';
import { transformSam } from '../transform-sam.ts';

/* The outcomes are those of AWS's own transform. */

const Conditions = { IsProd: { 'Fn::Equals': ['a', 'b'] } };
const Parameters = { Stage: { Type: 'String', Default: 'prod' } };
const noValue = { Ref: 'AWS::NoValue' };
const whenProd = (whenTrue: unknown, whenFalse: unknown) => ({ 'Fn::If': ['IsProd', whenTrue, whenFalse] });

const transformed = (properties: Fields, attributes: Fields = {}, region = 'us-east-1'): Record<string, Fields> =>
  transformSam(
    {
      Conditions,
      Parameters,
      Resources: {
        Api: {
          Type: 'AWS::Serverless::Function',
          ...attributes,
          Properties: { Handler: 'a.b', Runtime: 'nodejs22.x', CodeUri: 's3://bucket/key', ...properties },
        },
      },
    },
    { region, parameters: {} },
  ).Resources as Record<string, Fields>;

const propertiesOf = (resource: Fields | undefined) => resource?.Properties as Fields;
const roleOf = (properties: Fields, region?: string) => propertiesOf(transformed(properties, {}, region).ApiRole);

describe('a SAM function', () => {
  it('becomes a Lambda function and its role', () => {
    const made = transformed(
      { CodeUri: 's3://bucket/a/b.zip?versionId=3', Tags: { team: 'x' } },
      { Condition: 'IsProd' },
    );

    const Tags = [
      { Key: 'lambda:createdBy', Value: 'SAM' },
      { Key: 'team', Value: 'x' },
    ];
    expect(made).toEqual({
      Api: {
        Type: 'AWS::Lambda::Function',
        Condition: 'IsProd',
        Properties: {
          Code: { S3Bucket: 'bucket', S3Key: 'a/b.zip', S3ObjectVersion: '3' },
          Handler: 'a.b',
          Role: { 'Fn::GetAtt': ['ApiRole', 'Arn'] },
          Runtime: 'nodejs22.x',
          Tags,
        },
      },
      ApiRole: {
        Type: 'AWS::IAM::Role',
        Condition: 'IsProd',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] } },
            ],
          },
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
          Tags,
        },
      },
    });
  });

  it('gives its role what its settings and its policies ask for', () => {
    const role = roleOf({
      Tracing: 'Active',
      VpcConfig: { SubnetIds: ['a'] },
      DeadLetterQueue: { Type: 'SNS', TargetArn: 'arn:dead' },
      Policies: [
        'AmazonSQSFullAccess',
        'Unknown',
        { SQSPollerPolicy: { QueueName: { Ref: 'QueueName' } } },
        { Statement: [] },
        whenProd({ Statement: [] }, noValue),
      ],
    });

    const managed = 'arn:aws:iam::aws:policy';
    expect(role.ManagedPolicyArns).toEqual([
      `${managed}/service-role/AWSLambdaBasicExecutionRole`,
      `${managed}/AWSXrayWriteOnlyAccess`,
      `${managed}/service-role/AWSLambdaVPCAccessExecutionRole`,
      `${managed}/AmazonSQSFullAccess`,
      'Unknown',
    ]);
    expect((role.Policies as Fields[]).map(({ PolicyName }) => PolicyName)).toEqual([
      'DeadLetterQueuePolicy',
      'ApiRolePolicy2',
      'ApiRolePolicy3',
      undefined,
    ]);
    expect(role.Policies).toMatchObject([
      { PolicyDocument: { Statement: [{ Action: 'sns:Publish', Resource: 'arn:dead' }] } },
      {
        PolicyDocument: {
          Statement: [
            {
              Resource: {
                'Fn::Sub': [
                  'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${queueName}',
                  { queueName: { Ref: 'QueueName' } },
                ],
              },
            },
          ],
        },
      },
      {},
      whenProd({ PolicyName: 'ApiRolePolicy4', PolicyDocument: { Statement: [] } }, noValue),
    ]);
    expect(roleOf({ Policies: 'AmazonSQSFullAccess', Tracing: 'Active' }, 'cn-north-1').ManagedPolicyArns).toEqual([
      'arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
      'arn:aws-cn:iam::aws:policy/AWSXRayDaemonWriteAccess',
      'arn:aws-cn:iam::aws:policy/AmazonSQSFullAccess',
    ]);
  });

  it('publishes a version that is named after its code, and an alias', () => {
    const AutoPublishAlias = { Ref: 'Stage' };
    const byCode = transformed({ AutoPublishAlias, ProvisionedConcurrencyConfig: { P: 1 } });
    const bySha = transformed({ AutoPublishAlias, Description: 'd', AutoPublishCodeSha256: '6b86b273ff34fce1' });

    expect(Object.keys(byCode)).toEqual(['Api', 'ApiVersionfb53d5c2e6', 'ApiAliasprod', 'ApiRole']);
    expect(byCode.ApiAliasprod).toEqual({
      Type: 'AWS::Lambda::Alias',
      Properties: {
        Name: 'prod',
        FunctionName: { Ref: 'Api' },
        FunctionVersion: { 'Fn::GetAtt': ['ApiVersionfb53d5c2e6', 'Version'] },
        ProvisionedConcurrencyConfig: { P: 1 },
      },
    });
    expect(bySha.ApiVersion6b86b273ff).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(propertiesOf(bySha.Api).Description).toBe('d 6b86b273ff34fce1');
  });

  it('lets CodeDeploy shift the traffic of its alias', () => {
    const made = transformed(
      {
        AutoPublishAlias: 'live',
        DeploymentPreference: {
          Type: 'Canary10Percent5Minutes',
          Alarms: ['alarm'],
          Hooks: { PreTraffic: 'before' },
          PassthroughCondition: 'true',
        },
      },
      { Condition: 'IsProd' },
    );

    expect(made.ApiAliaslive?.UpdatePolicy).toEqual({
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: { Ref: 'ServerlessDeploymentApplication' },
        DeploymentGroupName: { Ref: 'ApiDeploymentGroup' },
        BeforeAllowTrafficHook: 'before',
      },
    });
    expect(made.ApiDeploymentGroup).toMatchObject({
      Condition: 'IsProd',
      Properties: {
        AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'alarm' }] },
        DeploymentConfigName: {
          'Fn::Sub': ['CodeDeployDefault.Lambda${ConfigName}', { ConfigName: 'Canary10Percent5Minutes' }],
        },
        ServiceRoleArn: { 'Fn::GetAtt': ['CodeDeployServiceRole', 'Arn'] },
      },
    });
    expect(made.CodeDeployServiceRole).toMatchObject({ Type: 'AWS::IAM::Role', Condition: 'IsProd' });
    expect(made.ServerlessDeploymentApplication).toMatchObject({ Properties: { ComputePlatform: 'Lambda' } });
  });

  it('makes queues and topics for what becomes of asynchronous invocations', () => {
    const made = transformed({
      EventInvokeConfig: {
        MaximumRetryAttempts: 1,
        DestinationConfig: {
          OnSuccess: { Type: 'SQS' },
          OnFailure: { Type: 'SNS', Destination: whenProd('arn:topic', noValue) },
        },
      },
    });

    const inverse = 'NOTIsProd71990abfc1';
    const topicArn = { 'Fn::If': [inverse, { Ref: 'ApiEventInvokeConfigOnFailureTopic' }, 'arn:topic'] };
    expect(made.ApiEventInvokeConfigOnSuccessQueue).toEqual({ Type: 'AWS::SQS::Queue', Properties: {} });
    expect(made.ApiEventInvokeConfigOnFailureTopic).toMatchObject({ Condition: inverse });
    expect(propertiesOf(made.ApiEventInvokeConfig)).toEqual({
      FunctionName: { Ref: 'Api' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
      DestinationConfig: {
        OnSuccess: { Destination: { 'Fn::GetAtt': ['ApiEventInvokeConfigOnSuccessQueue', 'Arn'] } },
        OnFailure: { Destination: topicArn },
      },
    });
  });

  it('opens its URL to everybody where it asks for no signature', () => {
    const open = transformed({ FunctionUrlConfig: { AuthType: 'NONE', Cors: { MaxAge: 3 } } });
    const signed = transformed({ FunctionUrlConfig: { AuthType: 'AWS_IAM' } });

    expect(propertiesOf(open.ApiUrl)).toEqual({
      AuthType: 'NONE',
      Cors: { MaxAge: 3 },
      TargetFunctionArn: { Ref: 'Api' },
    });
    expect(propertiesOf(open.ApiUrlPublicPermissions).Action).toBe('lambda:InvokeFunctionUrl');
    expect(propertiesOf(open.ApiURLInvokeAllowPublicAccess).InvokedViaFunctionUrl).toBe(true);
    expect(Object.keys(signed)).toEqual(['Api', 'ApiUrl', 'ApiRole']);
  });

  it('takes the role that the template gives, unless a condition takes it away', () => {
    const given = transformed({ Role: 'arn:role' });
    const sometimes = transformed({ Role: whenProd('arn:role', noValue) });

    expect(Object.keys(given)).toEqual(['Api']);
    expect(propertiesOf(sometimes.Api).Role).toEqual(whenProd('arn:role', { 'Fn::GetAtt': ['ApiRole', 'Arn'] }));
    expect(sometimes.ApiRole?.Condition).toBe('NOTIsProd');
  });

  it.each([
    ['5', 5],
    [1.5, 1],
    [{ Ref: 'Limit' }, { Ref: 'Limit' }],
  ])('reads a limit of its capacity provider as AWS does: %j', (given, PerExecutionEnvironmentMaxConcurrency) => {
    const made = transformed({ CapacityProviderConfig: { Arn: 'a', PerExecutionEnvironmentMaxConcurrency: given } });

    expect(propertiesOf(made.Api).CapacityProviderConfig).toEqual({
      LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: 'a', PerExecutionEnvironmentMaxConcurrency },
    });
  });

  it('reads a limit that is written with a point', () => {
    const config = { Arn: 'a', PerExecutionEnvironmentMaxConcurrency: 2 };
    keepFloat(config, 'PerExecutionEnvironmentMaxConcurrency');

    expect(propertiesOf(transformed({ CapacityProviderConfig: config }).Api).CapacityProviderConfig).toMatchObject({
      LambdaManagedInstancesCapacityProviderConfig: { PerExecutionEnvironmentMaxConcurrency: 2 },
    });
  });

  it('is told all that is wrong with its deployment at once', () => {
    expect(() => transformed({ DeploymentPreference: { Type: 'AllAtOnce', Alarms: 'alarm' } })).toThrow(
      "Number of errors found: 2. Resource with id [Api] is invalid. 'DeploymentPreference' requires AutoPublishAlias property to be specified. Resource with id [Api] is invalid. Alarms must be a list",
    );
  });

  it.each<[Fields, string]>([
    [{ Handler: null }, 'Runtime and Handler needs to be present when PackageType is of type `Zip`'],
    [{ CodeUri: null }, "Only one of 'InlineCode' or 'CodeUri' can be set."],
    [
      { CodeUri: 'x' },
      "'CodeUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.",
    ],
    [{ PackageType: 'Image' }, "'ImageUri' must be set."],
    [{ DeadLetterQueue: { Type: 'X', TargetArn: 'a' } }, "'DeadLetterQueue' requires Type of ['SQS', 'SNS']"],
    [
      { Tags: { 'lambda:createdBy': 'x' } },
      'lambda:createdBy is a reserved Tag key name and cannot be set on your resource. Please change the tag key in the input.',
    ],
    [
      { ProvisionedConcurrencyConfig: { P: 1 } },
      'To set ProvisionedConcurrencyConfig AutoPublishALias must be defined on the function',
    ],
    [
      { AutoPublishAlias: '12' },
      "AutoPublishAlias name ('12') must contain only alphanumeric characters, hyphens, or underscores matching (?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern.",
    ],
    [
      { DeploymentPreference: { Type: 'AllAtOnce' } },
      "'DeploymentPreference' requires AutoPublishAlias property to be specified.",
    ],
    [{ FunctionUrlConfig: { AuthType: 'NONE', Cors: { MaxAge: 'x' } } }, 'MaxAge must be of type int.'],
    [
      { Policies: [{ SQSPollerPolicy: {} }] },
      "Following required parameters of template 'SQSPollerPolicy' don't have values: ['QueueName']",
    ],
    [{ Policies: [{ a: 1 }] }, "Policy at index 0 in the 'Policies' property is not valid"],
    [
      { EventInvokeConfig: { DestinationConfig: { OnSuccess: { Type: 'X' } } } },
      "'Type: X' must be one of ['SQS', 'SNS', 'EventBridge', 'Lambda', 'S3Bucket']",
    ],
    [
      { CapacityProviderConfig: { More: 1 } },
      'Invalid CapacityProviderConfig: 2 validation errors for CapacityProviderConfig\nArn\n  field required (type=value_error.missing)\nMore\n  extra fields not permitted (type=value_error.extra)',
    ],
    [
      { CapacityProviderConfig: { Arn: 'a' }, VpcConfig: {} },
      "Cannot specify 'CapacityProviderConfig' and 'VpcConfig' together.",
    ],
    [
      { TenancyConfig: { a: 1 }, SnapStart: { a: 1 } },
      'SnapStart is not supported for functions enabled with tenancy configuration.',
    ],
    [
      { Events: { Queue: { Type: 'X' } } },
      'Event with id [Queue] is invalid. Resource dict has missing or invalid value for key Type. Event Type is: X.',
    ],
    [{ Bogus: 1 }, 'property Bogus not defined for resource of type AWS::Serverless::Function'],
  ])('is refused in the words of AWS: %j', (properties, problem) => {
    expect(() => transformed(properties)).toThrow(
      `Invalid Serverless Application Specification document. Number of errors found: 1. Resource with id [Api] is invalid. ${problem}`,
    );
  });
});
