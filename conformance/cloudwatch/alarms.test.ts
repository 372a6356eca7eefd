import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  GetDashboardCommand,
  ListTagsForResourceCommand,
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
    ['no metric', { MetricName: undefined }, /MetricName or Metrics/],
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
