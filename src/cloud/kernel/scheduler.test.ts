import { describe, expect, it } from 'vitest';
import { Clock } from './clock.ts';
import { serviceCaller } from './identity.ts';
import { type DeferredCall, Scheduler } from './scheduler.ts';
import { World } from './world.ts';

const call = (dueMs: number, operation: string): DeferredCall => ({
  dueMs,
  service: 'lambda',
  operation,
  input: {},
  account: '000000000000',
  region: 'us-east-1',
  caller: serviceCaller('lambda.amazonaws.com', '000000000000'),
});

describe('the scheduler', () => {
  it('makes calls when they are due, in order of time', async () => {
    const clock = new Clock({ virtual: true, startMs: 0 });
    const made: string[] = [];
    const scheduler = new Scheduler(new World(), clock, async ({ operation }) =>
      made.push(`${operation}@${clock.now()}`),
    );
    scheduler.defer(call(2000, 'Second'));
    scheduler.defer(call(1000, 'First'));
    const cancelled = scheduler.defer(call(1500, 'Never'));
    scheduler.cancel(cancelled);

    await clock.advance('1h');

    expect(made).toEqual(['First@1000', 'Second@2000']);
  });

  it('keeps deferred calls in the world: a restored snapshot brings them back', async () => {
    const clock = new Clock({ virtual: true, startMs: 0 });
    const world = new World();
    const made: string[] = [];
    const scheduler = new Scheduler(world, clock, async ({ operation }) => made.push(operation));
    scheduler.defer(call(1000, 'Retry'));
    const snapshot = world.snapshot();

    await clock.advance('1m');
    world.restore(snapshot);
    scheduler.rearm();
    await clock.advance('1m');

    expect(made).toEqual(['Retry', 'Retry']);
  });

  it('survives a call that fails', async () => {
    const clock = new Clock({ virtual: true, startMs: 0 });
    const scheduler = new Scheduler(new World(), clock, () => Promise.reject(new Error('no such function')));
    scheduler.defer(call(1, 'Fails'));

    await expect(clock.advance('1s')).resolves.toBeUndefined();
  });
});
