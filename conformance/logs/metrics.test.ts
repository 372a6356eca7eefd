import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const names = { logGroupName: '/app/api', logStreamName: 'one' };

describe('metrics out of logs', () => {
  const target = useCloud();
  const logs = () => target.client(Logs.CloudWatchLogsClient);
  const put = (...messages: string[]) => {
    const timestamp = target.cloud.clock.now();
    const logEvents = messages.map((message) => ({ timestamp, message }));
    return logs().send(new Logs.PutLogEventsCommand({ ...names, logEvents }));
  };
  const statistics = async (MetricName: string, dimensions: Record<string, string> = {}) => {
    const now = target.cloud.clock.now();
    const { Datapoints } = await target.client(CloudWatchClient).send(
      new GetMetricStatisticsCommand({
        Namespace: 'App',
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(now - 3_600_000),
        EndTime: new Date(now + 60_000),
        Period: 7200,
        Statistics: ['Sum', 'SampleCount', 'Maximum'],
      }),
    );
    return Datapoints?.[0];
  };
  const addFilter = (filterPattern: string, transformation: Partial<Logs.MetricTransformation>) =>
    logs().send(
      new Logs.PutMetricFilterCommand({
        logGroupName: names.logGroupName,
        filterName: 'filter',
        filterPattern,
        metricTransformations: [{ metricName: 'Found', metricNamespace: 'App', metricValue: '1', ...transformation }],
      }),
    );

  beforeEach(async () => {
    await logs().send(new Logs.CreateLogGroupCommand({ logGroupName: names.logGroupName }));
    await logs().send(new Logs.CreateLogStreamCommand(names));
  });

  it('DescribeMetricFilters › are in the order of their names, whichever groups they are of', async () => {
    await logs().send(new Logs.CreateLogGroupCommand({ logGroupName: '/app/zone' }));
    const metricTransformations = [{ metricName: 'Found', metricNamespace: 'a:b#c/d', metricValue: '1' }];
    for (const [logGroupName, filterName] of [
      ['/app/api', 'b'],
      ['/app/zone', 'a'],
    ]) {
      const input = { logGroupName, filterName, filterPattern: '', metricTransformations };
      await logs().send(new Logs.PutMetricFilterCommand(input));
    }

    const { metricFilters } = await logs().send(new Logs.DescribeMetricFiltersCommand({}));

    expect(metricFilters?.map(({ filterName }) => filterName)).toEqual(['a', 'b']);
    expect(metricFilters?.[0]?.metricTransformations).toEqual(metricTransformations);
  });

  it('PutMetricFilter › counts the events that match', async () => {
    await addFilter('ERROR', {});

    await put('ERROR a', 'INFO b', 'ERROR c');

    expect(await statistics('Found')).toMatchObject({ Sum: 2, SampleCount: 2 });
  });

  it('PutMetricFilter › takes values and dimensions from the event', async () => {
    await addFilter('{ $.ms = * }', { metricValue: '$.ms', dimensions: { Route: '$.route' }, unit: 'Milliseconds' });

    await put('{"ms":5,"route":"/a"}', '{"ms":7,"route":"/a"}', '{"ms":9,"route":"/b"}', '{"ms":100}');

    expect(await statistics('Found', { Route: '/a' })).toMatchObject({ Sum: 12, Maximum: 7, Unit: 'Milliseconds' });
    expect(await statistics('Found', { Route: '/b' })).toMatchObject({ Sum: 9 });
  });

  it('PutMetricFilter › reports its default where nothing matches', async () => {
    await addFilter('ERROR', { defaultValue: 0 });

    await put('INFO');

    expect(await statistics('Found')).toMatchObject({ Sum: 0, SampleCount: 1 });
  });

  it('PutLogEvents › puts the metrics of the embedded format', async () => {
    const event = {
      _aws: {
        Timestamp: target.cloud.clock.now(),
        CloudWatchMetrics: [
          {
            Namespace: 'App',
            Dimensions: [['service'], []],
            Metrics: [{ Name: 'Orders', Unit: 'Count' }, { Name: 'Ms' }],
          },
        ],
      },
      service: 'orders',
      Orders: 1,
      Ms: [10, 20],
    };

    await put(JSON.stringify(event), '{"_aws": {"CloudWatchMetrics": 1}}', 'about "CloudWatchMetrics"');
    const { Metrics } = await target.client(CloudWatchClient).send(new ListMetricsCommand({ Namespace: 'App' }));

    expect(Metrics).toHaveLength(4);
    expect(await statistics('Orders', { service: 'orders' })).toMatchObject({ Sum: 1, Unit: 'Count' });
    expect(await statistics('Ms')).toMatchObject({ Sum: 30, SampleCount: 2 });
  });

  it('PutLogEvents › keeps events whose metrics are refused', async () => {
    await put(
      JSON.stringify({
        _aws: { Timestamp: 1, CloudWatchMetrics: [{ Namespace: 'App', Metrics: [{ Name: 'Old' }] }] },
        Old: 1,
      }),
    );

    const { events } = await logs().send(new Logs.GetLogEventsCommand(names));
    expect(events).toHaveLength(1);
  });
});
