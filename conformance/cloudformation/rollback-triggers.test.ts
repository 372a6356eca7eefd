import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type RollbackConfiguration,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
const minuteMs = 60_000;
const Arn = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors';
const watched: RollbackConfiguration = {
  RollbackTriggers: [{ Arn, Type: 'AWS::CloudWatch::Alarm' }],
  MonitoringTimeInMinutes: 10,
};

const templateOf = (Value: string) =>
  JSON.stringify({
    Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Type: 'String', Value } } },
  });

const makeAlarm = () =>
  target.client(CloudWatchClient).send(
    new PutMetricAlarmCommand({
      AlarmName: 'errors',
      Namespace: 'App',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );

const alarm = (StateValue: 'ALARM' | 'OK') =>
  target
    .client(CloudWatchClient)
    .send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue, StateReason: 'test' }));

const create = (RollbackConfiguration: RollbackConfiguration) =>
  target
    .client(CloudFormationClient)
    .send(new CreateStackCommand({ StackName: 's', TemplateBody: templateOf('1'), RollbackConfiguration }));

const update = (RollbackConfiguration?: RollbackConfiguration) =>
  target
    .client(CloudFormationClient)
    .send(new UpdateStackCommand({ StackName: 's', TemplateBody: templateOf('2'), RollbackConfiguration }));

const described = async () => {
  const { Stacks } = await target.client(CloudFormationClient).send(new DescribeStacksCommand({ StackName: 's' }));
  return Stacks?.[0];
};

const rollbackReason = async () => {
  const { StackEvents = [] } = await target
    .client(CloudFormationClient)
    .send(new DescribeStackEventsCommand({ StackName: 's' }));
  return StackEvents.find(({ ResourceStatus }) => ResourceStatus?.endsWith('ROLLBACK_IN_PROGRESS'))
    ?.ResourceStatusReason;
};

const storedValue = async () => {
  const { Parameter } = await target.client(SSMClient).send(new GetParameterCommand({ Name: '/p' }));
  return Parameter?.Value;
};

describe('Rollback triggers', () => {
  it('keep a new stack in progress for the monitoring time, and let it be when nothing happens', async () => {
    await makeAlarm();
    await create(watched);
    const early = await described();
    await target.cloud.clock.advance(9 * minuteMs);
    const late = await described();

    await target.cloud.clock.advance(2 * minuteMs);

    expect(early).toMatchObject({ StackStatus: 'CREATE_IN_PROGRESS', RollbackConfiguration: watched });
    expect(late?.StackStatus).toBe('CREATE_IN_PROGRESS');
    expect((await described())?.StackStatus).toBe('CREATE_COMPLETE');
  });

  it('take a new stack back when an alarm goes off', async () => {
    await makeAlarm();
    await create(watched);
    await alarm('ALARM');

    await target.cloud.clock.advance(minuteMs);

    expect((await described())?.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await rollbackReason()).toContain(Arn);
    await expect(storedValue()).rejects.toThrow();
  });

  it('are kept for updates, which they take back as well', async () => {
    await makeAlarm();
    await create({ ...watched, MonitoringTimeInMinutes: 0 });
    await update();
    const done = await described();
    await target
      .client(CloudFormationClient)
      .send(new UpdateStackCommand({ StackName: 's', TemplateBody: templateOf('3'), RollbackConfiguration: watched }));
    await alarm('ALARM');

    await target.cloud.clock.advance(minuteMs);

    expect(done?.StackStatus).toBe('UPDATE_COMPLETE');
    expect((await described())?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await storedValue()).toBe('2');
  });

  it('fail an operation whose alarm is not there or is in alarm already', async () => {
    await create(watched);

    expect((await described())?.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await rollbackReason()).toContain('does not exist');
  });

  it('an update waits for the monitoring time without alarms, too, and can be cancelled meanwhile', async () => {
    await create({ MonitoringTimeInMinutes: 5 });
    const created = await described();
    await update();
    await target.cloud.clock.advance(minuteMs);
    const during = await described();

    await target.client(CloudFormationClient).send(new CancelUpdateStackCommand({ StackName: 's' }));
    await target.cloud.clock.advance(minuteMs);

    expect(created?.StackStatus).toBe('CREATE_COMPLETE');
    expect(during?.StackStatus).toBe('UPDATE_IN_PROGRESS');
    expect((await described())?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  it('are five at most, over three hours', async () => {
    const many = Array.from({ length: 6 }, () => ({ Arn, Type: 'AWS::CloudWatch::Alarm' }));

    await expect(create({ RollbackTriggers: many })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(create({ MonitoringTimeInMinutes: 181 })).rejects.toMatchObject({ name: 'ValidationError' });
  });
});
