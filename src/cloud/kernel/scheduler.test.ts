import { describe, expect, it } from 'vitest';
import { Clock } from './clock.ts';
import { AwsError, ConnectionFailure } from './errors.ts';
import { serviceCaller } from './identity.ts';
import { createLog } from './log.ts';
import { type DeferredCall, type Delivery, Scheduler } from './scheduler.ts';
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
    scheduler.deferTimer(call(2000, 'Second'));
    scheduler.deferTimer(call(1000, 'First'));
    const cancelled = scheduler.deferTimer(call(1500, 'Never'));
    scheduler.cancel(cancelled);

    await clock.advance('1h');

    expect(made).toEqual(['First@1000', 'Second@2000']);
  });

  it('makes nothing early where the clock stands at a part of a millisecond', async () => {
    const clock = new Clock({ virtual: true, startMs: 1_795_819_731_125 });
    const made: string[] = [];
    const scheduler = new Scheduler(new World(), clock, async ({ operation }) => made.push(operation));
    scheduler.deferDelivery(call(clock.now() + 86_400_000, 'Tomorrow'));
    await clock.advance(0.9932);
    scheduler.deferDelivery(call(clock.now(), 'Now'));
    scheduler.deferTimer(call(clock.now() + 10.25, 'Soon'));

    await clock.advance('1s');

    expect(made).toEqual(['Now', 'Soon']);
    expect(scheduler.pending().map(({ operation }) => operation)).toEqual(['Tomorrow']);
  });

  it('holds what recurs where it is told to, and makes all else', async () => {
    const clock = new Clock({ virtual: true, startMs: 0 });
    const made: string[] = [];
    const dispatch = async ({ operation }: DeferredCall) => made.push(operation);
    const scheduler = new Scheduler(new World(), clock, dispatch, { holdsRecurring: true });
    scheduler.deferDelivery({ ...call(1000, 'EveryMinute'), isRecurring: true });
    scheduler.deferDelivery(call(2000, 'Once'));

    await clock.advance('1h');

    expect(made).toEqual(['Once']);
    expect(clock.nextDueMs).toBeUndefined();
    expect(scheduler.pending()).toHaveLength(1);
  });

  it('keeps deferred calls in the world: a restored snapshot brings them back', async () => {
    const clock = new Clock({ virtual: true, startMs: 0 });
    const world = new World();
    const made: string[] = [];
    const scheduler = new Scheduler(world, clock, async ({ operation }) => made.push(operation));
    scheduler.deferTimer(call(1000, 'Retry'));
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
    scheduler.deferTimer(call(1, 'Fails'));

    await expect(clock.advance('1s')).resolves.toBeUndefined();
  });
});

/** A scheduler over `world` whose calls end when the test says so. */
function heldScheduler(world: World) {
  const clock = new Clock({ virtual: true, startMs: 0 });
  const made: { readonly operation: string; readonly delivery: Delivery | undefined; end(): void }[] = [];
  const scheduler = new Scheduler(world, clock, ({ operation }, delivery) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    made.push({ operation, delivery, end: resolve });
    return promise;
  });
  return { clock, scheduler, made, operations: () => made.map(({ operation }) => operation) };
}

/** All that waits behind a promise has gone on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const operationsIn = (scheduler: Scheduler) => scheduler.pending().map(({ operation }) => operation);

describe('a timer', () => {
  it('is taken out before it is made: a world that is opened in its midst does not make it again', () => {
    const { clock, scheduler, operations } = heldScheduler(new World());
    scheduler.deferTimer(call(1000, 'Sweep'));

    clock.fireNext();

    expect(operations()).toEqual(['Sweep']);
    expect(scheduler.pending()).toEqual([]);
  });
});

describe('a delivery', () => {
  it('stays in the world until its call has ended', async () => {
    const { clock, scheduler, made } = heldScheduler(new World());
    scheduler.deferDelivery(call(1000, 'Deliver'));

    clock.fireNext();
    expect(operationsIn(scheduler)).toEqual(['Deliver']);
    made[0]?.end();
    await settled();

    expect(scheduler.pending()).toEqual([]);
  });

  it('is not made a second time while it is under way, whatever else is due', () => {
    const { clock, scheduler, operations } = heldScheduler(new World());
    scheduler.deferDelivery(call(1000, 'Slow'));
    clock.fireNext();

    scheduler.deferDelivery(call(1000, 'SameTime'));
    scheduler.deferDelivery(call(500, 'Earlier'));
    scheduler.deferDelivery(call(2000, 'Later'));
    while (clock.fireNext());

    expect(operations()).toEqual(['Slow', 'Earlier', 'SameTime', 'Later']);
  });

  it('is made again by whoever opens a world in which it was under way', () => {
    const world = new World();
    const killed = heldScheduler(world);
    killed.scheduler.deferDelivery(call(1000, 'Deliver'));
    killed.clock.fireNext();

    const opened = heldScheduler(world.fork());
    opened.scheduler.rearm();
    opened.clock.fireNext();

    expect(opened.operations()).toEqual(['Deliver']);
  });

  it('gives way to what follows from it in the same record', () => {
    const world = new World();
    const records: string[][] = [];
    world.attach({
      append: (changes) => records.push(changes.map(({ value }) => (value === undefined ? 'removed' : 'deferred'))),
      replace: () => undefined,
    });
    const { clock, scheduler, made } = heldScheduler(world);
    scheduler.deferDelivery(call(1000, 'Deliver'));
    world.commit();
    clock.fireNext();

    made[0]?.delivery?.done([call(9000, 'Retry')]);
    world.commit();

    expect(records).toEqual([['deferred'], ['removed', 'deferred']]);
    expect(operationsIn(scheduler)).toEqual(['Retry']);
  });

  it('is done when its call fails, and that is written down', async () => {
    const world = new World();
    let commits = 0;
    world.attach({ append: () => (commits += 1), replace: () => undefined });
    const clock = new Clock({ virtual: true, startMs: 0 });
    const scheduler = new Scheduler(world, clock, () => Promise.reject(new Error('no such service')));
    scheduler.deferDelivery(call(1000, 'Fails'));
    world.commit();

    await clock.advance('1m');

    expect(scheduler.pending()).toEqual([]);
    expect(commits).toBe(2);
  });

  it('that does not get as far as its operation is made again, ever more slowly', async () => {
    const world = new World();
    const clock = new Clock({ virtual: true, startMs: 0 });
    const times: number[] = [];
    const scheduler = new Scheduler(world, clock, () => {
      times.push(clock.now());
      return times.length < 4
        ? Promise.reject(new AwsError('ThrottlingException', 'too fast', { status: 400 }))
        : Promise.resolve();
    });
    scheduler.deferDelivery(call(1000, 'Held'));

    await clock.advance('1h');

    expect(times).toEqual([1000, 2000, 4000, 8000]);
    expect(scheduler.pending()).toEqual([]);
  });

  it('that never gets as far is given up after six hours, and that is logged', async () => {
    const clock = new Clock({ virtual: true, startMs: 0 });
    const lines: string[] = [];
    const log = createLog('warn', (line) => void lines.push(line));
    const down = () => Promise.reject(new ConnectionFailure('reset'));
    const scheduler = new Scheduler(new World(), clock, down, { log });
    scheduler.deferDelivery(call(1000, 'Held'));

    await clock.advance('5h');
    const before = operationsIn(scheduler);
    await clock.advance('2h');

    expect(before).toEqual(['Held']);
    expect(scheduler.pending()).toEqual([]);
    expect(lines).toEqual([expect.stringContaining('Held is given up')]);
  });

  it('whose changes cannot be written down is made again five minutes later', async () => {
    const world = new World();
    const clock = new Clock({ virtual: true, startMs: 0 });
    const times: number[] = [];
    let isFull = false;
    world.attach({
      append: () => {
        if (isFull) throw new Error('the disk is full');
      },
      replace: () => undefined,
    });
    const scheduler = new Scheduler(world, clock, async (_call, delivery) => {
      times.push(clock.now());
      isFull = times.length === 1;
      const work = {};
      world.doing(work, () => delivery?.done([call(900_000, 'Next')]));
      world.commit(work);
    });
    scheduler.deferDelivery(call(1000, 'Deliver'));
    world.commit();

    await clock.advance('1500ms');
    const undone = operationsIn(scheduler);
    await clock.advance('301s');

    expect([undone, operationsIn(scheduler)]).toEqual([['Deliver'], ['Next']]);
    expect(times).toEqual([1000, 301_000]);
  });

  it('whose operation has settled it is not made again, however its call ends', async () => {
    const clock = new Clock({ virtual: true, startMs: 0 });
    const operations: string[] = [];
    const scheduler = new Scheduler(new World(), clock, async ({ operation }, delivery) => {
      operations.push(operation);
      delivery?.done();
      throw new ConnectionFailure('reset');
    });
    scheduler.deferDelivery(call(1000, 'Settled'));

    await clock.advance('1h');

    expect(operations).toEqual(['Settled']);
  });

  it('that ends late does not remove the entry that a restored snapshot brought back, nor add to it', async () => {
    const world = new World();
    const { clock, scheduler, made } = heldScheduler(world);
    scheduler.deferDelivery(call(1000, 'Deliver'));
    const snapshot = world.snapshot();
    clock.fireNext();

    world.restore(snapshot);
    scheduler.forget();
    made[0]?.delivery?.done([call(9000, 'Retry')]);
    made[0]?.end();
    await settled();

    expect(made[0]?.delivery?.isCurrent).toBe(false);
    expect(operationsIn(scheduler)).toEqual(['Deliver']);
    scheduler.rearm();
    clock.fireNext();
    expect(made.length).toBe(2);
    made[1]?.end();
    await settled();
    expect(scheduler.pending()).toEqual([]);
  });

  it('that is under way at the end stays for the next opening, and nothing is begun any more', async () => {
    const { clock, scheduler, made, operations } = heldScheduler(new World());
    scheduler.deferDelivery(call(1000, 'Deliver'));
    clock.fireNext();

    scheduler.close();
    made[0]?.end();
    scheduler.deferDelivery(call(1000, 'TooLate'));
    await settled();

    expect(clock.fireNext()).toBe(false);
    expect(operations()).toEqual(['Deliver']);
    expect(operationsIn(scheduler)).toEqual(['Deliver', 'TooLate']);
  });

  it('of an older data directory, which knew no kinds, is one as well', () => {
    const world = new World();
    world.collection('kernel/deferred').set('000000000001000-000000001', call(1000, 'Old'));
    const { clock, scheduler, operations } = heldScheduler(world);

    scheduler.rearm();
    clock.fireNext();

    expect(operations()).toEqual(['Old']);
    expect(operationsIn(scheduler)).toEqual(['Old']);
  });
});
