import * as Cf from '@aws-sdk/client-cloudformation';
import * as Cw from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(Cw.CloudWatchClient);
const formation = () => target.client(Cf.CloudFormationClient);
const StackName = 'watched';
const topic = 'arn:aws:sns:eu-west-1:000000000000:alarms';

const template = (alarm: object, text: string) =>
  JSON.stringify({
    Resources: {
      Errors: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: 'errors',
          ComparisonOperator: 'GreaterThanThreshold',
          EvaluationPeriods: '2',
          MetricName: 'Errors',
          Namespace: 'App',
          Period: '60',
          Statistic: 'Sum',
          ...alarm,
        },
      },
      Any: {
        Type: 'AWS::CloudWatch::CompositeAlarm',
        Properties: {
          AlarmRule: { 'Fn::Sub': 'ALARM("${Errors}")' },
          AlarmDescription: text,
          ActionsSuppressor: { Ref: 'Errors' },
          ActionsSuppressorWaitPeriod: '60',
          ActionsSuppressorExtensionPeriod: 30,
        },
      },
      Board: {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: { DashboardName: 'board', DashboardBody: JSON.stringify({ widgets: [], periodOverride: text }) },
      },
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Errors', 'Arn'] } }, Any: { Value: { Ref: 'Any' } } },
  });

const AlarmTypes: Cw.AlarmType[] = ['MetricAlarm', 'CompositeAlarm'];

const alarms = async () => {
  const { MetricAlarms = [], CompositeAlarms = [] } = await client().send(new Cw.DescribeAlarmsCommand({ AlarmTypes }));
  return { metric: MetricAlarms[0], composite: CompositeAlarms[0] };
};

const board = async () =>
  (await client().send(new Cw.GetDashboardCommand({ DashboardName: 'board' }))).DashboardBody ?? '';

test('Alarms and dashboards are made, changed and deleted', async () => {
  const full = template({ Threshold: '1.5', ActionsEnabled: 'false', AlarmActions: topic }, 'auto');

  await formation().send(new Cf.CreateStackCommand({ StackName, TemplateBody: full }));
  const made = await alarms();
  const { Stacks } = await formation().send(new Cf.DescribeStacksCommand({ StackName }));

  expect(made.metric).toMatchObject({ EvaluationPeriods: 2, Period: 60, Threshold: 1.5, ActionsEnabled: false });
  expect(made.metric?.AlarmActions).toEqual([topic]);
  expect(made.composite).toMatchObject({
    AlarmRule: 'ALARM("errors")',
    AlarmDescription: 'auto',
    ActionsSuppressor: 'errors',
    ActionsSuppressorWaitPeriod: 60,
    ActionsSuppressorExtensionPeriod: 30,
  });
  expect(Stacks?.[0]?.Outputs?.map((one) => one.OutputValue).sort()).toEqual(
    [made.metric?.AlarmArn, made.composite?.AlarmName].sort(),
  );
  expect(await board()).toContain('auto');

  await formation().send(new Cf.UpdateStackCommand({ StackName, TemplateBody: template({ Threshold: 2 }, 'inherit') }));
  const changed = await alarms();

  expect(changed.metric).toMatchObject({ Threshold: 2, ActionsEnabled: true, AlarmActions: [] });
  expect(changed.composite?.AlarmDescription).toBe('inherit');
  expect(await board()).toContain('inherit');

  await formation().send(new Cf.DeleteStackCommand({ StackName }));

  expect(await alarms()).toEqual({ metric: undefined, composite: undefined });
  await expect(board()).rejects.toMatchObject({ name: 'ResourceNotFound' });
});
