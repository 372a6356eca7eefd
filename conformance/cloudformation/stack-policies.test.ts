import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetStackPolicyCommand,
  SetStackPolicyCommand,
  UpdateStackCommand,
  type UpdateStackCommandInput,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let cfn: CloudFormationClient;
beforeEach(() => {
  cfn = target.client(CloudFormationClient);
});

type Names = Readonly<Record<string, string>>;

const template = (values: Names) =>
  JSON.stringify({
    Resources: Object.fromEntries(
      Object.entries(values).map(([logicalId, Value]) => [
        logicalId,
        { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: `/${logicalId}`, Value } },
      ]),
    ),
  });

const allowAll = { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' };
const policy = (...statements: object[]) => JSON.stringify({ Statement: [allowAll, ...statements] });
const deny = (Action: string, more: object = { Resource: 'LogicalResourceId/Kept' }) =>
  policy({ Effect: 'Deny', Action, Principal: '*', ...more });

const create = (more: Partial<CreateStackCommandInput>) =>
  cfn.send(new CreateStackCommand({ StackName: 's', TemplateBody: template({ Kept: '1', Free: '1' }), ...more }));

async function update(values: Names, more: Partial<UpdateStackCommandInput> = {}) {
  await cfn.send(new UpdateStackCommand({ StackName: 's', TemplateBody: template(values), ...more }));
  const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName: 's' }));
  const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName: 's' }));
  const failed = StackEvents?.find(({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED');
  return { status: Stacks?.[0]?.StackStatus, failed };
}

describe('Stack policies', () => {
  it('UpdateStack › rolls back where a statement denies a change of a resource', async () => {
    await create({ StackPolicyBody: deny('Update:Modify') });

    const { status, failed } = await update({ Kept: '2', Free: '1' });

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failed).toMatchObject({
      LogicalResourceId: 'Kept',
      ResourceStatusReason:
        'Action denied by stack policy: Statement [#2] does not allow [Update:Modify] for resource [LogicalResourceId/Kept];',
    });
  });

  it('UpdateStack › changes what the policy does not speak of', async () => {
    await create({ StackPolicyBody: deny('Update:*') });

    expect(await update({ Kept: '1', Free: '2' })).toMatchObject({ status: 'UPDATE_COMPLETE' });
  });

  it('UpdateStack › rolls back where a condition on the type denies a deletion', async () => {
    const Condition = { StringEquals: { ResourceType: ['AWS::SSM::Parameter'] } };
    await create({ StackPolicyBody: deny('Update:Delete', { Resource: '*', Condition }) });

    const { status, failed } = await update({ Kept: '1' });

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failed?.LogicalResourceId).toBe('Free');
    expect(await update({ Kept: '1', Free: '1', New: '1' })).toMatchObject({ status: 'UPDATE_COMPLETE' });
  });

  it('UpdateStack › denies what no statement allows, once there is a policy', async () => {
    await create({});
    const StackPolicyBody = JSON.stringify({ Statement: [{ ...allowAll, Resource: 'LogicalResourceId/Free' }] });
    await cfn.send(new SetStackPolicyCommand({ StackName: 's', StackPolicyBody }));

    expect(await update({ Kept: '2', Free: '1' })).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await update({ Kept: '1', Free: '2' })).toMatchObject({ status: 'UPDATE_COMPLETE' });
  });

  it('UpdateStack › takes another policy for one update alone', async () => {
    await create({ StackPolicyBody: deny('Update:*') });

    expect(await update({ Kept: '2', Free: '1' }, { StackPolicyDuringUpdateBody: policy() })).toMatchObject({
      status: 'UPDATE_COMPLETE',
    });
    expect(await update({ Kept: '3', Free: '1' })).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
  });

  it('SetStackPolicy › takes a policy from S3, and no text that is none', async () => {
    await create({});
    const s3 = target.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'policies' }));
    await s3.send(new PutObjectCommand({ Bucket: 'policies', Key: 'p.json', Body: deny('Update:*') }));
    const StackPolicyURL = 'https://policies.s3.amazonaws.com/p.json';
    const set = (input: object) => cfn.send(new SetStackPolicyCommand({ StackName: 's', ...input }));

    await set({ StackPolicyURL });

    const { StackPolicyBody } = await cfn.send(new GetStackPolicyCommand({ StackName: 's' }));
    expect(StackPolicyBody).toBe(deny('Update:*'));
    await expect(set({ StackPolicyBody: 'no policy' })).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Error validating stack policy: Invalid stack policy',
    });
    await expect(set({ StackPolicyBody: deny('Delete:*') })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(set({ StackPolicyBody, StackPolicyURL })).rejects.toMatchObject({
      message: 'You cannot specify both StackPolicyURL and StackPolicyBody',
    });
  });
});

describe('Settings of stacks', () => {
  it('NotificationARNs and RollbackConfiguration › are told, kept by an update, and found by their pseudo parameter', async () => {
    const arn = 'arn:aws:sns:eu-west-1:000000000000:topic';
    const TemplateBody = JSON.stringify({
      Resources: {
        P: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Type: 'String', Value: { 'Fn::Select': [0, { Ref: 'AWS::NotificationARNs' }] } },
        },
      },
      Outputs: { Value: { Value: { 'Fn::GetAtt': ['P', 'Value'] } } },
    });
    const RollbackConfiguration = { MonitoringTimeInMinutes: 1 };
    await create({ TemplateBody, NotificationARNs: [arn], RollbackConfiguration });

    const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName: 's' }));

    expect(Stacks?.[0]).toMatchObject({
      NotificationARNs: [arn],
      RollbackConfiguration,
      Outputs: [{ OutputValue: arn }],
    });
    await update({ Kept: '1' });
    expect((await cfn.send(new DescribeStacksCommand({}))).Stacks?.[0]?.NotificationARNs).toEqual([arn]);
  });

  it('ResourceTypes › refuses a template with another type', async () => {
    await expect(create({ ResourceTypes: ['AWS::SQS::*'] })).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Resource type AWS::SSM::Parameter is not allowed by parameter ResourceTypes [AWS::SQS::*]',
    });
    await create({ ResourceTypes: ['AWS::SSM::*'] });
  });
});
