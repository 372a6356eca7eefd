import * as Cfn from '@aws-sdk/client-cloudformation';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let cfn: Cfn.CloudFormationClient;
beforeEach(() => {
  cfn = target.client(Cfn.CloudFormationClient);
});

type Resources = Readonly<Record<string, { Type: string; Properties?: object; Metadata?: object }>>;

const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders', DelaySeconds: 3 } };
const group = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/app' } };
const parameter = (Value: unknown) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name: '/url', Type: 'String', Value },
});
const body = (resources: Resources, Outputs: object = {}) => JSON.stringify({ Resources: resources, Outputs });

const createStack = (StackName: string, TemplateBody: string) =>
  cfn.send(new Cfn.CreateStackCommand({ StackName, TemplateBody }));

async function refactor(
  input: Omit<Cfn.CreateStackRefactorCommandInput, 'StackDefinitions'> & { stacks: Record<string, string> },
) {
  const { stacks, ...rest } = input;
  const StackDefinitions = Object.entries(stacks).map(([StackName, TemplateBody]) => ({ StackName, TemplateBody }));
  const command = new Cfn.CreateStackRefactorCommand({ StackDefinitions, EnableStackCreation: true, ...rest });
  const { StackRefactorId = '' } = await cfn.send(command);
  return StackRefactorId;
}

const describeRefactor = (StackRefactorId: string) =>
  cfn.send(new Cfn.DescribeStackRefactorCommand({ StackRefactorId }));
const execute = (StackRefactorId: string) => cfn.send(new Cfn.ExecuteStackRefactorCommand({ StackRefactorId }));

async function resourcesOf(StackName: string): Promise<Record<string, string | undefined>> {
  const { StackResourceSummaries = [] } = await cfn.send(new Cfn.ListStackResourcesCommand({ StackName }));
  return Object.fromEntries(
    StackResourceSummaries.map(({ LogicalResourceId = '', PhysicalResourceId }) => [
      LogicalResourceId,
      PhysicalResourceId,
    ]),
  );
}

const statusOf = async (StackName: string) =>
  (await cfn.send(new Cfn.DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus;

describe('A stack refactor', () => {
  it('moves a resource into a new stack, which others import it from, and touches nothing', async () => {
    await createStack('a', body({ Queue: queue, Group: group, Url: parameter({ 'Fn::GetAtt': ['Queue', 'Arn'] }) }));
    const before = await resourcesOf('a');

    const id = await refactor({
      Description: 'apart',
      stacks: {
        a: body({ Group: group, Url: parameter({ 'Fn::ImportValue': 'queue-arn' }) }),
        b: body(
          { Queue: queue },
          { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Export: { Name: 'queue-arn' } } },
        ),
      },
    });
    const planned = await describeRefactor(id);
    const { StackRefactorActions } = await cfn.send(new Cfn.ListStackRefactorActionsCommand({ StackRefactorId: id }));
    await expect(statusOf('b')).rejects.toThrow('does not exist');
    await execute(id);

    expect(planned).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', Description: 'apart' });
    expect(StackRefactorActions).toMatchObject([
      {
        Action: 'MOVE',
        Entity: 'RESOURCE',
        Detection: 'AUTO',
        PhysicalResourceId: before.Queue,
        ResourceMapping: {
          Source: { StackName: 'a', LogicalResourceId: 'Queue' },
          Destination: { StackName: 'b', LogicalResourceId: 'Queue' },
        },
      },
      { Action: 'CREATE', Entity: 'STACK' },
    ]);
    expect(await describeRefactor(id)).toMatchObject({ ExecutionStatus: 'EXECUTE_COMPLETE' });
    expect(await resourcesOf('a')).toEqual({ Group: '/app', Url: before.Url });
    expect(await resourcesOf('b')).toEqual({ Queue: before.Queue });
    expect([await statusOf('a'), await statusOf('b')]).toEqual(['UPDATE_COMPLETE', 'CREATE_COMPLETE']);
    const { Imports } = await cfn.send(new Cfn.ListImportsCommand({ ExportName: 'queue-arn' }));
    expect(Imports).toEqual(['a']);
  });

  it('leaves stacks that go on alone: one is deleted, and takes along what it got', async () => {
    await createStack('a', body({ Queue: queue, Group: group }));
    await createStack('b', body({ Url: parameter('x') }));
    await execute(
      await refactor({ stacks: { a: body({ Group: group }), b: body({ Queue: queue, Url: parameter('x') }) } }),
    );
    const find = () => target.client(SQSClient).send(new GetQueueUrlCommand({ QueueName: 'orders' }));

    await cfn.send(new Cfn.DeleteStackCommand({ StackName: 'a' }));
    await expect(find()).resolves.toBeDefined();
    await cfn.send(new Cfn.DeleteStackCommand({ StackName: 'b' }));
    await expect(find()).rejects.toThrow();
  });

  it('renames logical ids, as mapped or as they are found', async () => {
    await createStack('a', body({ Queue: queue, Group: group }));
    const before = await resourcesOf('a');
    const mapping = (from: string, to: string) => ({
      Source: { StackName: 'a', LogicalResourceId: from },
      Destination: { StackName: 'a', LogicalResourceId: to },
    });

    const id = await refactor({
      stacks: { a: body({ Orders: queue, Logs: group }) },
      ResourceMappings: [mapping('Queue', 'Orders')],
    });
    const { StackRefactorActions } = await cfn.send(new Cfn.ListStackRefactorActionsCommand({ StackRefactorId: id }));
    await execute(id);

    expect(StackRefactorActions?.map(({ Detection }) => Detection)).toEqual(['MANUAL', 'AUTO']);
    expect(await resourcesOf('a')).toEqual({ Orders: before.Queue, Logs: before.Group });
    const update = new Cfn.UpdateStackCommand({ StackName: 'a', TemplateBody: body({ Orders: queue, Logs: group }) });
    await expect(cfn.send(update)).rejects.toThrow('No updates are to be performed.');
  });

  it.each([
    ['Add', { Queue: queue, Group: group }, { Url: parameter('x') }],
    ['Remove', { Group: group }, {}],
    ['Modify', { Queue: { ...queue, Properties: { QueueName: 'orders', DelaySeconds: 9 } } }, { Group: group }],
  ])('is not made where it would %s a resource', async (action, a, more) => {
    await createStack('a', body({ Queue: queue, Group: group }));
    await createStack('b', body({ Other: { Type: 'AWS::SQS::Queue' } }));

    const id = await refactor({ stacks: { a: body(a), b: body({ Other: { Type: 'AWS::SQS::Queue' }, ...more }) } });

    expect(await describeRefactor(id)).toMatchObject({
      Status: 'CREATE_FAILED',
      StatusReason: `Found an action type that is not permitted during refactor operations: ${action}`,
      ExecutionStatus: 'UNAVAILABLE',
    });
    await expect(execute(id)).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('fails, and leaves all as it was, where a template turns out to change a resource', async () => {
    const url = parameter({ 'Fn::GetAtt': ['Queue', 'Arn'] });
    await createStack('a', body({ Queue: queue, Group: group, Url: url }));
    const before = await resourcesOf('a');
    const changed = parameter({ 'Fn::GetAtt': ['Queue', 'QueueName'] });

    const id = await refactor({ stacks: { a: body({ Queue: queue, Url: changed }), b: body({ Group: group }) } });
    await execute(id);

    expect(await describeRefactor(id)).toMatchObject({
      ExecutionStatus: 'EXECUTE_FAILED',
      ExecutionStatusReason: expect.stringMatching(
        new RegExp(`^Property changes detected during execution of refactor action .+ for refactor ${id}$`),
      ),
    });
    expect(await resourcesOf('a')).toEqual(before);
    expect(await statusOf('a')).toBe('CREATE_COMPLETE');
    await expect(statusOf('b')).rejects.toThrow('does not exist');
  });

  it('is not made of stacks that are not there, or would be empty', async () => {
    await createStack('a', body({ Queue: queue }));

    const missing = await refactor({ stacks: { a: body({ Queue: queue }), b: body({}) }, EnableStackCreation: false });
    const empty = await refactor({ stacks: { a: JSON.stringify({ Resources: {} }), b: body({ Queue: queue }) } });

    expect((await describeRefactor(missing)).StatusReason).toBe('Stack b does not exist');
    expect((await describeRefactor(empty)).Status).toBe('CREATE_FAILED');
    await expect(describeRefactor('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      name: 'StackRefactorNotFoundException',
    });
    const { StackRefactorSummaries } = await cfn.send(
      new Cfn.ListStackRefactorsCommand({ ExecutionStatusFilter: ['UNAVAILABLE'] }),
    );
    expect(StackRefactorSummaries?.map(({ StackRefactorId }) => StackRefactorId).sort()).toEqual(
      [missing, empty].sort(),
    );
  });
});
