import * as Cw from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const start = new Date(Math.floor(Date.now() / 300_000) * 300_000 - 900_000);
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const Namespace = 'test#app:one/x';
let client: Cw.CloudWatchClient;
beforeEach(() => {
  client = target.client(Cw.CloudWatchClient);
});

const put = (MetricName: string, values: readonly number[], from = 0) =>
  client.send(
    new Cw.PutMetricDataCommand({
      Namespace,
      MetricData: values.map((Value, index) => ({ MetricName, Value, Timestamp: at(from + index) })),
    }),
  );

const stat = (Id: string, MetricName: string, Stat = 'Sum', Period = 60): Cw.MetricDataQuery => ({
  Id,
  MetricStat: { Metric: { Namespace, MetricName }, Stat, Period },
});

const get = (MetricDataQueries: Cw.MetricDataQuery[], more: Partial<Cw.GetMetricDataInput> = {}) =>
  client.send(
    new Cw.GetMetricDataCommand({
      StartTime: start,
      EndTime: at(10),
      ScanBy: 'TimestampAscending',
      MetricDataQueries,
      ...more,
    }),
  );

const labels = async (...queries: Cw.MetricDataQuery[]) =>
  (await get(queries)).MetricDataResults?.map(({ Label }) => Label);

const valuesOf = async (Expression: string) => {
  const hidden = [stat('m1', 'a'), stat('m2', 'b')].map((query) => ({ ...query, ReturnData: false }));
  const { MetricDataResults } = await get([...hidden, { Id: 'e1', Expression }]);
  return MetricDataResults?.map(({ Values }) => Values);
};

describe('GetMetricData › labels', () => {
  it('tell queries apart by what differs among them', async () => {
    expect(await labels(stat('a', 'metric1'))).toEqual(['metric1']);
    expect(await labels(stat('a', 'metric1'), stat('b', 'metric2'))).toEqual(['metric1', 'metric2']);
    expect(await labels(stat('a', 'metric1'), stat('b', 'metric1', 'Maximum'))).toEqual([
      'metric1 Sum',
      'metric1 Maximum',
    ]);
    expect(await labels(stat('a', 'metric1'), stat('b', 'metric1', 'Maximum', 300))).toEqual([
      'metric1 Sum 60',
      'metric1 Maximum 300',
    ]);
  });

  it('may be made of the data', async () => {
    await put('metric1', [1, 3]);

    expect(await labels({ ...stat('a', 'metric1'), Label: "${PROP('Stat')} of ${LABEL}: ${MAX}" })).toEqual([
      'Sum of metric1: 3',
    ]);
  });
});

describe('GetMetricData › paging', () => {
  it('ends a page after MaxDatapoints and goes on with the token', async () => {
    await put('a', [1, 2, 3]);
    await put('b', [4]);
    const queries = [stat('a', 'a'), stat('b', 'b')];

    const first = await get(queries, { MaxDatapoints: 2 });
    const second = await get(queries, { MaxDatapoints: 2, NextToken: first.NextToken });

    expect(first.MetricDataResults).toEqual([
      expect.objectContaining({ Id: 'a', Values: [1, 2], StatusCode: 'PartialData' }),
    ]);
    expect(second.MetricDataResults).toEqual([
      expect.objectContaining({ Id: 'a', Values: [3], StatusCode: 'Complete' }),
      expect.objectContaining({ Id: 'b', Values: [4], StatusCode: 'Complete' }),
    ]);
    expect(second.NextToken).toBeUndefined();
    await expect(get(queries, { NextToken: 'made up' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  it('rejects ids that are no names, come twice, or stand for nothing', async () => {
    await expect(get([stat('A', 'a')])).rejects.toThrow(/expected pattern/);
    await expect(get([stat('a', 'a'), stat('a', 'b')])).rejects.toThrow(/must be unique/);
    await expect(get([{ Id: 'a' }])).rejects.toThrow(/must be specified/);
  });
});

describe('GetMetricData › metric math', () => {
  beforeEach(async () => {
    await put('a', [1, 2, 4]);
    await put('b', [10, 20]);
  });

  it.each([
    ['m1 + m2 * 2', [[21, 42]]],
    ['-(m1 / m2)', [[-0.1, -0.1]]],
    ['m1 / 0', [[]]],
    ['SUM([m1, m2])', [[11, 22, 4]]],
    ['SUM(METRICS())', [[11, 22, 4]]],
    ['m1 / SUM(m1)', [[1 / 7, 2 / 7, 4 / 7]]],
    ['AVG(METRICS("m2"))', [[10, 20]]],
    ['MAX([m1, m2]) - MIN([m1, m2])', [[9, 18, 0]]],
    ['IF(m1 > 1, m1, 0)', [[0, 2, 4]]],
    ['IF(m1 >= 2 AND m1 < 4, 1, 0)', [[0, 1, 0]]],
    ['RATE(m1) * PERIOD(m1)', [[1, 2]]],
    ['DIFF(m1)', [[1, 2]]],
    ['RUNNING_SUM(m1)', [[1, 3, 7]]],
    ['FILL(m2, 0) - FILL(m2, 0)', [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]],
    ['m1 + SUM(TIME_SERIES(2)) * 0 + TIME_SERIES(2)', [[3, 4, 6]]],
    [
      '[m1, m2] * 2',
      [
        [2, 4, 8],
        [20, 40],
      ],
    ],
    ['SORT(METRICS(), AVG, DESC, 1)', [[10, 20]]],
    ['2 ^ m1', [[2, 4, 16]]],
  ])('computes %s', async (expression, values) => {
    expect(await valuesOf(expression)).toEqual(values);
  });

  it('tells what is wrong with an expression, and what it does not know', async () => {
    await expect(valuesOf('m1 +')).rejects.toMatchObject({ message: expect.stringContaining('Invalid syntax') });
    await expect(valuesOf('m9 + 1')).rejects.toThrow(/Undefined variable 'm9'/);
    await expect(valuesOf('1 + 1')).rejects.toThrow(/time series/);
    await expect(valuesOf('ANOMALY_DETECTION_BAND(m1)')).rejects.toThrow(/ANOMALY_DETECTION_BAND/);
  });
});

describe('extended statistics', () => {
  it('GetMetricData › trims, winsorizes, counts and ranks', async () => {
    await put(
      'a',
      [10, 20, 30, 40, 1000].map((value) => value),
    );
    const of = async (Stat: string) => (await get([stat('a', 'a', Stat, 300)])).MetricDataResults?.[0]?.Values?.[0];

    expect(await of('p50')).toBe(30);
    expect(await of('tm80')).toBe(25);
    expect(await of('TM(20%:80%)')).toBe(30);
    expect(await of('WM(0%:80%)')).toBe(28);
    expect(await of('TC(15:100)')).toBe(3);
    expect(await of('TS(:30)')).toBe(60);
    expect(await of('PR(:30)')).toBe(60);
    expect(await of('p90')).toBe(1000);
    await expect(of('median')).rejects.toThrow(/not supported/);
  });

  it('GetMetricStatistics › takes a whole day of minutes from any moment on', async () => {
    const EndTime = new Date(start.getTime() + 30_500);
    const StartTime = new Date(EndTime.getTime() - 86_400_000);
    const input = { Namespace, MetricName: 'a', Period: 60, Statistics: ['Sum' as const] };

    const { Datapoints } = await client.send(new Cw.GetMetricStatisticsCommand({ ...input, StartTime, EndTime }));

    expect(Datapoints).toEqual([]);
    await expect(
      client.send(
        new Cw.GetMetricStatisticsCommand({ ...input, StartTime: new Date(StartTime.getTime() - 60_000), EndTime }),
      ),
    ).rejects.toThrow('You have requested up to 1441 datapoints, which exceeds the limit of 1440.');
  });
});

describe('doubles on the wire', () => {
  const alarm = { AlarmName: 'a', Threshold: 1 };

  it('DescribeAlarms › writes whole thresholds as doubles in JSON, and what is empty as empty', async () => {
    await client.send(
      new Cw.PutMetricAlarmCommand({
        ...alarm,
        Namespace,
        MetricName: 'a',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    const ask = async (headers: Record<string, string>, path = '/', body: string | Uint8Array = '{}') => {
      const response = await fetch(`${target.cloud.endpoint}${path}`, { method: 'POST', headers, body });
      return Buffer.from(await response.arrayBuffer());
    };
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0';

    const json = await ask({
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms',
      authorization,
    });
    const cbor = await ask(
      { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', authorization },
      '/service/GraniteServiceVersion20100801/operation/DescribeAlarms',
      Uint8Array.of(0xa0),
    );

    expect(json.toString()).toContain('"Threshold":1.0');
    expect(json.toString()).toContain('"Dimensions":[]');
    expect(json.toString()).not.toContain('TreatMissingData');
    expect(cbor.includes(Buffer.from('695468726573686f6c64fb3ff0000000000000', 'hex'))).toBe(true);
    const { MetricAlarms } = await client.send(new Cw.DescribeAlarmsCommand({}));
    expect(MetricAlarms?.[0]).toMatchObject({ Threshold: 1, Period: 60, Dimensions: [] });
  });

  it('ListTagsForResource › answers none for an alarm that is gone', async () => {
    const ResourceARN = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:gone';

    expect((await client.send(new Cw.ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([]);
  });

  it.each(['test:board', 'a board', 'x'.repeat(256)])('PutDashboard › rejects the name %s', async (DashboardName) => {
    const put = client.send(new Cw.PutDashboardCommand({ DashboardName, DashboardBody: '{"widgets":[]}' }));

    await expect(put).rejects.toThrow(/The value for field DashboardName/);
  });
});
