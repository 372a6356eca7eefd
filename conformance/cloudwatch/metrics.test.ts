import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const dimension = { Name: 'route', Value: 'CreateOrder' };

async function report(client: CloudWatchClient, values: readonly number[], at: Date): Promise<void> {
  for (const Value of values) {
    const datum = {
      MetricName: 'Latency',
      Dimensions: [dimension],
      Value,
      Unit: 'Milliseconds' as const,
      Timestamp: at,
    };
    await client.send(new PutMetricDataCommand({ Namespace: 'Orders', MetricData: [datum] }));
  }
}

describe('PutMetricData', () => {
  it('is found by ListMetrics, under its namespace and dimensions', async () => {
    const client = target.client(CloudWatchClient);
    await report(client, [1], new Date());

    const all = await client.send(new ListMetricsCommand({ Namespace: 'Orders', Dimensions: [{ Name: 'route' }] }));
    const none = await client.send(new ListMetricsCommand({ Dimensions: [{ Name: 'route', Value: 'other' }] }));

    expect(all.Metrics).toEqual([{ Namespace: 'Orders', MetricName: 'Latency', Dimensions: [dimension] }]);
    expect(none.Metrics).toEqual([]);
  });

  it.each([
    [
      'no value',
      {},
      'InvalidParameterCombinationException',
      /^At least one of the parameters MetricData.member.1.Value/,
    ],
    [
      'a value and values',
      { Value: 1, Values: [1] },
      'InvalidParameterCombinationException',
      /^The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.$/,
    ],
    [
      'values and counts of other lengths',
      { Values: [1, 2], Counts: [1] },
      'InvalidParameterValueException',
      /same size/,
    ],
    [
      'a time long ago',
      { Value: 1, Timestamp: new Date(0) },
      'InvalidParameterValueException',
      /must specify a time within the past two weeks\.$/,
    ],
  ])('rejects a datum with %s', async (_what, datum, name, message) => {
    const client = target.client(CloudWatchClient);

    const put = client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData: [{ MetricName: 'M', ...datum }] }));

    await expect(put).rejects.toThrow(message);
    await expect(put).rejects.toMatchObject({ name });
  });

  it('rejects namespaces of AWS, and none', async () => {
    const put = (Namespace: string | undefined) =>
      target.client(CloudWatchClient).send(new PutMetricDataCommand({ Namespace, MetricData: [] }));

    await expect(put('AWS/Lambda')).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The value AWS/ for parameter Namespace is invalid.',
    });
    await expect(put(undefined)).rejects.toMatchObject({
      name: 'MissingRequiredParameterException',
      message: 'The parameter Namespace is required.',
    });
  });

  it('stores none of its data when one is wrong', async () => {
    const client = target.client(CloudWatchClient);

    const put = client.send(
      new PutMetricDataCommand({ Namespace: 'N', MetricData: [{ MetricName: 'A', Value: 1 }, { MetricName: 'B' }] }),
    );

    await expect(put).rejects.toThrow();
    expect((await client.send(new ListMetricsCommand({}))).Metrics).toEqual([]);
  });
});

describe('GetMetricStatistics', () => {
  it('answers every statistic and exact percentiles of a period', async () => {
    const client = target.client(CloudWatchClient);
    const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000);
    await report(client, [10, 20, 30, 40], minute);

    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'Orders',
        MetricName: 'Latency',
        Dimensions: [dimension],
        StartTime: new Date(minute.getTime() - 60_000),
        EndTime: new Date(minute.getTime() + 60_000),
        Period: 60,
        Statistics: ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'],
      }),
    );

    expect(Datapoints).toEqual([
      { Timestamp: minute, Unit: 'Milliseconds', Average: 25, Sum: 100, Minimum: 10, Maximum: 40, SampleCount: 4 },
    ]);
  });

  it('rejects more datapoints than AWS answers', async () => {
    const client = target.client(CloudWatchClient);

    const get = client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'N',
        MetricName: 'M',
        StartTime: new Date('2026-01-01'),
        EndTime: new Date('2026-01-03'),
        Period: 60,
        Statistics: ['Sum'],
      }),
    );

    await expect(get).rejects.toThrow(/exceeds the limit of 1440/);
  });
});

describe('GetMetricData', () => {
  it('puts minutes together into periods, newest first unless asked otherwise', async () => {
    const client = target.client(CloudWatchClient);
    const start = new Date(Math.floor(Date.now() / 300_000) * 300_000 - 600_000);
    const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
    await report(client, [1], at(0));
    await report(client, [2], at(1));
    await report(client, [4], at(6));
    const query = (ScanBy: 'TimestampAscending' | 'TimestampDescending') =>
      new GetMetricDataCommand({
        StartTime: start,
        EndTime: at(10),
        ScanBy,
        MetricDataQueries: [
          {
            Id: 'sum',
            MetricStat: {
              Metric: { Namespace: 'Orders', MetricName: 'Latency', Dimensions: [dimension] },
              Period: 300,
              Stat: 'Sum',
            },
          },
        ],
      });

    const ascending = await client.send(query('TimestampAscending'));
    const descending = await client.send(query('TimestampDescending'));

    expect(ascending.MetricDataResults?.[0]).toMatchObject({ Timestamps: [at(0), at(5)], Values: [3, 4] });
    expect(descending.MetricDataResults?.[0]).toMatchObject({ Timestamps: [at(5), at(0)], Values: [4, 3] });
  });
});
