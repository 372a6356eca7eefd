import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

describe('log groups', () => {
  const target = useCloud();
  const client = () => target.client(Logs.CloudWatchLogsClient);
  const create = (logGroupName: string, tags?: Record<string, string>) =>
    client().send(new Logs.CreateLogGroupCommand({ logGroupName, ...(tags && { tags }) }));

  it('CreateLogGroup › is described with both of its ARNs', async () => {
    await create('/app/api');
    await client().send(new Logs.PutRetentionPolicyCommand({ logGroupName: '/app/api', retentionInDays: 14 }));

    const { logGroups } = await client().send(new Logs.DescribeLogGroupsCommand({ logGroupNamePrefix: '/app' }));

    expect(logGroups).toEqual([
      {
        logGroupName: '/app/api',
        creationTime: expect.any(Number),
        retentionInDays: 14,
        metricFilterCount: 0,
        arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/app/api:*',
        logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/app/api',
        storedBytes: 0,
        logGroupClass: 'STANDARD',
      },
    ]);
  });

  it('CreateLogGroup › refuses a name that is taken or malformed', async () => {
    await create('/app/api');

    await expect(create('/app/api')).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    });
    await expect(create('a b')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
    });
  });

  it('DescribeLogGroups › pages by name', async () => {
    for (const name of ['a', 'b', 'c']) await create(name);

    const first = await client().send(new Logs.DescribeLogGroupsCommand({ limit: 2 }));
    const second = await client().send(new Logs.DescribeLogGroupsCommand({ limit: 2, nextToken: first.nextToken }));

    expect(first.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['a', 'b']);
    expect(second.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['c']);
    expect(second.nextToken).toBeUndefined();
  });

  it('DeleteLogGroup › takes its streams and events with it', async () => {
    const names = { logGroupName: 'a', logStreamName: 's' };
    const make = async () => {
      await create('a');
      await client().send(new Logs.CreateLogStreamCommand(names));
    };
    await make();
    const logEvents = [{ timestamp: target.cloud.clock.now(), message: 'x' }];
    await client().send(new Logs.PutLogEventsCommand({ ...names, logEvents }));

    await client().send(new Logs.DeleteLogGroupCommand({ logGroupName: 'a' }));
    await make();

    expect((await client().send(new Logs.GetLogEventsCommand(names))).events).toEqual([]);
  });

  it('DescribeLogStreams › orders by name or by last event', async () => {
    await create('a');
    const put = async (logStreamName: string, ageMs: number) => {
      await client().send(new Logs.CreateLogStreamCommand({ logGroupName: 'a', logStreamName }));
      const logEvents = [{ timestamp: target.cloud.clock.now() - ageMs, message: 'x' }];
      await client().send(new Logs.PutLogEventsCommand({ logGroupName: 'a', logStreamName, logEvents }));
    };
    await put('x', 5000);
    await put('y', 9000);
    await put('z', 1000);
    const list = async (input: Partial<Logs.DescribeLogStreamsCommandInput>) => {
      const answer = await client().send(new Logs.DescribeLogStreamsCommand({ logGroupName: 'a', ...input }));
      return answer.logStreams?.map(({ logStreamName }) => logStreamName);
    };

    expect(await list({})).toEqual(['x', 'y', 'z']);
    expect(await list({ orderBy: 'LastEventTime', descending: true })).toEqual(['z', 'x', 'y']);
    expect(await list({ logStreamNamePrefix: 'y' })).toEqual(['y']);
    await expect(list({ orderBy: 'LastEventTime', logStreamNamePrefix: 'y' })).rejects.toMatchObject({
      message: 'Cannot order by LastEventTime with a logStreamNamePrefix.',
    });
  });

  it('tags › are the same by name and by ARN', async () => {
    await create('a', { one: '1' });
    const resourceArn = 'arn:aws:logs:us-east-1:000000000000:log-group:a';

    await client().send(new Logs.TagResourceCommand({ resourceArn, tags: { two: '2' } }));
    await client().send(new Logs.UntagLogGroupCommand({ logGroupName: 'a', tags: ['one'] }));
    const byArn = await client().send(new Logs.ListTagsForResourceCommand({ resourceArn }));
    const byName = await client().send(new Logs.ListTagsLogGroupCommand({ logGroupName: 'a' }));

    expect(byArn.tags).toEqual({ two: '2' });
    expect(byName.tags).toEqual({ two: '2' });
  });

  it('PutMetricFilter › is described, tested and deleted', async () => {
    await create('a');
    const metricTransformations = [{ metricName: 'Errors', metricNamespace: 'App', metricValue: '1' }];
    const filter = { logGroupName: 'a', filterName: 'errors', filterPattern: 'ERROR', metricTransformations };

    await client().send(new Logs.PutMetricFilterCommand(filter));
    const described = await client().send(new Logs.DescribeMetricFiltersCommand({ logGroupName: 'a' }));
    const tested = await client().send(
      new Logs.TestMetricFilterCommand({ filterPattern: '[..., bytes]', logEventMessages: ['GET 512', 'POST 3'] }),
    );
    await client().send(new Logs.DeleteMetricFilterCommand({ logGroupName: 'a', filterName: 'errors' }));
    const gone = client().send(new Logs.DeleteMetricFilterCommand({ logGroupName: 'a', filterName: 'errors' }));

    expect(described.metricFilters).toMatchObject([filter]);
    expect(tested.matches?.map(({ extractedValues }) => extractedValues)).toEqual([{ $bytes: '512' }, { $bytes: '3' }]);
    await expect(gone).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified metric filter does not exist.',
    });
  });

  it('PutResourcePolicy › is told until deleted', async () => {
    await client().send(new Logs.PutResourcePolicyCommand({ policyName: 'p', policyDocument: '{}' }));
    const described = await client().send(new Logs.DescribeResourcePoliciesCommand({}));
    await client().send(new Logs.DeleteResourcePolicyCommand({ policyName: 'p' }));

    expect(described.resourcePolicies).toMatchObject([{ policyName: 'p', policyDocument: '{}' }]);
    await expect(client().send(new Logs.DeleteResourcePolicyCommand({ policyName: 'p' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it.each([
    [
      'CreateExportTask',
      new Logs.CreateExportTaskCommand({ logGroupName: 'g', from: 0, to: 1, destination: 'bucket' }),
    ],
    ['TestTransformer', new Logs.TestTransformerCommand({ transformerConfig: [], logEventMessages: ['a'] })],
  ])('%s › is refused by name', async (_name, command) => {
    // The two commands have different inputs; what is asserted is the same.
    const call = client().send(command as Logs.CreateExportTaskCommand);

    await expect(call).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
  });
});
