import { describe, expect, it } from 'vitest';
import { Clock } from '../../../kernel/clock.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import { Random } from '../../../kernel/random.ts';
import { Scheduler } from '../../../kernel/scheduler.ts';
import { World } from '../../../kernel/world.ts';
import { metricKey } from '../metrics/datum.ts';
import { openCloudWatchState } from '../state.ts';
import { settleAlarms } from './settle-alarms.ts';

const place = { account: '000000000000', region: 'us-east-1' };
const caller = serviceCaller('cloudwatch.amazonaws.com', place.account);
const nowMs = Date.UTC(2026, 0, 5, 8);

function setUp() {
  const world = new World();
  const clock = new Clock({ virtual: true, startMs: nowMs });
  const scheduler = new Scheduler(world, clock, () => Promise.resolve());
  const state = openCloudWatchState(world.scope('cloudwatch', place.account, place.region));
  const deployAlarm = (AlarmName: string, TreatMissingData: string): void => {
    const AlarmArn = `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${AlarmName}`;
    const metric = { Namespace: 'App', MetricName: AlarmName, EvaluationPeriods: 2 };
    const description = { AlarmName, AlarmArn, StateValue: 'INSUFFICIENT_DATA' as const, TreatMissingData, ...metric };
    state.alarms.set(AlarmName, { kind: 'metric', tags: {}, description });
    const input = { AlarmName };
    const look = { service: 'cloudwatch', operation: 'EvaluateAlarm', input, caller, ...place };
    state.evaluations.set(AlarmName, scheduler.deferTimer({ ...look, dueMs: nowMs + 60_000 }));
  };
  return {
    state,
    deployAlarm,
    settle: () => settleAlarms(state, { ...place, clock, random: new Random(1), kernel: { scheduler } }),
    stateOf: (name: string) => state.alarms.get(name)?.description.StateValue,
    planned: () => scheduler.pending().map(({ input }) => (input as { readonly AlarmName: string }).AlarmName),
  };
}

describe('alarms of an app that has been there for a while', () => {
  it.each([
    ['notBreaching', 'OK'],
    ['breaching', 'ALARM'],
    ['missing', 'INSUFFICIENT_DATA'],
    ['ignore', 'INSUFFICIENT_DATA'],
  ])('have been looked at, and missing data that are %s have made them %s', (treatment, expected) => {
    const { deployAlarm, settle, stateOf, state, planned } = setUp();
    deployAlarm('errors', treatment);

    settle();

    expect(stateOf('errors')).toBe(expected);
    expect(planned()).toEqual([]);
    expect(state.evaluations.size + state.history.size).toBe(0);
  });

  it('are looked at as planned where there are data', () => {
    const { deployAlarm, settle, stateOf, state, planned } = setUp();
    deployAlarm('errors', 'notBreaching');
    deployAlarm('orders', 'notBreaching');
    state.metrics.set(metricKey('App', 'orders', []), { namespace: 'App', name: 'orders', dimensions: [] });

    settle();

    expect([stateOf('errors'), stateOf('orders')]).toEqual(['OK', 'INSUFFICIENT_DATA']);
    expect(planned()).toEqual(['orders']);
  });
});
