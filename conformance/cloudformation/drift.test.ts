import * as Cfn from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let cfn: Cfn.CloudFormationClient;
let QueueUrl: string;

const StackName = 's';
const TemplateBody = JSON.stringify({
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 1, VisibilityTimeout: 20 } },
    Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Type: 'String', Value: 'x' } },
    Role: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
  },
  Outputs: { Url: { Value: { Ref: 'Queue' } } },
});

beforeEach(async () => {
  cfn = target.client(Cfn.CloudFormationClient);
  await cfn.send(new Cfn.CreateStackCommand({ StackName, TemplateBody }));
  const { Stacks } = await cfn.send(new Cfn.DescribeStacksCommand({ StackName }));
  QueueUrl = Stacks?.[0]?.Outputs?.[0]?.OutputValue ?? '';
});

const slowDown = () =>
  target
    .client(SQSClient)
    .send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '5', MaximumMessageSize: '2048' } }));

async function detect() {
  const { StackDriftDetectionId } = await cfn.send(new Cfn.DetectStackDriftCommand({ StackName }));
  return cfn.send(new Cfn.DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
}

describe('Drift', () => {
  it('DetectStackDrift › finds a stack as its template says, and leaves out what cannot be read', async () => {
    const { Stacks: before } = await cfn.send(new Cfn.DescribeStacksCommand({ StackName }));

    const detection = await detect();

    const { StackResourceDrifts } = await cfn.send(new Cfn.DescribeStackResourceDriftsCommand({ StackName }));
    const { StackResources } = await cfn.send(new Cfn.DescribeStackResourcesCommand({ StackName }));
    expect(before?.[0]?.DriftInformation).toEqual({ StackDriftStatus: 'NOT_CHECKED' });
    expect(detection).toMatchObject({
      DetectionStatus: 'DETECTION_COMPLETE',
      StackDriftStatus: 'IN_SYNC',
      DriftedStackResourceCount: 0,
    });
    expect(StackResourceDrifts?.map((drift) => [drift.LogicalResourceId, drift.StackResourceDriftStatus])).toEqual([
      ['Parameter', 'IN_SYNC'],
      ['Queue', 'IN_SYNC'],
    ]);
    expect(StackResources?.map(({ DriftInformation }) => DriftInformation?.StackResourceDriftStatus)).toEqual([
      'IN_SYNC',
      'IN_SYNC',
      'NOT_CHECKED',
    ]);
  });

  it('DetectStackDrift › tells what was changed behind the stack’s back, and what was deleted', async () => {
    await slowDown();
    await target.client(SSMClient).send(new DeleteParameterCommand({ Name: '/p' }));

    const detection = await detect();

    const { StackResourceDrifts } = await cfn.send(
      new Cfn.DescribeStackResourceDriftsCommand({ StackName, StackResourceDriftStatusFilters: ['MODIFIED'] }),
    );
    const { Stacks } = await cfn.send(new Cfn.DescribeStacksCommand({ StackName }));
    expect(detection).toMatchObject({ StackDriftStatus: 'DRIFTED', DriftedStackResourceCount: 2 });
    expect(StackResourceDrifts).toMatchObject([
      {
        LogicalResourceId: 'Queue',
        ExpectedProperties: '{"DelaySeconds":1,"VisibilityTimeout":20}',
        ActualProperties: '{"DelaySeconds":5,"VisibilityTimeout":20}',
        PropertyDifferences: [
          { PropertyPath: '/DelaySeconds', ExpectedValue: '1', ActualValue: '5', DifferenceType: 'NOT_EQUAL' },
        ],
      },
    ]);
    expect(Stacks?.[0]?.DriftInformation).toMatchObject({
      StackDriftStatus: 'DRIFTED',
      LastCheckTimestamp: expect.any(Date),
    });
  });

  it('DetectStackDrift › reads tables, functions and log groups', async () => {
    const Role = 'arn:aws:iam::000000000000:role/r';
    const Code = { ZipFile: 'exports.handler = async () => 1;' };
    const settings = { Handler: 'index.handler', Runtime: 'nodejs22.x', MemorySize: 128 };
    await cfn.send(
      new Cfn.UpdateStackCommand({
        StackName,
        TemplateBody: JSON.stringify({
          Resources: {
            Function: {
              Type: 'AWS::Lambda::Function',
              Properties: { FunctionName: 'f', Role, Code, ...settings, Environment: { Variables: { MODE: '1' } } },
            },
            Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'g', RetentionInDays: 7 } },
            Table: {
              Type: 'AWS::DynamoDB::Table',
              Properties: {
                TableName: 'orders',
                AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
                KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
                BillingMode: 'PAY_PER_REQUEST',
              },
            },
          },
        }),
      }),
    );
    const before = await detect();
    await target.client(LambdaClient).send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'f',
        MemorySize: 256,
        Environment: { Variables: { MODE: '2' } },
      }),
    );
    await target
      .client(CloudWatchLogsClient)
      .send(new PutRetentionPolicyCommand({ logGroupName: 'g', retentionInDays: 14 }));
    await target.client(DynamoDBClient).send(new DeleteTableCommand({ TableName: 'orders' }));

    const after = await detect();

    const { StackResourceDrifts } = await cfn.send(new Cfn.DescribeStackResourceDriftsCommand({ StackName }));
    expect(before).toMatchObject({ StackDriftStatus: 'IN_SYNC' });
    expect(after).toMatchObject({ StackDriftStatus: 'DRIFTED', DriftedStackResourceCount: 3 });
    expect(
      StackResourceDrifts?.map((drift) => [
        drift.LogicalResourceId,
        drift.StackResourceDriftStatus,
        ...(drift.PropertyDifferences ?? []).map(
          ({ PropertyPath, ExpectedValue, ActualValue }) => `${PropertyPath} ${ExpectedValue} ${ActualValue}`,
        ),
      ]),
    ).toEqual([
      ['Function', 'MODIFIED', '/MemorySize 128 256', '/Environment/Variables/MODE 1 2'],
      ['Group', 'MODIFIED', '/RetentionInDays 7 14'],
      ['Table', 'DELETED'],
    ]);
  });

  it('DetectStackResourceDrift › looks at one resource, and refuses a type that cannot be read', async () => {
    const of = (LogicalResourceId: string) =>
      cfn.send(new Cfn.DetectStackResourceDriftCommand({ StackName, LogicalResourceId }));
    await slowDown();

    expect((await of('Queue')).StackResourceDrift).toMatchObject({ StackResourceDriftStatus: 'MODIFIED' });
    expect((await of('Parameter')).StackResourceDrift).toMatchObject({ StackResourceDriftStatus: 'IN_SYNC' });
    await expect(of('Role')).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(of('Nope')).rejects.toMatchObject({ message: 'Resource Nope does not exist for stack s' });
  });

  it('is not detected of a stack that is not there', async () => {
    await expect(cfn.send(new Cfn.DetectStackDriftCommand({ StackName: 'nope' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack [nope] does not exist',
    });
  });
});
