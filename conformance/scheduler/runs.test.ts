import { DeleteScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { bodies, create, get, makeQueue, makeRole, queueArn, roleArn, settings } from './scheduling.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const now = () => target.cloud.clock.now();
const pass = (duration: string | number) => target.cloud.clock.advance(duration as '1m');
const local = (ms: number) => new Date(ms).toISOString().slice(0, 19);
const telling = (Input: string) => ({ Target: { Arn: queueArn(), RoleArn: roleArn, Input } });

beforeEach(async () => {
  await makeRole(target);
  await makeQueue(target);
});

/** The times for which a schedule was planned, as its input tells them. */
const planned = async () => (await bodies(target)).map((body) => body?.slice(11, 19));
const tellTime = telling('<aws.scheduler.scheduled-time>');

describe('a rate', () => {
  test('without a start date begins at once', async () => {
    await create(target);
    await pass(0);
    expect(await bodies(target)).toEqual(['due']);

    await pass('4m');
    expect(await bodies(target)).toEqual([]);
    await pass('6m');
    expect(await bodies(target)).toEqual(['due', 'due']);
  });

  test('begins at its start date and ends with its end date', async () => {
    const start = now() + 3_600_000;
    await create(target, { StartDate: new Date(start), EndDate: new Date(start + 12 * 60_000) });

    await pass('59m');
    expect(await bodies(target)).toEqual([]);
    await pass('5h');
    expect(await bodies(target)).toEqual(['due', 'due', 'due']);
  });

  test('goes on as it was after an update of something else, and from now on after one of the rate', async () => {
    await create(target);
    await pass('1m');
    await bodies(target);
    const client = target.client(SchedulerClient);

    await client.send(new UpdateScheduleCommand(settings({ Description: 'new' })));
    await pass('3m');
    expect(await bodies(target)).toEqual([]);
    await client.send(new UpdateScheduleCommand(settings({ ScheduleExpression: 'rate(1 hour)' })));
    await pass('59m');
    expect(await bodies(target)).toEqual(['due']);
  });
});

describe('cron', () => {
  test('is due by the clocks of its zone, over daylight saving', async () => {
    await pass(Date.parse('2027-03-27T12:00:00Z') - now());
    await create(target, {
      ScheduleExpression: 'cron(30 1,2,3 28 3 ? 2027)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      ...tellTime,
    });

    await pass('2d');

    // At 2 the clocks are set to 3: what lies between is skipped.
    expect(await planned()).toEqual(['00:30:00', '01:30:00']);
  });

  test('is due once where clocks show a time twice', async () => {
    await pass(Date.parse('2027-10-30T12:00:00Z') - now());
    await create(target, {
      ScheduleExpression: 'cron(30 2 31 10 ? 2027)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      ...tellTime,
    });

    await pass('2d');

    expect(await planned()).toHaveLength(1);
  });
});

describe('one time', () => {
  test('comes once, and the schedule stays unless it says otherwise', async () => {
    const ScheduleExpression = `at(${local(now() + 600_000)})`;
    await create(target, { ScheduleExpression });
    await create(target, { Name: 'gone', ScheduleExpression, ActionAfterCompletion: 'DELETE' });

    await pass('9m');
    expect(await bodies(target)).toEqual([]);
    await pass('1h');

    expect(await bodies(target)).toEqual(['due', 'due']);
    expect(await get(target)).toMatchObject({ State: 'ENABLED' });
    await expect(get(target, 'gone')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('that is over comes at once, and not again after an update', async () => {
    const over = { ScheduleExpression: 'at(2020-01-01T00:00:00)' };
    await create(target, over);
    await pass(0);
    expect(await bodies(target)).toEqual(['due']);

    await target.client(SchedulerClient).send(new UpdateScheduleCommand(settings({ ...over, Description: 'new' })));
    await pass('1h');

    expect(await bodies(target)).toEqual([]);
  });
});

test('a flexible window spreads invocations over its length', async () => {
  const start = now() + 3_600_000;
  await create(target, {
    ScheduleExpression: 'rate(1 hour)',
    StartDate: new Date(start),
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 30 },
    ...tellTime,
  });
  const late: number[] = [];
  await pass('1h');

  for (let minute = 0; minute < 8 * 60; minute += 1) {
    await pass('1m');
    late.push(...(await bodies(target)).map((body = '') => (now() - Date.parse(body)) / 60_000));
  }

  expect(late).toHaveLength(8);
  expect(new Set(late.map(Math.floor)).size).toBeGreaterThan(3);
  expect(Math.max(...late)).toBeLessThanOrEqual(31);
});

test('a schedule that is disabled or deleted does not come', async () => {
  const client = target.client(SchedulerClient);
  await create(target, { State: 'DISABLED' });
  await pass('1h');
  expect(await bodies(target)).toEqual([]);

  await client.send(new UpdateScheduleCommand(settings()));
  await pass(0);
  expect(await bodies(target)).toEqual(['due']);
  await client.send(new DeleteScheduleCommand({ Name: 's' }));
  await pass('1h');
  expect(await bodies(target)).toEqual([]);
});

test('a schedule of a world that is restored comes again, and what was missed comes once', async () => {
  await create(target, { ScheduleExpression: 'rate(5 minutes)', ...tellTime });
  await pass(0);
  await bodies(target);
  const before = await target.cloud.snapshot();
  await pass('21m');
  await bodies(target);

  await target.cloud.restore(before);
  await pass(0);

  expect(await planned()).toHaveLength(1);
  await pass('5m');
  expect(await planned()).toHaveLength(1);
});
