import * as Cfn from '@aws-sdk/client-cloudformation';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let cfn: Cfn.CloudFormationClient;
let account: string;
let region: string;

const StackSetName = 'fleet';
const TemplateBody = JSON.stringify({
  Parameters: { Value: { Type: 'String', Default: 'plain' } },
  Resources: {
    P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: '/fleet', Value: { Ref: 'Value' } } },
  },
});

beforeEach(async () => {
  cfn = target.client(Cfn.CloudFormationClient);
  const { StackId = '' } = await cfn.send(new Cfn.CreateStackCommand({ StackName: 'where', TemplateBody: elsewhere }));
  [, , , region = '', account = ''] = StackId.split(':');
});

const elsewhere = TemplateBody.replace('/fleet', '/elsewhere');

const storedValue = async () =>
  (await target.client(SSMClient).send(new GetParameterCommand({ Name: '/fleet' }))).Parameter?.Value;

async function createdSet() {
  const { StackSetId } = await cfn.send(new Cfn.CreateStackSetCommand({ StackSetName, TemplateBody }));
  return StackSetId;
}

async function createdInstances(more: Partial<Cfn.CreateStackInstancesCommandInput> = {}) {
  const StackSetId = await createdSet();
  const { OperationId = '' } = await cfn.send(
    new Cfn.CreateStackInstancesCommand({ StackSetName, Accounts: [account], Regions: [region], ...more }),
  );
  return { StackSetId, OperationId };
}

const operation = async (OperationId: string | undefined) =>
  (await cfn.send(new Cfn.DescribeStackSetOperationCommand({ StackSetName, OperationId }))).StackSetOperation;

describe('Stack sets', () => {
  it('CreateStackSet › makes an empty set, told by DescribeStackSet and ListStackSets', async () => {
    const StackSetId = await createdSet();

    const { StackSet } = await cfn.send(new Cfn.DescribeStackSetCommand({ StackSetName }));
    const { Summaries } = await cfn.send(new Cfn.ListStackSetsCommand({}));

    expect(StackSetId).toMatch(/^fleet:[-0-9a-f]{36}$/);
    expect(StackSet).toMatchObject({
      StackSetName,
      StackSetId,
      Status: 'ACTIVE',
      TemplateBody,
      Parameters: [],
      Capabilities: [],
      Tags: [],
      StackSetARN: `arn:aws:cloudformation:${region}:${account}:stackset/${StackSetId}`,
      AdministrationRoleARN: `arn:aws:iam::${account}:role/AWSCloudFormationStackSetAdministrationRole`,
      ExecutionRoleName: 'AWSCloudFormationStackSetExecutionRole',
      PermissionModel: 'SELF_MANAGED',
      ManagedExecution: { Active: false },
    });
    expect(Summaries).toMatchObject([{ StackSetName, StackSetId, Status: 'ACTIVE', DriftStatus: 'NOT_CHECKED' }]);
  });

  it('CreateStackSet › refuses a name that is taken, and an organisation', async () => {
    await createdSet();

    await expect(createdSet()).rejects.toMatchObject({
      name: 'NameAlreadyExistsException',
      $metadata: { httpStatusCode: 409 },
    });
    await expect(
      cfn.send(
        new Cfn.CreateStackSetCommand({ StackSetName: 'other', TemplateBody, PermissionModel: 'SERVICE_MANAGED' }),
      ),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'You must enable organizations access to operate a service managed stack set',
    });
  });

  it('DescribeStackSet › refuses one that does not exist', async () => {
    await expect(cfn.send(new Cfn.DescribeStackSetCommand({ StackSetName }))).rejects.toMatchObject({
      name: 'StackSetNotFoundException',
      message: 'StackSet fleet not found',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('CreateStackInstances › makes stacks in accounts and regions', async () => {
    const { StackSetId, OperationId } = await createdInstances({ Regions: [region, 'ap-south-1'] });

    const { Summaries } = await cfn.send(new Cfn.ListStackInstancesCommand({ StackSetName }));
    const { StackInstance } = await cfn.send(
      new Cfn.DescribeStackInstanceCommand({
        StackSetName,
        StackInstanceAccount: account,
        StackInstanceRegion: region,
      }),
    );
    const { Stacks } = await cfn.send(new Cfn.DescribeStacksCommand({ StackName: StackInstance?.StackId }));

    expect(await storedValue()).toBe('plain');
    expect(Summaries?.map((summary) => summary.Region)).toEqual(['ap-south-1', region]);
    expect(StackInstance).toMatchObject({
      StackSetId,
      Account: account,
      Region: region,
      Status: 'CURRENT',
      StackInstanceStatus: { DetailedStatus: 'SUCCEEDED' },
      ParameterOverrides: [],
      DriftStatus: 'NOT_CHECKED',
      LastOperationId: OperationId,
    });
    expect(Stacks?.[0]?.StackName).toMatch(/^StackSet-fleet-[-0-9a-f]{36}$/);
    expect(await operation(OperationId)).toMatchObject({ Action: 'CREATE', Status: 'SUCCEEDED', StackSetId });
  });

  it('ListStackSetOperationResults › tells what became of each target', async () => {
    const { OperationId } = await createdInstances();

    const { Summaries } = await cfn.send(new Cfn.ListStackSetOperationResultsCommand({ StackSetName, OperationId }));
    const listed = await cfn.send(new Cfn.ListStackSetOperationsCommand({ StackSetName }));

    expect(Summaries).toMatchObject([
      { Account: account, Region: region, Status: 'SUCCEEDED', AccountGateResult: { Status: 'SKIPPED' } },
    ]);
    expect(listed.Summaries).toMatchObject([{ OperationId, Action: 'CREATE', Status: 'SUCCEEDED' }]);
  });

  it('CreateStackInstances › fails by the first resource that failed, and cancels the rest', async () => {
    await cfn.send(new Cfn.CreateStackCommand({ StackName: 'taken', TemplateBody }));

    const { OperationId } = await createdInstances({ Regions: [region, 'ap-south-1'] });

    const { Summaries } = await cfn.send(new Cfn.ListStackSetOperationResultsCommand({ StackSetName, OperationId }));
    expect(await operation(OperationId)).toMatchObject({
      Status: 'FAILED',
      StatusDetails: { FailedStackInstancesCount: 1 },
    });
    expect(Summaries).toMatchObject([
      {
        Status: 'FAILED',
        StatusReason: expect.stringMatching(
          /^ResourceLogicalId:P, ResourceType:AWS::SSM::Parameter, ResourceStatusReason:/,
        ),
      },
      { Status: 'CANCELLED' },
    ]);
    const { Summaries: failed } = await cfn.send(
      new Cfn.ListStackInstancesCommand({ StackSetName, Filters: [{ Name: 'DETAILED_STATUS', Values: 'FAILED' }] }),
    );
    expect(failed).toMatchObject([{ Region: region, Status: 'OUTDATED' }]);
  });

  it('UpdateStackSet and UpdateStackInstances › change the stacks', async () => {
    await createdInstances();

    const Parameters = [{ ParameterKey: 'Value', ParameterValue: 'of the set' }];
    const updated = await cfn.send(
      new Cfn.UpdateStackSetCommand({ StackSetName, UsePreviousTemplate: true, Parameters }),
    );
    expect(await operation(updated.OperationId)).toMatchObject({ Action: 'UPDATE', Status: 'SUCCEEDED' });
    expect(await storedValue()).toBe('of the set');

    const ParameterOverrides = [{ ParameterKey: 'Value', ParameterValue: 'its own' }];
    await cfn.send(
      new Cfn.UpdateStackInstancesCommand({
        StackSetName,
        Accounts: [account],
        Regions: [region],
        ParameterOverrides,
      }),
    );
    expect(await storedValue()).toBe('its own');
    await expect(
      cfn.send(new Cfn.UpdateStackInstancesCommand({ StackSetName, Accounts: [account], Regions: ['eu-south-1'] })),
    ).rejects.toMatchObject({ name: 'StackInstanceNotFoundException' });
  });

  it('DeleteStackInstances and DeleteStackSet › take the stacks away, then the set', async () => {
    await createdInstances();
    const remove = () => cfn.send(new Cfn.DeleteStackSetCommand({ StackSetName }));
    await expect(remove()).rejects.toMatchObject({
      name: 'StackSetNotEmptyException',
      $metadata: { httpStatusCode: 409 },
    });

    const { OperationId } = await cfn.send(
      new Cfn.DeleteStackInstancesCommand({
        StackSetName,
        Accounts: [account],
        Regions: [region],
        RetainStacks: false,
      }),
    );

    expect(await operation(OperationId)).toMatchObject({ Action: 'DELETE', Status: 'SUCCEEDED', RetainStacks: false });
    await expect(storedValue()).rejects.toMatchObject({ name: 'ParameterNotFound' });
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'StackSetNotFoundException' });
  });

  it('StopStackSetOperation › refuses one that is over, and one that does not exist', async () => {
    const { OperationId } = await createdInstances();
    const stop = (id: string) => cfn.send(new Cfn.StopStackSetOperationCommand({ StackSetName, OperationId: id }));

    await expect(stop(OperationId)).rejects.toMatchObject({ name: 'InvalidOperationException' });
    await expect(stop('nowhere')).rejects.toMatchObject({ name: 'OperationNotFoundException' });
  });

  it('AWS::CloudFormation::StackSet › makes, changes and deletes a set with its stacks', async () => {
    const Resource = (value: string, regions: string[]) =>
      JSON.stringify({
        Resources: {
          Set: {
            Type: 'AWS::CloudFormation::StackSet',
            Properties: {
              StackSetName,
              PermissionModel: 'SELF_MANAGED',
              TemplateBody,
              Parameters: [{ ParameterKey: 'Value', ParameterValue: value }],
              StackInstancesGroup: [{ DeploymentTargets: { Accounts: [account] }, Regions: regions }],
            },
          },
        },
        Outputs: { Id: { Value: { Ref: 'Set' } } },
      });
    const deploy = { StackName: 'owner', TemplateBody: Resource('one', [region]) };
    await cfn.send(new Cfn.CreateStackCommand(deploy));
    expect(await storedValue()).toBe('one');

    await cfn.send(new Cfn.UpdateStackCommand({ ...deploy, TemplateBody: Resource('two', [region, 'ap-south-1']) }));

    const { Stacks } = await cfn.send(new Cfn.DescribeStacksCommand({ StackName: 'owner' }));
    const { Summaries } = await cfn.send(new Cfn.ListStackInstancesCommand({ StackSetName }));
    expect(Stacks?.[0]).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
      Outputs: [{ OutputValue: expect.stringMatching(/^fleet:/) }],
    });
    expect(await storedValue()).toBe('two');
    expect(Summaries).toHaveLength(2);
    await cfn.send(new Cfn.DeleteStackCommand({ StackName: 'owner' }));
    await expect(storedValue()).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });
});
