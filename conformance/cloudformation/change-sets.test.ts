import {
  ChangeSetNotFoundException,
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  waitUntilChangeSetCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();

const templateBody = (Value: string) =>
  JSON.stringify({
    Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Type: 'String', Value } } },
  });

describe('Change sets', () => {
  it('ExecuteChangeSet › has done everything when it answers, from a template in S3', async () => {
    const cfn = target.client(CloudFormationClient);
    const s3 = target.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'one.json', Body: templateBody('1') }));
    const names = { StackName: 's', ChangeSetName: 'c' };

    await cfn.send(
      new CreateChangeSetCommand({
        ...names,
        ChangeSetType: 'CREATE',
        TemplateURL: 'https://s3.us-east-1.amazonaws.com/templates/one.json',
      }),
    );
    await waitUntilChangeSetCreateComplete({ client: cfn, maxWaitTime: 60 }, names);
    await cfn.send(new ExecuteChangeSetCommand(names));

    expect((await cfn.send(new DescribeStacksCommand({ StackName: 's' }))).Stacks?.[0]?.StackStatus).toBe(
      'CREATE_COMPLETE',
    );
  });

  it('CreateChangeSet › fails without changes, and is gone when it was deleted', async () => {
    const cfn = target.client(CloudFormationClient);
    const names = { StackName: 's', ChangeSetName: 'c' };
    await cfn.send(new CreateChangeSetCommand({ ...names, ChangeSetType: 'CREATE', TemplateBody: templateBody('1') }));
    await cfn.send(new ExecuteChangeSetCommand(names));
    await cfn.send(new DeleteChangeSetCommand(names));

    await cfn.send(new CreateChangeSetCommand({ ...names, TemplateBody: templateBody('1') }));
    const described = await cfn.send(new DescribeChangeSetCommand(names));
    await cfn.send(new DeleteChangeSetCommand(names));

    expect(described).toMatchObject({
      Status: 'FAILED',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    await expect(cfn.send(new DescribeChangeSetCommand(names))).rejects.toBeInstanceOf(ChangeSetNotFoundException);
  });

  it('DescribeChangeSet › tells what causes a change: a parameter, or a resource that will be another', async () => {
    const cfn = target.client(CloudFormationClient);
    const parameter = (Value: unknown, more: object = {}) => ({
      Type: 'AWS::SSM::Parameter',
      Properties: { Type: 'String', Value, ...more },
    });
    const TemplateBody = JSON.stringify({
      Parameters: { Name: { Type: 'String' } },
      Resources: {
        A: parameter('fixed', { Name: { Ref: 'Name' } }),
        B: parameter({ Ref: 'A' }),
        C: parameter({ 'Fn::GetAtt': ['A', 'Value'] }),
      },
    });
    const given = (ParameterValue: string) => [{ ParameterKey: 'Name', ParameterValue }];
    await cfn.send(new CreateStackCommand({ StackName: 's', TemplateBody, Parameters: given('/one') }));
    const names = { StackName: 's', ChangeSetName: 'c' };

    await cfn.send(new CreateChangeSetCommand({ ...names, TemplateBody, Parameters: given('/two') }));

    const { Changes } = await cfn.send(new DescribeChangeSetCommand(names));
    const told = Changes?.map(({ ResourceChange }) => [
      ResourceChange?.LogicalResourceId,
      ...(ResourceChange?.Details ?? []).map(
        ({ ChangeSource, CausingEntity = '', Evaluation }) => `${ChangeSource} ${CausingEntity} ${Evaluation}`,
      ),
    ]);
    expect(told).toEqual([
      ['A', 'DirectModification  Dynamic', 'ParameterReference Name Static'],
      ['B', 'ResourceReference A Dynamic'],
      ['C', 'ResourceAttribute A.Value Dynamic'],
    ]);
  });
});
