import type { CreateScheduleCommandInput, Target } from '@aws-sdk/client-scheduler';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { create, get, makeRole, queueArn, roleArn, scope } from './scheduling.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
beforeEach(() => makeRole(target));

const refusal = (given: Partial<CreateScheduleCommandInput>) =>
  create(target, given).then(
    () => 'taken',
    ({ name, message }: Error) => (name === 'ValidationException' ? message : `${name}: ${message}`),
  );
const aims = (given: Partial<Target>) => refusal({ Target: { Arn: queueArn(), RoleArn: roleArn, ...given } });

test.each([
  'cron(0 1 * * * *)',
  'cron(7 20 * * NOT *)',
  'cron(INVALID)',
  'cron(71 8 1 * ? *)',
  'cron()',
  'rate(10 seconds)',
  'rate(10 years)',
  'rate()',
  'rate(10)',
  'rate(foo minutes)',
  'rate(0 minutes)',
  'rate(-10 minutes)',
  'rate( 10 minutes )',
  ' rate(10 minutes)',
  'at(2021-12-31T23:59:59Z)',
  'at(2021-12-31)',
  'at(2026-02-30T00:00:00)',
  'now',
])('ScheduleExpression › rejects “%s”', async (ScheduleExpression) => {
  expect(await refusal({ ScheduleExpression })).toBe(`Invalid Schedule Expression ${ScheduleExpression}.`);
});

test.each([
  'rate(1 minute)',
  'rate(1 minutes)',
  'rate(10 minute)',
  'rate(2 hours)',
  'rate(1 day)',
  'cron(0-15/5 8-8 ? * 2,3 *)',
])('ScheduleExpression › takes “%s”', async (ScheduleExpression) => {
  expect(await refusal({ ScheduleExpression })).toBe('taken');
  expect((await get(target)).ScheduleExpression).toBe(ScheduleExpression);
});

describe('members', () => {
  const one = (at: string, value: string, rule: string) =>
    `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: ${rule}`;

  test.each<[Partial<CreateScheduleCommandInput>, string]>([
    [
      { Name: 'no space' },
      one('name', 'no space', 'Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$'),
    ],
    [{ Name: 'n'.repeat(65) }, one('name', 'n'.repeat(65), 'Member must have length less than or equal to 64')],
    [{ State: 'ON' as 'ENABLED' }, one('state', 'ON', 'Member must satisfy enum value set: [ENABLED, DISABLED]')],
    [
      { Target: { Arn: queueArn(), RoleArn: 'role' } },
      one(
        'target.roleArn',
        'role',
        String.raw`Member must satisfy regular expression pattern: ^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@\/-]+$`,
      ),
    ],
    [
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1441 } },
      one('flexibleTimeWindow.maximumWindowInMinutes', '1441', 'Member must have value less than or equal to 1440'),
    ],
    [
      { Target: { Arn: queueArn(), RoleArn: roleArn, RetryPolicy: { MaximumRetryAttempts: 186 } } },
      one('target.retryPolicy.maximumRetryAttempts', '186', 'Member must have value less than or equal to 185'),
    ],
  ])('%j', async (given, message) => {
    expect(await refusal(given)).toBe(message);
  });

  test('the time zone must be one', async () => {
    expect(await refusal({ ScheduleExpressionTimezone: 'Europe/Nowhere' })).toContain('Europe/Nowhere');
  });

  test('a flexible window has a length, and only that', async () => {
    expect(await refusal({ FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } })).toBe(
      'MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.',
    );
    expect(await refusal({ FlexibleTimeWindow: { Mode: 'FLEXIBLE' } })).toBe(
      'MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.',
    );
  });

  test('dates are in order and not over, where they count', async () => {
    const at = (minutes: number) => new Date(target.cloud.clock.now() + minutes * 60_000);

    expect(await refusal({ StartDate: at(10), EndDate: at(10) })).toBe(
      'The StartDate you specify must come before the EndDate.',
    );
    expect(await refusal({ StartDate: at(-6) })).toBe(
      'The StartDate you specify cannot be earlier than 5 minutes ago.',
    );
    expect(await refusal({ EndDate: at(-1) })).toMatch(/EndDate/);
    const once = { ScheduleExpression: 'at(2099-01-01T00:00:00)' };
    expect(await refusal({ ...once, StartDate: at(10), EndDate: at(-10) })).toBe('taken');
  });
});

describe('Target', () => {
  const fifo = `${queueArn()}.fifo`;
  const lambda = `arn:aws:lambda:${scope}:function:f`;
  const sdk = (call: string) => `arn:aws:scheduler:::aws-sdk:${call}`;

  test.each<[Partial<Target>, string]>([
    [{ Arn: 'queue' }, 'Provided Arn is not in correct format.'],
    [{ Arn: `arn:aws:s3:${scope}:bucket` }, 's3 is not a supported service for a target.'],
    [
      { Arn: `arn:aws:scheduler:${scope}:aws-sdk:sqs:sendMessage` },
      'scheduler is not a supported service for a target.',
    ],
    [{ Arn: `arn:aws:events:${scope}:api-destination/a/b` }, 'Provided Arn is not in correct format.'],
    [
      { Arn: 'arn:aws:lambda:eu-west-1:000000000000:function:f' },
      'The target ARN provided does not match the current region us-east-1.',
    ],
    [{ Arn: fifo }, 'Parameters SqsParameters must be specified.'],
    [{ SqsParameters: { MessageGroupId: 'g' } }, 'Parameters MessageGroupId not valid for the target.'],
    [{ Arn: lambda, SqsParameters: { MessageGroupId: 'g' } }, 'Parameters SqsParameters not supported for the target.'],
    [{ Arn: `arn:aws:kinesis:${scope}:stream/s` }, 'Parameters KinesisParameters must be specified.'],
    [{ Arn: lambda, Input: 'no JSON' }, 'JSON syntax error in input for the target'],
    [{ Arn: sdk('sqs:sendMessage') }, 'You must provide an input to set this target for your schedule.'],
    [{ Arn: sdk('sqs:getQueueUrl'), Input: '{}' }, 'getQueueUrl API is not supported.'],
    [{ Arn: fifo, SqsParameters: { MessageGroupId: 'g' } }, 'taken'],
    [{ Input: 'no JSON' }, 'taken'],
  ])('%j', async (given, message) => {
    expect(await aims(given)).toBe(message);
  });

  test.each([`arn:aws:ecs:${scope}:cluster/c`, sdk('rds:stopDBCluster')])('refuses %s by name', async (Arn) => {
    expect(await aims({ Arn, Input: '{}' })).toMatch(/NotImplemented: Squall does not emulate schedules .*(ecs|rds)/);
  });
});
