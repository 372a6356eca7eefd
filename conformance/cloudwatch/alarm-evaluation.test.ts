import * as Cw from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';

const target = useCloud({ clock: 'virtual' });
const Namespace = 'App';
let client: Cw.CloudWatchClient;
beforeEach(() => {
  client = target.client(Cw.CloudWatchClient);
});

const report = (Value: number, MetricName = 'Errors') =>
  client.send(new Cw.PutMetricDataCommand({ Namespace, MetricData: [{ MetricName, Value }] }));

const putAlarm = (more: Partial<Cw.PutMetricAlarmInput> = {}) =>
  client.send(
    new Cw.PutMetricAlarmCommand({
      AlarmName: 'errors',
      Namespace,
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      ...more,
    }),
  );

const alarm = async (name = 'errors') => {
  const AlarmTypes: Cw.AlarmType[] = ['MetricAlarm', 'CompositeAlarm'];
  const found = await client.send(new Cw.DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes }));
  return found.MetricAlarms?.[0] ?? found.CompositeAlarms?.[0];
};

const history = async (HistoryItemType: Cw.HistoryItemType) => {
  const { AlarmHistoryItems } = await client.send(new Cw.DescribeAlarmHistoryCommand({ HistoryItemType }));
  return AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary);
};

describe('an alarm on a metric', () => {
  it('goes to ALARM, back to OK and to INSUFFICIENT_DATA with its data', async () => {
    await putAlarm();
    await report(2);
    await target.cloud.clock.advance('1m');
    const alarming = await alarm();
    await report(0);
    await target.cloud.clock.advance('1m');
    const fine = await alarm();
    await target.cloud.clock.advance('10m');

    expect(alarming?.StateReason).toMatch(
      /^Threshold Crossed: 1 out of the last 1 datapoints \[2\.0 \(\d\d\/\d\d\/\d\d \d\d:\d\d:00\)\] was greater than the threshold \(1\.0\) \(minimum 1 datapoint for OK -> ALARM transition\)\.$/,
    );
    expect(alarming?.StateReasonData).toMatch(
      /"statistic":"Sum","period":60,"recentDatapoints":\[2\.0\],"threshold":1\.0/,
    );
    expect(fine?.StateReason).toMatch(/\[0\.0 \(.*\)\] was not greater than .* for ALARM -> OK transition/);
    expect(await alarm()).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Insufficient Data: 1 datapoint was unknown.',
    });
    expect(await history('StateUpdate')).toEqual([
      'Alarm updated from OK to INSUFFICIENT_DATA',
      'Alarm updated from ALARM to OK',
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
    ]);
    expect(target.cloud.kernel.scheduler.pending()).toEqual([]);
  });

  it.each([
    ['notBreaching', 'OK', 'NonBreaching'],
    ['breaching', 'ALARM', 'Breaching'],
  ])('without data is what TreatMissingData says: %s', async (TreatMissingData, state, word) => {
    await putAlarm({ TreatMissingData, EvaluationPeriods: 2 });
    await target.cloud.clock.advance('1m');

    expect(await alarm()).toMatchObject({
      StateValue: state,
      StateReason: `Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [${word}].`,
    });
  });

  it('plans nothing while nothing can change: a fine alarm to which missing data are fine', async () => {
    await putAlarm({ TreatMissingData: 'notBreaching' });
    await report(0);
    await target.cloud.clock.advance('1m');
    const fine = target.cloud.kernel.scheduler.pending();
    await report(5);
    await target.cloud.clock.advance('1m');
    const alarming = await alarm();
    await target.cloud.clock.advance('5m');

    expect(fine).toEqual([]);
    expect(alarming?.StateValue).toBe('ALARM');
    expect((await alarm())?.StateValue).toBe('OK');
  });

  it('waits for as many datapoints as it is told', async () => {
    await putAlarm({ EvaluationPeriods: 3, DatapointsToAlarm: 2, ExtendedStatistic: 'p90', Statistic: undefined });
    const states: (string | undefined)[] = [];
    for (const value of [0, 5, 0, 5]) {
      await report(value);
      await target.cloud.clock.advance('1m');
      states.push((await alarm())?.StateValue);
    }

    expect(states).toEqual(['OK', 'OK', 'OK', 'ALARM']);
  });

  it('may be on an expression', async () => {
    const stat = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric: { Namespace, MetricName }, Period: 60, Stat: 'Sum' },
    });
    await client.send(
      new Cw.PutMetricAlarmCommand({
        AlarmName: 'errors',
        Metrics: [stat('m1', 'Errors'), stat('m2', 'Calls'), { Id: 'rate', Expression: 'm1 / m2' }],
        EvaluationPeriods: 1,
        Threshold: 0.5,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      }),
    );
    await report(1);
    await report(2, 'Calls');
    await target.cloud.clock.advance('1m');

    expect(await alarm()).toMatchObject({ StateValue: 'ALARM', Dimensions: [] });
  });

  it('is not found in its old state once it is deleted', async () => {
    await putAlarm();
    await report(5);
    await client.send(new Cw.DeleteAlarmsCommand({ AlarmNames: ['errors'] }));
    await target.cloud.clock.advance('2m');

    expect(await alarm()).toBeUndefined();
  });

  it('refuses actions that are no ARNs', async () => {
    await expect(putAlarm({ AlarmActions: ['me'] })).rejects.toThrow('Invalid arn syntax: me');
  });
});

describe('a composite alarm', () => {
  const putComposite = (AlarmRule: string, more: Partial<Cw.PutCompositeAlarmInput> = {}) =>
    client.send(new Cw.PutCompositeAlarmCommand({ AlarmName: 'all', AlarmRule, ...more }));
  const set = (AlarmName: string, StateValue: Cw.StateValue) =>
    client.send(new Cw.SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a drill' }));

  it('follows the alarms of its rule', async () => {
    await putAlarm();
    await putAlarm({ AlarmName: 'other' });
    await putComposite('ALARM("errors") AND NOT (ALARM(other) OR FALSE)');
    const before = await alarm('all');
    await set('errors', 'ALARM');
    const during = await alarm('all');
    await set('other', 'ALARM');

    expect(before).toMatchObject({
      StateValue: 'OK',
      StateReason: `${before?.AlarmArn} was created and its alarm rule evaluates to OK`,
    });
    expect(during).toMatchObject({
      StateValue: 'ALARM',
      StateReason: expect.stringMatching(
        /:alarm:errors transitioned to ALARM at \w+ \d\d \w+, \d{4} \d\d:\d\d:\d\d UTC$/,
      ),
    });
    expect((await alarm('all'))?.StateValue).toBe('OK');
  });

  it('takes no actions while its suppressor is in ALARM, nor before its wait period is over', async () => {
    await putAlarm({ TreatMissingData: 'ignore' });
    await putAlarm({ AlarmName: 'maintenance', TreatMissingData: 'ignore' });
    await putComposite('ALARM(errors)', {
      AlarmActions: ['arn:aws:automate:us-east-1:ec2:stop'],
      ActionsSuppressor: 'maintenance',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    });
    await set('errors', 'ALARM');
    const waiting = await alarm('all');
    await set('maintenance', 'ALARM');
    await target.cloud.clock.advance('61s');
    const suppressed = await alarm('all');
    const actions = await history('Action');

    expect(waiting).toMatchObject({ StateValue: 'ALARM', ActionsSuppressedBy: 'WaitPeriod' });
    expect(suppressed).toMatchObject({ ActionsSuppressedBy: 'Alarm' });
    expect(actions).toEqual([]);
    await set('maintenance', 'OK');
    expect(await alarm('all')).toMatchObject({ ActionsSuppressedBy: 'ExtensionPeriod' });
    await target.cloud.clock.advance('61s');
    expect(await alarm('all')).not.toHaveProperty('ActionsSuppressedBy');
    expect(await history('Action')).toEqual(['Failed to execute action arn:aws:automate:us-east-1:ec2:stop']);
  });

  it.each(['ALARM(', 'ALARM(a) ALARM(b)', 'errors', 'NOT'])('refuses the rule %s', async (rule) => {
    await expect(putComposite(rule)).rejects.toThrow(/AlarmRule/);
  });
});

describe('an action to a function', () => {
  const FunctionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
  const messages = async () => {
    const logs = target.client(CloudWatchLogsClient);
    const { events } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: '/aws/lambda/f', filterPattern: 'alarmArn' }),
    );
    return (events ?? []).map(({ message = '' }) => JSON.parse(message.slice(message.indexOf('{'))));
  };
  const set = (StateValue: Cw.StateValue) =>
    client.send(new Cw.SetAlarmStateCommand({ AlarmName: 'errors', StateValue, StateReason: 'a drill' }));

  beforeEach(async () => {
    await makeFunction(
      target.client(LambdaClient),
      'exports.handler = async (event) => { console.log(JSON.stringify(event)); };',
    );
    await putAlarm({ AlarmActions: [FunctionArn] });
  });

  it('brings it the event, with the permission that AWS asks for', async () => {
    const lambda = target.client(LambdaClient);
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: 'f',
        StatementId: 'alarms',
        Action: 'lambda:InvokeFunction',
        Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
        SourceArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors',
      }),
    );

    await set('ALARM');
    await target.cloud.clock.advance('1s');

    await expect.poll(messages).toHaveLength(1);
    expect((await messages())[0]).toMatchObject({
      source: 'aws.cloudwatch',
      alarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors',
      accountId: '000000000000',
      region: 'us-east-1',
      alarmData: {
        alarmName: 'errors',
        state: { value: 'ALARM', reason: 'a drill' },
        previousState: { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' },
        configuration: {
          metrics: [
            {
              metricStat: { metric: { namespace: 'App', name: 'Errors', dimensions: {} }, period: 60, stat: 'Sum' },
              returnData: true,
            },
          ],
        },
      },
    });
    expect(await history('Action')).toEqual([`Successfully executed action ${FunctionArn}`]);
  });

  it('fails without it', async () => {
    await set('ALARM');
    await target.cloud.clock.advance('1s');

    expect(await history('Action')).toEqual([`Failed to execute action ${FunctionArn}`]);
  });
});
