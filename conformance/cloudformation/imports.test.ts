import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateSummaryCommand,
  type ResourceToImport,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetBucketTaggingCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { zip } from '../lambda/make-function.ts';

const target = useCloud();
const names = { StackName: 's', ChangeSetName: 'take-in' };
const trust = { Version: '2012-10-17', Statement: [] };
const keys = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  BillingMode: 'PAY_PER_REQUEST' as const,
};

const bucket = (BucketName: string, more: object = { DeletionPolicy: 'Retain' }) => ({
  Type: 'AWS::S3::Bucket',
  Properties: { BucketName },
  ...more,
});
const templateOf = (Resources: object, more: object = {}) => JSON.stringify({ Resources, ...more });
const bucketToImport = (BucketName: string, LogicalResourceId = 'Files'): ResourceToImport => ({
  ResourceType: 'AWS::S3::Bucket',
  LogicalResourceId,
  ResourceIdentifier: { BucketName },
});

const asking = (TemplateBody: string, ResourcesToImport: ResourceToImport[], more: object = {}) =>
  target
    .client(CloudFormationClient)
    .send(new CreateChangeSetCommand({ ...names, ChangeSetType: 'IMPORT', TemplateBody, ResourcesToImport, ...more }));

const execute = () => target.client(CloudFormationClient).send(new ExecuteChangeSetCommand(names));

const statusOf = async () => {
  const { Stacks } = await target.client(CloudFormationClient).send(new DescribeStacksCommand({ StackName: 's' }));
  return Stacks?.[0]?.StackStatus;
};

const eventsOf = async () => {
  const { StackEvents = [] } = await target
    .client(CloudFormationClient)
    .send(new DescribeStackEventsCommand({ StackName: 's' }));
  return StackEvents.map(
    ({ LogicalResourceId, ResourceStatus, ResourceStatusReason = '' }) =>
      `${LogicalResourceId} ${ResourceStatus} ${ResourceStatusReason}`,
  ).reverse();
};

describe('Change sets of type IMPORT', () => {
  it('take a bucket into a new stack, tag it, and tell each step', async () => {
    const cfn = target.client(CloudFormationClient);
    await target.client(S3Client).send(new CreateBucketCommand({ Bucket: 'files' }));
    await asking(templateOf({ Files: bucket('files') }), [bucketToImport('files')], {
      Tags: [{ Key: 'team', Value: 'one' }],
    });
    const planned = await cfn.send(new DescribeChangeSetCommand(names));

    await execute();

    expect(planned).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
    expect(planned.Changes).toEqual([
      {
        Type: 'Resource',
        ResourceChange: {
          Action: 'Import',
          LogicalResourceId: 'Files',
          PhysicalResourceId: 'files',
          ResourceType: 'AWS::S3::Bucket',
          Scope: [],
          Details: [],
        },
      },
    ]);
    expect(await eventsOf()).toEqual([
      's REVIEW_IN_PROGRESS User Initiated',
      's IMPORT_IN_PROGRESS User Initiated',
      'Files IMPORT_IN_PROGRESS Resource import started.',
      'Files IMPORT_COMPLETE Resource import completed.',
      'Files UPDATE_IN_PROGRESS Apply stack-level tags to imported resource if applicable.',
      'Files UPDATE_COMPLETE ',
      's IMPORT_COMPLETE ',
    ]);
    const tagging = await target.client(S3Client).send(new GetBucketTaggingCommand({ Bucket: 'files' }));
    expect(tagging.TagSet).toContainEqual({ Key: 'team', Value: 'one' });
  });

  it('add to a stack that exists, which then owns what it took in', async () => {
    const cfn = target.client(CloudFormationClient);
    const dynamo = target.client(DynamoDBClient);
    const P = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Type: 'String', Value: '1' } };
    const Orders = {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Delete',
      Properties: { TableName: 'orders', ...keys },
    };
    await cfn.send(new CreateStackCommand({ StackName: 's', TemplateBody: templateOf({ P }) }));
    await dynamo.send(new CreateTableCommand({ TableName: 'orders', ...keys }));
    await asking(templateOf({ P, Orders }), [
      {
        ResourceType: 'AWS::DynamoDB::Table',
        LogicalResourceId: 'Orders',
        ResourceIdentifier: { TableName: 'orders' },
      },
    ]);

    await execute();
    await cfn.send(
      new UpdateStackCommand({
        StackName: 's',
        TemplateBody: templateOf({ P, Orders }, { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Orders', 'Arn'] } } } }),
      }),
    );

    const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName: 's' }));
    expect(Stacks?.[0]?.Outputs?.[0]?.OutputValue).toMatch(/:table\/orders$/);
    await cfn.send(new DeleteStackCommand({ StackName: 's' }));
    await expect(dynamo.send(new DescribeTableCommand({ TableName: 'orders' }))).rejects.toThrow('not found');
  });

  it('know the identifiers of every type that can be taken in', async () => {
    const cfn = target.client(CloudFormationClient);
    const { role, keyId, queueUrl, secretArn } = await makeOneOfEach();
    const types: Readonly<Record<string, readonly [string, Record<string, string>, object]>> = {
      Alarm: ['AWS::CloudWatch::Alarm', { AlarmName: 'a' }, { ComparisonOperator: 'GreaterThanThreshold' }],
      Alias: ['AWS::KMS::Alias', { AliasName: 'alias/k' }, { AliasName: 'alias/k', TargetKeyId: keyId }],
      Function: ['AWS::Lambda::Function', { FunctionName: 'f' }, { Code: {}, Role: role }],
      Group: ['AWS::Logs::LogGroup', { LogGroupName: 'g' }, { LogGroupName: 'g' }],
      Key: ['AWS::KMS::Key', { KeyId: keyId }, {}],
      Parameter: ['AWS::SSM::Parameter', { Name: '/one' }, { Name: '/one', Type: 'String', Value: '1' }],
      Queue: ['AWS::SQS::Queue', { QueueUrl: queueUrl }, { QueueName: 'q' }],
      Role: ['AWS::IAM::Role', { RoleName: 'r' }, { RoleName: 'r', AssumeRolePolicyDocument: trust }],
      Secret: ['AWS::SecretsManager::Secret', { Id: secretArn }, {}],
    };
    const entries = Object.entries(types);
    const TemplateBody = templateOf(
      Object.fromEntries(
        entries.map(([id, [Type, , Properties]]) => [id, { Type, Properties, DeletionPolicy: 'Retain' }]),
      ),
    );

    const { ResourceIdentifierSummaries } = await cfn.send(new GetTemplateSummaryCommand({ TemplateBody }));
    await asking(
      TemplateBody,
      entries.map(([LogicalResourceId, [ResourceType, ResourceIdentifier]]) => ({
        LogicalResourceId,
        ResourceType,
        ResourceIdentifier,
      })),
      { Capabilities: ['CAPABILITY_NAMED_IAM'] },
    );
    await execute();

    expect(ResourceIdentifierSummaries).toEqual(
      entries.map(([id, [ResourceType, identifier]]) => ({
        ResourceType,
        LogicalResourceIds: [id],
        ResourceIdentifiers: Object.keys(identifier),
      })),
    );
    expect(await statusOf()).toBe('IMPORT_COMPLETE');
    const { StackResources = [] } = await cfn.send(new DescribeStackResourcesCommand({ StackName: 's' }));
    expect(
      Object.fromEntries(
        StackResources.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
      ),
    ).toEqual(Object.fromEntries(entries.map(([id, [, identifier]]) => [id, Object.values(identifier)[0]])));
  });

  it('refuse what is no import', async () => {
    await target.client(S3Client).send(new CreateBucketCommand({ Bucket: 'files' }));
    const wanted = [bucketToImport('files')];
    const refused: readonly [string, Promise<unknown>][] = [
      ['must have DeletionPolicy attribute', asking(templateOf({ Files: bucket('files', {}) }), wanted)],
      [
        'logical resource ids [Files] provided in ResourceToImport do not exist',
        asking(templateOf({ X: bucket('files') }), wanted),
      ],
      [
        'The following resource types are not supported for resource import: AWS::SNS::TopicPolicy',
        asking(templateOf({ Files: { Type: 'AWS::SNS::TopicPolicy', DeletionPolicy: 'Retain' } }), [
          { ...bucketToImport('files'), ResourceType: 'AWS::SNS::TopicPolicy' },
        ]),
      ],
      [
        'is identified by [BucketName]',
        asking(templateOf({ Files: bucket('files') }), [
          { ...bucketToImport('files'), ResourceIdentifier: { Name: 'files' } },
        ]),
      ],
      ['must have ResourcesToImport', asking(templateOf({ Files: bucket('files') }), [])],
    ];

    for (const [text, refusal] of refused) {
      await expect(refusal).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining(text) });
    }
  });

  it('fail where more would change, or nothing is there to take in', async () => {
    const cfn = target.client(CloudFormationClient);
    await target.client(S3Client).send(new CreateBucketCommand({ Bucket: 'files' }));
    const reasonOf = async (TemplateBody: string, wanted: ResourceToImport[], ChangeSetName: string) => {
      await asking(TemplateBody, wanted, { ChangeSetName });
      const { Status, StatusReason } = await cfn.send(new DescribeChangeSetCommand({ ...names, ChangeSetName }));
      return `${Status} ${StatusReason}`;
    };
    const Files = bucket('files');

    const more = await reasonOf(templateOf({ Files, Other: bucket('other') }), [bucketToImport('files')], 'more');
    const outputs = { Outputs: { Name: { Value: 'files' } } };
    const output = await reasonOf(templateOf({ Files }, outputs), [bucketToImport('files')], 'output');
    const none = await reasonOf(templateOf({ Files: bucket('none') }), [bucketToImport('none')], 'none');

    expect(more).toMatch(/^FAILED You have modified resources \[Other\] in your template that are not being imported/);
    expect(output).toBe('FAILED As part of the import operation, you cannot modify or add [Outputs]');
    expect(none).toMatch(/^FAILED Resource Files cannot be imported/);
  });

  it('roll back what went away in the meantime, and leave the rest as it was', async () => {
    const sqs = target.client(SQSClient);
    await target.client(S3Client).send(new CreateBucketCommand({ Bucket: 'files' }));
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    const Queue = {
      Type: 'AWS::SQS::Queue',
      DeletionPolicy: 'Retain',
      DependsOn: ['Files'],
      Properties: { QueueName: 'q' },
    };
    const queueToImport = {
      ResourceType: 'AWS::SQS::Queue',
      LogicalResourceId: 'Queue',
      ResourceIdentifier: { QueueUrl },
    };
    await asking(templateOf({ Queue, Files: bucket('files') }), [queueToImport, bucketToImport('files')]);
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));

    await execute();

    expect(await statusOf()).toBe('IMPORT_ROLLBACK_COMPLETE');
    const events = await eventsOf();
    expect(events).toContainEqual(
      expect.stringMatching(/^s IMPORT_ROLLBACK_IN_PROGRESS The following resource\(s\) failed to import: \[Queue\]/),
    );
    expect(events).toContain('Files IMPORT_ROLLBACK_COMPLETE ');
    const { StackResources } = await target
      .client(CloudFormationClient)
      .send(new DescribeStackResourcesCommand({ StackName: 's' }));
    expect(StackResources ?? []).toEqual([]);
    await target.client(S3Client).send(new HeadBucketCommand({ Bucket: 'files' }));
  });

  it('take nothing from another stack', async () => {
    const cfn = target.client(CloudFormationClient);
    const TemplateBody = templateOf({ Files: bucket('files') });
    const { StackId } = await cfn.send(new CreateStackCommand({ StackName: 'owner', TemplateBody }));
    await asking(TemplateBody, [bucketToImport('files')]);

    await execute();

    expect(await eventsOf()).toContain(`Files IMPORT_FAILED files already exists in stack ${StackId}`);
  });
});

async function makeOneOfEach() {
  const role = await target
    .client(IAMClient)
    .send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const kms = target.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/k', TargetKeyId: KeyMetadata?.KeyId }));
  await target.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: 'g' }));
  await target.client(SSMClient).send(new PutParameterCommand({ Name: '/one', Type: 'String', Value: '1' }));
  const { QueueUrl = '' } = await target.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'q' }));
  const secret = await target
    .client(SecretsManagerClient)
    .send(new CreateSecretCommand({ Name: 'secret', SecretString: 'x' }));
  await target.client(CloudWatchClient).send(
    new PutMetricAlarmCommand({
      AlarmName: 'a',
      Namespace: 'N',
      MetricName: 'M',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  await target.client(LambdaClient).send(
    new CreateFunctionCommand({
      FunctionName: 'f',
      Role: role.Role?.Arn,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip({ 'index.js': 'exports.handler = async () => 1;' }) },
    }),
  );
  return {
    role: role.Role?.Arn,
    keyId: KeyMetadata?.KeyId ?? '',
    queueUrl: QueueUrl,
    secretArn: secret.ARN ?? '',
  };
}
