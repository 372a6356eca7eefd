import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { create, get, makeQueue, makeRole, queueArn, roleArn, scope, settings } from './scheduling.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
let client: SchedulerClient;
beforeEach(async () => {
  client = target.client(SchedulerClient);
  await makeRole(target);
  await makeQueue(target);
});
const arn = (group: string, name: string) => `arn:aws:scheduler:${scope}:schedule/${group}/${name}`;

describe('CreateSchedule', () => {
  test('answers the ARN, and GetSchedule all settings with their defaults', async () => {
    const { ScheduleArn } = await create(target, { ScheduleExpression: 'cron(0 10 * * ? *)' });

    expect(ScheduleArn).toBe(arn('default', 's'));
    const { $metadata, ...told } = await get(target);
    expect($metadata.httpStatusCode).toBe(200);
    expect(told).toEqual({
      Arn: arn('default', 's'),
      Name: 's',
      GroupName: 'default',
      ScheduleExpression: 'cron(0 10 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'NONE',
      CreationDate: expect.any(Date),
      LastModificationDate: expect.any(Date),
      Target: {
        Arn: queueArn(),
        RoleArn: roleArn,
        Input: 'due',
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    });
  });

  test('answers what was set, dates to the second', async () => {
    const start = new Date(target.cloud.clock.now() + 3_600_000);
    const given = {
      Description: 'nightly',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      State: 'DISABLED' as const,
      StartDate: start,
      EndDate: new Date(start.getTime() + 3_600_000),
      FlexibleTimeWindow: { Mode: 'FLEXIBLE' as const, MaximumWindowInMinutes: 15 },
      ActionAfterCompletion: 'DELETE' as const,
      KmsKeyArn: `arn:aws:kms:${scope}:key/1234`,
    };

    await create(target, given);

    expect(await get(target)).toMatchObject(given);
  });

  test('of a name that is taken is a conflict, in its group alone', async () => {
    await client.send(new CreateScheduleGroupCommand({ Name: 'g' }));
    await create(target);
    await create(target, { GroupName: 'g' });

    await expect(create(target)).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Schedule s already exists.',
      $metadata: { httpStatusCode: 409 },
    });
  });

  test('under the same token is made once', async () => {
    const first = await create(target, { ClientToken: 'one' });
    const again = await create(target, { ClientToken: 'one' });

    expect(again.ScheduleArn).toBe(first.ScheduleArn);
    await expect(create(target, { ClientToken: 'one', Name: 'other' })).rejects.toMatchObject({
      name: 'ConflictException',
    });
  });

  test('wants a group that is there', async () => {
    await expect(create(target, { GroupName: 'none' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Schedule group none does not exist.',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

test('GetSchedule, UpdateSchedule and DeleteSchedule name what is not there', async () => {
  const refused = { name: 'ResourceNotFoundException', message: 'Schedule s does not exist.' };

  await expect(get(target)).rejects.toMatchObject(refused);
  await expect(client.send(new UpdateScheduleCommand(settings()))).rejects.toMatchObject(refused);
  await expect(client.send(new DeleteScheduleCommand({ Name: 's' }))).rejects.toMatchObject(refused);
  await expect(get(target, 's', 'none')).rejects.toMatchObject({ message: 'Schedule group none does not exist.' });
});

test('UpdateSchedule sets all, and what it leaves out is at its default again', async () => {
  await create(target, { Description: 'old', ScheduleExpressionTimezone: 'Asia/Tokyo' });
  const before = await get(target);
  await target.cloud.clock.advance('1m');

  const { ScheduleArn } = await client.send(new UpdateScheduleCommand(settings({ State: 'DISABLED' })));

  expect(ScheduleArn).toBe(arn('default', 's'));
  const after = await get(target);
  expect(after).toMatchObject({ State: 'DISABLED', ScheduleExpressionTimezone: 'UTC' });
  expect(after).not.toHaveProperty('Description');
  expect(after.CreationDate).toEqual(before.CreationDate);
  expect(after.LastModificationDate).not.toEqual(before.LastModificationDate);
});

test('ListSchedules tells summaries, by group, prefix and state, in pages', async () => {
  await client.send(new CreateScheduleGroupCommand({ Name: 'g' }));
  for (const Name of ['a1', 'a2', 'b1']) await create(target, { Name });
  await create(target, { Name: 'a1', GroupName: 'g', State: 'DISABLED' });
  const names = async (input: object) => {
    const { Schedules = [] } = await client.send(new ListSchedulesCommand(input));
    return Schedules.map(({ GroupName, Name }) => `${GroupName}/${Name}`);
  };

  const { Schedules = [], NextToken } = await client.send(new ListSchedulesCommand({ MaxResults: 2 }));
  expect(Schedules).toEqual(
    ['a1', 'a2'].map((Name) => ({
      Arn: arn('default', Name),
      GroupName: 'default',
      Name,
      State: 'ENABLED',
      CreationDate: expect.any(Date),
      LastModificationDate: expect.any(Date),
      Target: { Arn: queueArn() },
    })),
  );
  expect(await names({ NextToken })).toEqual(['default/b1', 'g/a1']);
  expect(await names({ GroupName: 'g' })).toEqual(['g/a1']);
  expect(await names({ NamePrefix: 'a' })).toEqual(['default/a1', 'default/a2', 'g/a1']);
  expect(await names({ State: 'DISABLED' })).toEqual(['g/a1']);
  await expect(client.send(new ListSchedulesCommand({ NextToken: 'made-up' }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await expect(client.send(new ListSchedulesCommand({ GroupName: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('DeleteSchedule deletes, and again under the same token', async () => {
  await create(target);

  await client.send(new DeleteScheduleCommand({ Name: 's', ClientToken: 'd' }));
  await client.send(new DeleteScheduleCommand({ Name: 's', ClientToken: 'd' }));

  await expect(get(target)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('the execution role must be there and trust the scheduler, for the schedule’s group', async () => {
  const refused = {
    name: 'ValidationException',
    message: 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
  };
  const none = { Arn: queueArn(), RoleArn: 'arn:aws:iam::000000000000:role/none' };
  await expect(create(target, { Target: none })).rejects.toMatchObject(refused);

  await target.cloud.reset();
  await makeRole(target, { Principal: { Service: 'lambda.amazonaws.com' } });
  await expect(create(target)).rejects.toMatchObject(refused);

  await target.cloud.reset();
  const group = `arn:aws:scheduler:${scope}:schedule-group/g`;
  await makeRole(target, { Condition: { StringEquals: { 'aws:SourceArn': group } } });
  await client.send(new CreateScheduleGroupCommand({ Name: 'g' }));
  await expect(create(target)).rejects.toMatchObject(refused);
  await expect(client.send(new CreateScheduleCommand(settings({ GroupName: 'g' })))).resolves.toBeDefined();
});
