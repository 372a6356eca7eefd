import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const logGroupName = '/app/api';
let client: Logs.CloudWatchLogsClient;
beforeEach(async () => {
  client = target.client(Logs.CloudWatchLogsClient);
  await client.send(new Logs.CreateLogGroupCommand({ logGroupName, tags: { stage: 'beta' } }));
});

const group = async () => (await client.send(new Logs.DescribeLogGroupsCommand({}))).logGroups?.[0];
const noGroup = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };

describe('settings of a log group', () => {
  it('DeleteRetentionPolicy › keeps events for ever again', async () => {
    await client.send(new Logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 14 }));
    const before = await group();

    await client.send(new Logs.DeleteRetentionPolicyCommand({ logGroupName }));

    expect(before?.retentionInDays).toBe(14);
    expect(await group()).not.toHaveProperty('retentionInDays');
    await expect(client.send(new Logs.DeleteRetentionPolicyCommand({ logGroupName: 'none' }))).rejects.toMatchObject(
      noGroup,
    );
  });

  it('AssociateKmsKey › is told by DescribeLogGroups until DisassociateKmsKey', async () => {
    const kmsKeyId = 'arn:aws:kms:us-east-1:000000000000:key/00000000-0000-4000-8000-000000000000';

    await client.send(new Logs.AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
    const associated = await group();
    await client.send(new Logs.DisassociateKmsKeyCommand({ logGroupName }));

    expect(associated?.kmsKeyId).toBe(kmsKeyId);
    expect(await group()).not.toHaveProperty('kmsKeyId');
  });

  it('TagLogGroup › adds to the tags and replaces by key', async () => {
    await client.send(new Logs.TagLogGroupCommand({ logGroupName, tags: { stage: 'prod', team: 'orders' } }));

    const { tags } = await client.send(new Logs.ListTagsLogGroupCommand({ logGroupName }));
    expect(tags).toEqual({ stage: 'prod', team: 'orders' });
    await expect(
      client.send(new Logs.TagLogGroupCommand({ logGroupName: 'none', tags: { a: 'b' } })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('UntagResource', () => {
  it('takes tags away by their keys, named by the ARN without its star', async () => {
    const resourceArn = `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`;
    await client.send(new Logs.TagResourceCommand({ resourceArn, tags: { team: 'orders' } }));

    await client.send(new Logs.UntagResourceCommand({ resourceArn, tagKeys: ['stage', 'unknown'] }));

    expect((await client.send(new Logs.ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ team: 'orders' });
    await expect(
      client.send(new Logs.UntagResourceCommand({ resourceArn: `${resourceArn}-not`, tagKeys: ['stage'] })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('DeleteLogStream', () => {
  const names = { logGroupName, logStreamName: 's' };
  const remove = () => client.send(new Logs.DeleteLogStreamCommand(names));

  it('takes its events with it, and leaves other streams', async () => {
    const make = (logStreamName: string) =>
      client.send(new Logs.CreateLogStreamCommand({ logGroupName, logStreamName }));
    for (const name of ['s', 't']) {
      await make(name);
      const logEvents = [{ timestamp: target.cloud.clock.now(), message: name }];
      await client.send(new Logs.PutLogEventsCommand({ logGroupName, logStreamName: name, logEvents }));
    }

    await remove();
    const { logStreams } = await client.send(new Logs.DescribeLogStreamsCommand({ logGroupName }));
    await make('s');

    expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['t']);
    const { events } = await client.send(new Logs.FilterLogEventsCommand({ logGroupName }));
    expect(events?.map(({ message }) => message)).toEqual(['t']);
  });

  it('knows no stream that is not there', async () => {
    await expect(remove()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
  });
});
