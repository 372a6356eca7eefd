import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../../service-kit/contract.ts';
import type { EventsState } from '../state.ts';
import { startAlone } from '../testing/alone.ts';
import { type PlannedRuleRun, planRule, readRuleSchedule } from './rule-schedules.ts';
import { runScheduledRule, type ScheduledOccasion } from './run-scheduled-rule.ts';

let alone: Awaited<ReturnType<typeof startAlone>>;
let state: EventsState;
let context: Context;
let told: ScheduledOccasion[];
beforeEach(async () => {
  alone = await startAlone();
  ({ state, context } = alone);
  told = [];
});
afterEach(() => alone.cloud.close());

const arn = 'arn:aws:events:us-east-1:000000000000:rule/nightly';
const minuteMs = 60_000;
const put = (schedule?: string, ruleState = 'ENABLED') =>
  planRule(state, { arn, state: ruleState, ...(schedule !== undefined && { schedule }) }, context);
const pending = () =>
  alone.cloud.kernel.scheduler.pending().filter(({ operation }) => operation === 'RunScheduledRule');
const dueIn = () => pending().map(({ dueMs }) => (dueMs - context.clock.now()) / minuteMs);
const run = runScheduledRule<EventsState>((_state, _arn, occasion) => told.push(occasion));
const fire = (input = pending()[0]?.input) => run(state, input as PlannedRuleRun, context);

test('a rate counts from when the rule got it', async () => {
  put('rate(5 minutes)');
  expect(dueIn()).toEqual([5]);

  await alone.cloud.clock.advance('3m');
  put('rate(5 minutes)');
  expect(dueIn()).toEqual([2]);
  put('rate(1 hour)');
  expect(dueIn()).toEqual([60]);
});

test('cron is in UTC', () => {
  const atMs = context.clock.now() + 90 * minuteMs;
  const at = new Date(atMs);
  put(`cron(${at.getUTCMinutes()} ${at.getUTCHours()} * * ? *)`);

  expect(pending()[0]?.dueMs).toBe(Math.floor(atMs / minuteMs) * minuteMs);
});

test('a rule that is disabled or deleted has no run, and one that is enabled again counts anew', async () => {
  put('rate(5 minutes)');
  await alone.cloud.clock.advance('3m');

  put('rate(5 minutes)', 'DISABLED');
  expect(pending()).toEqual([]);
  put('rate(5 minutes)');
  expect(dueIn()).toEqual([5]);
  put();
  expect(pending()).toEqual([]);
});

test('a run tells the Scheduled Event, plans the next one, and is made once', async () => {
  put('rate(5 minutes)');
  const input = pending()[0]?.input;
  await fire(input);
  await fire(input);

  expect(told.map(({ event }) => event)).toEqual([
    {
      version: '0',
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'us-east-1',
      resources: [arn],
      detail: {},
    },
  ]);
  expect(told[0]?.text).toBe(JSON.stringify(told[0]?.event));
  expect(state.ruleSchedules.get(arn)?.plan).not.toBe((input as PlannedRuleRun).Plan);
});

test.each(['rate(1 minutes)', 'rate(5 minute)', 'cron(0 10 * * *)', 'at(2030-01-01T00:00:00)', 'hourly'])(
  'refuses “%s”',
  (expression) => {
    expect(() => readRuleSchedule(expression)).toThrow('Parameter ScheduleExpression is not valid.');
  },
);
