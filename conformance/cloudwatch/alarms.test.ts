import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  DisableAlarmActionsCommand,
  GetDashboardCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();

const settings: PutMetricAlarmCommandInput = {
  AlarmName: 'errors',
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  Tags: [{ Key: 'team', Value: 'orders' }],
};

describe('PutMetricAlarm', () => {
  it('stores an alarm that has no data yet, with its tags', async () => {
    const client = target.client(CloudWatchClient);

    await client.send(new PutMetricAlarmCommand(settings));

    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['errors'] }));
    expect(MetricAlarms).toEqual([
      expect.objectContaining({
        AlarmName: 'errors',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors',
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: 'Unchecked: Initial alarm creation',
        ActionsEnabled: true,
        Threshold: 1,
      }),
    ]);
    const tags = await client.send(new ListTagsForResourceCommand({ ResourceARN: MetricAlarms?.[0]?.AlarmArn }));
    expect(tags.Tags).toEqual([{ Key: 'team', Value: 'orders' }]);
  });

  it.each([
    ['no name', { AlarmName: undefined }, /Value null at 'alarmName'/],
    ['an operator that there is not', { ComparisonOperator: 'Above' as never }, /Member must satisfy enum value set/],
    ['a statistic that there is not', { Statistic: undefined, ExtendedStatistic: 'median' }, /is not supported/],
    ['no metric', { MetricName: undefined }, /^MetricName must not be null$/],
    ['a statistic of no kind', { Statistic: 'Median' as never }, /\[Maximum, SampleCount, Sum, Minimum, Average\]$/],
    ['two statistics', { ExtendedStatistic: 'p90' }, /must not be specified together/],
    ['an odd period', { Period: 45 }, /^Period must be 10, 30 or a multiple of 60$/],
    [
      'more than a day',
      { Period: 300, EvaluationPeriods: 289 },
      /across more than a day \(EvaluationPeriods \* Period/,
    ],
    ['an odd treatment', { TreatMissingData: 'never' }, /^The value never is not supported for TreatMissingData/],
    ['an odd percentile', { EvaluateLowSampleCountPercentile: 'x' }, /^Option x is not supported\. Supported options/],
    [
      'expressions beside a statistic',
      { MetricName: undefined, Namespace: undefined, Period: undefined, Metrics: [{ Id: 'a', Expression: '1' }] },
      /^Statistic should not be set if list of Metrics is set\.$/,
    ],
    ['more datapoints than periods', { DatapointsToAlarm: 4 }, /DatapointsToAlarm must be less than or equal/],
  ])('rejects %s', async (_what, change, message) => {
    const client = target.client(CloudWatchClient);

    await expect(client.send(new PutMetricAlarmCommand({ ...settings, ...change }))).rejects.toThrow(message);
  });
});

describe('SetAlarmState', () => {
  it('changes the state and tells it in the history', async () => {
    const client = target.client(CloudWatchClient);
    await client.send(new PutMetricAlarmCommand(settings));

    await client.send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'a drill' }));

    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }));
    expect(MetricAlarms?.[0]).toMatchObject({ StateValue: 'ALARM', StateReason: 'a drill' });
    const { AlarmHistoryItems } = await client.send(new DescribeAlarmHistoryCommand({ AlarmName: 'errors' }));
    expect(AlarmHistoryItems?.map((item) => item.HistorySummary)).toEqual([
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "errors" created',
    ]);
  });

  it('knows no alarm that is not there', async () => {
    const client = target.client(CloudWatchClient);

    const set = client.send(new SetAlarmStateCommand({ AlarmName: 'none', StateValue: 'OK', StateReason: '' }));

    await expect(set).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});

it('DisableAlarmActions and DeleteAlarms do what they say', async () => {
  const client = target.client(CloudWatchClient);
  await client.send(new PutMetricAlarmCommand(settings));

  await client.send(new DisableAlarmActionsCommand({ AlarmNames: ['errors'] }));
  const disabled = await client.send(new DescribeAlarmsCommand({}));
  await client.send(new DeleteAlarmsCommand({ AlarmNames: ['errors'] }));
  const deleted = await client.send(new DescribeAlarmsCommand({}));

  expect(disabled.MetricAlarms?.[0]?.ActionsEnabled).toBe(false);
  expect(deleted.MetricAlarms).toEqual([]);
});

describe('PutDashboard', () => {
  it('gives back the body as it came', async () => {
    const client = target.client(CloudWatchClient);
    const DashboardBody = '{"widgets": []}';

    await client.send(new PutDashboardCommand({ DashboardName: 'orders', DashboardBody }));

    expect((await client.send(new GetDashboardCommand({ DashboardName: 'orders' }))).DashboardBody).toBe(DashboardBody);
  });

  it('rejects a body that is no JSON, and tells a dashboard that is not there', async () => {
    const client = target.client(CloudWatchClient);

    const put = client.send(new PutDashboardCommand({ DashboardName: 'orders', DashboardBody: 'x' }));

    await expect(put).rejects.toMatchObject({ name: 'DashboardInvalidInputError' });
    await expect(client.send(new GetDashboardCommand({ DashboardName: 'orders' }))).rejects.toThrow(
      'Dashboard orders does not exist',
    );
  });
});

describe('DescribeAlarms', () => {
  const describeAlarms = async (input: DescribeAlarmsCommandInput) => {
    const { MetricAlarms, CompositeAlarms } = await target
      .client(CloudWatchClient)
      .send(new DescribeAlarmsCommand(input));
    return { MetricAlarms, CompositeAlarms };
  };
  const put = async () => {
    const client = target.client(CloudWatchClient);
    await client.send(new PutMetricAlarmCommand(settings));
    await client.send(new PutMetricAlarmCommand({ ...settings, AlarmName: 'other' }));
    await client.send(new PutCompositeAlarmCommand({ AlarmName: 'both', AlarmRule: 'ALARM("errors") AND OK(inner)' }));
    await client.send(new PutCompositeAlarmCommand({ AlarmName: 'inner', AlarmRule: 'TRUE' }));
  };
  const AlarmArn = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:both';

  it('tells the children of a composite alarm with their states alone', async () => {
    await put();

    const { MetricAlarms, CompositeAlarms } = await describeAlarms({ ChildrenOfAlarmName: 'both' });

    expect(MetricAlarms).toEqual([
      {
        AlarmName: 'errors',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors',
        StateValue: 'INSUFFICIENT_DATA',
        StateUpdatedTimestamp: expect.any(Date),
      },
    ]);
    expect(CompositeAlarms).toMatchObject([{ AlarmName: 'inner' }]);
  });

  it('tells the parents of an alarm by their names alone', async () => {
    await put();

    expect(await describeAlarms({ ParentsOfAlarmName: 'errors' })).toEqual({
      MetricAlarms: [],
      CompositeAlarms: [{ AlarmName: 'both', AlarmArn }],
    });
    expect(await describeAlarms({ ParentsOfAlarmName: 'other' })).toMatchObject({ CompositeAlarms: [] });
  });

  it('takes nothing beside parents and children, and no prefix beside names', async () => {
    await expect(describeAlarms({ ChildrenOfAlarmName: 'both', AlarmTypes: ['MetricAlarm'] })).rejects.toThrow(
      /^ChildrenOfAlarmName can be combined/,
    );
    await expect(describeAlarms({ AlarmNames: ['a'], AlarmNamePrefix: 'a' })).rejects.toMatchObject({
      name: 'InvalidParameterCombinationException',
    });
  });

  it('keeps to the types that are asked for, also of alarms by name', async () => {
    await put();

    expect(await describeAlarms({ AlarmNames: ['both', 'errors'], AlarmTypes: ['CompositeAlarm'] })).toMatchObject({
      MetricAlarms: [],
      CompositeAlarms: [{ AlarmName: 'both' }],
    });
  });
});
