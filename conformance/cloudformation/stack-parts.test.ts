import * as Cfn from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: Cfn.CloudFormationClient;
beforeEach(() => {
  client = target.client(Cfn.CloudFormationClient);
});

const StackName = 'orders';
const parameter = (Name: string, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name, Type: 'String', Value: 'x' },
  ...more,
});
const bodyOf = (Resources: object, more: object = {}) => JSON.stringify({ Resources, ...more });
const TemplateBody = bodyOf({ A: parameter('/a', { Metadata: { owner: 'blue' } }), B: parameter('/b') });
/** Type and properties that `change` gives B; this one cannot be made. */
const broken = bodyOf({ A: parameter('/a'), B: { ...parameter('/b'), Properties: { Name: '/b', Type: 'Nothing' } } });

const create = (more: Partial<Cfn.CreateStackCommandInput> = {}) =>
  client.send(new Cfn.CreateStackCommand({ StackName, TemplateBody, ...more }));
const stack = async () => (await client.send(new Cfn.DescribeStacksCommand({ StackName }))).Stacks?.[0];
const notThere = { name: 'ValidationError', message: expect.stringContaining('does not exist') };

describe('resources of a stack', () => {
  it('ListStackResources › tells what all descriptions tell', async () => {
    await create();

    const { StackResourceSummaries } = await client.send(new Cfn.ListStackResourcesCommand({ StackName }));

    expect(StackResourceSummaries?.map(({ LogicalResourceId }) => LogicalResourceId).sort()).toEqual(['A', 'B']);
    expect(StackResourceSummaries).toContainEqual({
      LogicalResourceId: 'A',
      PhysicalResourceId: '/a',
      ResourceType: 'AWS::SSM::Parameter',
      ResourceStatus: 'CREATE_COMPLETE',
      LastUpdatedTimestamp: expect.any(Date),
      DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
    });
    await expect(client.send(new Cfn.ListStackResourcesCommand({ StackName: 'none' }))).rejects.toMatchObject(notThere);
  });

  it('DescribeStackResource › tells one with its stack and its metadata', async () => {
    const { StackId } = await create();

    const { StackResourceDetail } = await client.send(
      new Cfn.DescribeStackResourceCommand({ StackName, LogicalResourceId: 'A' }),
    );

    expect(StackResourceDetail).toMatchObject({
      StackName,
      StackId,
      LogicalResourceId: 'A',
      PhysicalResourceId: '/a',
      ResourceStatus: 'CREATE_COMPLETE',
      LastUpdatedTimestamp: expect.any(Date),
      Metadata: '{"owner":"blue"}',
    });
  });

  it('DescribeStackResource › refuses a resource that the stack does not have', async () => {
    await create();

    const call = client.send(new Cfn.DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Z' }));

    await expect(call).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Resource Z does not exist for stack orders',
    });
  });
});

describe('what is said of a stack', () => {
  it('SetStackPolicy › is given back by GetStackPolicy, which has none before', async () => {
    await create();
    const StackPolicyBody = JSON.stringify({
      Statement: [{ Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' }],
    });
    const policy = async () => (await client.send(new Cfn.GetStackPolicyCommand({ StackName }))).StackPolicyBody;
    const before = await policy();

    await client.send(new Cfn.SetStackPolicyCommand({ StackName, StackPolicyBody }));

    expect([before, await policy()]).toEqual([undefined, StackPolicyBody]);
    await expect(
      client.send(new Cfn.SetStackPolicyCommand({ StackName: 'none', StackPolicyBody })),
    ).rejects.toMatchObject({ message: 'Stack [none] does not exist' });
    await expect(client.send(new Cfn.GetStackPolicyCommand({ StackName: 'none' }))).rejects.toMatchObject(notThere);
  });

  it('UpdateTerminationProtection › keeps the stack from deletion until it is taken off', async () => {
    const { StackId } = await create();
    const protect = (EnableTerminationProtection: boolean) =>
      client.send(new Cfn.UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection }));

    const answer = await protect(true);
    await expect(client.send(new Cfn.DeleteStackCommand({ StackName }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining('cannot be deleted while TerminationProtection is enabled'),
    });
    const kept = await stack();
    await protect(false);
    await client.send(new Cfn.DeleteStackCommand({ StackName }));

    expect(answer.StackId).toBe(StackId);
    expect(kept).toMatchObject({ StackStatus: 'CREATE_COMPLETE', EnableTerminationProtection: true });
    await expect(stack()).rejects.toMatchObject(notThere);
  });

  it('ListHookResults › has no result, as there are no hooks', async () => {
    const { StackId } = await create();

    const { $metadata: _, ...results } = await client.send(
      new Cfn.ListHookResultsCommand({ TargetType: 'STACK', TargetId: StackId }),
    );

    expect(results).toEqual({ TargetType: 'STACK', TargetId: StackId, HookResults: [] });
  });

  it('ListChangeSets › tells those that wait to be executed', async () => {
    const { StackId } = await create();
    const ChangeSetName = 'more';
    const more = bodyOf({ A: parameter('/a'), B: parameter('/b'), C: parameter('/c') });
    await client.send(new Cfn.CreateChangeSetCommand({ StackName, ChangeSetName, TemplateBody: more }));

    const { Summaries } = await client.send(new Cfn.ListChangeSetsCommand({ StackName }));

    expect(Summaries).toMatchObject([
      { StackId, StackName, ChangeSetName, Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' },
    ]);
  });
});

describe('updates that are taken back', () => {
  it('CancelUpdateStack and ContinueUpdateRollback › are refused where there is nothing to take back', async () => {
    const { StackId } = await create();

    await expect(client.send(new Cfn.CancelUpdateStackCommand({ StackName }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'CancelUpdateStack cannot be called from current stack status',
    });
    await expect(client.send(new Cfn.ContinueUpdateRollbackCommand({ StackName }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: `Stack:${StackId} is in CREATE_COMPLETE state and can not continue update rollback.`,
    });
    await expect(client.send(new Cfn.CancelUpdateStackCommand({ StackName: 'none' }))).rejects.toMatchObject(notThere);
  });

  it('RollbackStack › leads back from an update that failed and was to stay', async () => {
    const { StackId } = await create();
    await client.send(new Cfn.UpdateStackCommand({ StackName, TemplateBody: broken, DisableRollback: true }));
    const failed = await stack();

    const answer = await client.send(new Cfn.RollbackStackCommand({ StackName }));

    expect(failed?.StackStatus).toBe('UPDATE_FAILED');
    expect(answer.StackId).toBe(StackId);
    expect((await stack())?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    await expect(client.send(new Cfn.RollbackStackCommand({ StackName }))).rejects.toMatchObject({
      message: `Stack:${StackId} is in UPDATE_ROLLBACK_COMPLETE state and can not be rolled back.`,
    });
  });
});

describe('templates', () => {
  const Parameters = { Stage: { Type: 'String', Default: 'beta', Description: 'where', NoEcho: true } };
  const template = bodyOf({ A: parameter('/a') }, { Description: 'orders', Parameters });

  it('ValidateTemplate › tells description and parameters', async () => {
    const found = await client.send(new Cfn.ValidateTemplateCommand({ TemplateBody: template }));

    expect(found).toMatchObject({
      Description: 'orders',
      Parameters: [{ ParameterKey: 'Stage', DefaultValue: 'beta', Description: 'where', NoEcho: true }],
    });
  });

  it('GetTemplateSummary › tells types of resources, and parameters with their types', async () => {
    const found = await client.send(new Cfn.GetTemplateSummaryCommand({ TemplateBody: template }));

    expect(found).toMatchObject({
      Description: 'orders',
      ResourceTypes: ['AWS::SSM::Parameter'],
      Parameters: [{ ParameterKey: 'Stage', ParameterType: 'String', DefaultValue: 'beta', NoEcho: true }],
    });
  });

  it.each([
    ['CreateStack', (TemplateBody: string) => client.send(new Cfn.CreateStackCommand({ StackName, TemplateBody }))],
    ['ValidateTemplate', (TemplateBody: string) => client.send(new Cfn.ValidateTemplateCommand({ TemplateBody }))],
    ['GetTemplateSummary', (TemplateBody: string) => client.send(new Cfn.GetTemplateSummaryCommand({ TemplateBody }))],
  ])('%s › names all types that do not exist', async (_, send) => {
    const body = bodyOf({ A: parameter('/a'), B: { Type: 'AWS::Nothing::Real' }, C: { Type: 'AWS::SQS::Queues' } });

    await expect(send(body)).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Template format error: Unrecognized resource types: [AWS::Nothing::Real, AWS::SQS::Queues]',
    });
  });

  const noTemplate = { TemplateBody: '{"Resources":' };
  it.each([
    ['ValidateTemplate', new Cfn.ValidateTemplateCommand(noTemplate)],
    ['GetTemplateSummary', new Cfn.GetTemplateSummaryCommand(noTemplate)],
  ])('%s › refuses what is no template', async (_, command) => {
    await expect(client.send(command as Cfn.ValidateTemplateCommand)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining('Template format error'),
    });
  });
});
