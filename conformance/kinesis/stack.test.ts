import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let stacks: CloudFormationClient;
beforeEach(() => {
  stacks = target.client(CloudFormationClient);
});

const StackName = 's';
const waiter = () => ({ client: stacks, maxWaitTime: 30, minDelay: 1, maxDelay: 1 });
const input = (Properties: object) => ({
  StackName,
  TemplateBody: JSON.stringify({
    Resources: { Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'orders', ...Properties } } },
  }),
});

describe('AWS::Kinesis::Stream', () => {
  it('is on demand until it has a number of shards', async () => {
    const summary = async () => {
      const command = new DescribeStreamSummaryCommand({ StreamName: 'orders' });
      return (await target.client(KinesisClient).send(command)).StreamDescriptionSummary;
    };

    await stacks.send(new CreateStackCommand(input({})));
    await waitUntilStackCreateComplete(waiter(), { StackName });
    const before = await summary();
    await stacks.send(new UpdateStackCommand(input({ ShardCount: 2 })));
    await waitUntilStackUpdateComplete(waiter(), { StackName });

    expect(before).toMatchObject({ OpenShardCount: 4, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    expect(await summary()).toMatchObject({ OpenShardCount: 2, StreamModeDetails: { StreamMode: 'PROVISIONED' } });
  });

  it('is refused with a number of shards on demand', async () => {
    await stacks.send(new CreateStackCommand(input({ ShardCount: 1, StreamModeDetails: { StreamMode: 'ON_DEMAND' } })));
    await expect(waitUntilStackCreateComplete(waiter(), { StackName })).rejects.toThrow('ROLLBACK');
    const { StackEvents = [] } = await stacks.send(new DescribeStackEventsCommand({ StackName }));

    const failed = StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
    expect(failed?.ResourceStatusReason).toContain('ShardCount is not expected when StreamMode=ON_DEMAND');
  });
});
