import * as Cfn from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
let client: Cfn.CloudFormationClient;
beforeEach(() => {
  client = target.client(Cfn.CloudFormationClient);
});

const TemplateBody = JSON.stringify({
  Resources: {
    Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle', Description: 'who signals' },
    Condition: {
      Type: 'AWS::CloudFormation::WaitCondition',
      Properties: { Handle: { Ref: 'Handle' }, Count: 2, Timeout: '60' },
    },
  },
  Outputs: { Data: { Value: { 'Fn::GetAtt': ['Condition', 'Data'] } } },
});

/** Answers while the stack waits: nobody could signal otherwise. */
async function createdHandle(): Promise<string> {
  await client.send(new Cfn.CreateStackCommand({ StackName: 's', TemplateBody }));
  const { StackResources } = await client.send(
    new Cfn.DescribeStackResourcesCommand({ StackName: 's', LogicalResourceId: 'Handle' }),
  );
  return StackResources?.[0]?.PhysicalResourceId ?? '';
}

const signal = async (url: string, document: object) =>
  (await fetch(url, { method: 'PUT', body: JSON.stringify(document) })).status;
const stack = async () => (await client.send(new Cfn.DescribeStacksCommand({ StackName: 's' }))).Stacks?.[0];
const reasons = async () =>
  (await client.send(new Cfn.DescribeStackEventsCommand({ StackName: 's' }))).StackEvents?.flatMap(
    ({ ResourceStatusReason }) => ResourceStatusReason ?? [],
  );

describe('wait conditions', () => {
  it('end when enough signals with ids of their own have come', async () => {
    const url = await createdHandle();
    const waiting = (await stack())?.StackStatus;

    await signal(url, { Status: 'SUCCESS', UniqueId: 'one', Data: '1', Reason: 'done' });
    await signal(url, { Status: 'SUCCESS', UniqueId: 'one', Data: '1', Reason: 'done' });
    const still = (await stack())?.StackStatus;
    await signal(url, { Status: 'SUCCESS', UniqueId: 'two', Data: '2', Reason: 'done' });

    await expect.poll(async () => (await stack())?.StackStatus).toBe('CREATE_COMPLETE');
    expect([waiting, still]).toEqual(['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS']);
    expect((await stack())?.Outputs).toMatchObject([{ OutputValue: '{"one":"1","two":"2"}' }]);
  });

  it('fail by a signal of failure', async () => {
    const url = await createdHandle();

    await signal(url, { Status: 'FAILURE', UniqueId: 'one', Reason: 'no luck' });

    await expect.poll(async () => (await stack())?.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await reasons()).toContain("WaitCondition received failed message: 'no luck' for uniqueId: one");
  });

  it('fail when their time is up', async () => {
    const url = await createdHandle();
    await signal(url, { Status: 'SUCCESS', UniqueId: 'one' });

    await target.cloud.clock.advance(61_000);

    await expect.poll(async () => (await stack())?.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await reasons()).toContain('WaitCondition timed out. Received 1 conditions when expecting 2');
  });

  it('take no signal of a handle that nobody made', async () => {
    const url = await createdHandle();

    expect(await signal(`${url}0`, { Status: 'SUCCESS' })).toBe(403);
  });
});

describe('SignalResource', () => {
  const awaiting = JSON.stringify({
    Resources: {
      Wait: {
        Type: 'AWS::CloudFormation::WaitCondition',
        CreationPolicy: { ResourceSignal: { Count: 2, Timeout: 'PT1M' } },
      },
    },
  });
  const create = () => client.send(new Cfn.CreateStackCommand({ StackName: 's', TemplateBody: awaiting }));
  const signalled = (UniqueId: string, Status: Cfn.ResourceSignalStatus = 'SUCCESS') =>
    client.send(new Cfn.SignalResourceCommand({ StackName: 's', LogicalResourceId: 'Wait', UniqueId, Status }));
  const status = async () => (await stack())?.StackStatus;

  it('ends what a CreationPolicy waits for, and is refused afterwards', async () => {
    await create();

    await signalled('one');
    await signalled('one');
    expect(await status()).toBe('CREATE_IN_PROGRESS');
    await signalled('two');

    await expect.poll(status).toBe('CREATE_COMPLETE');
    await expect(signalled('three')).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(/ is in CREATE_COMPLETE state and cannot be signaled$/),
    });
  });

  it('fails the resource by a signal of failure', async () => {
    await create();

    await signalled('one', 'FAILURE');

    await expect.poll(status).toBe('ROLLBACK_COMPLETE');
  });
});
