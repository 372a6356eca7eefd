import { describe, expect, it } from 'vitest';
import { Clock } from '../kernel/clock.ts';
import { Activity } from './activity.ts';

const begin = () => {
  const clock = new Clock({ virtual: true, startMs: 0 });
  return { clock, activity: new Activity(clock) };
};
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('activity', () => {
  it('makes the clock wait for work that goes on by itself', async () => {
    const { clock, activity } = begin();
    const done: number[] = [];
    activity.later(10, () => {
      void activity.run(async () => {
        await turn();
        done.push(clock.now());
      });
    });
    clock.setTimer(20, () => void done.push(clock.now()));

    await clock.advance(100);

    expect(done).toEqual([10, 20]);
  });

  it('does not make the clock wait for what waits for the clock', async () => {
    const { clock, activity } = begin();
    const done: number[] = [];
    activity.later(10, () => {
      void activity.run(async () => {
        await activity.pause(50).over;
        await turn();
        done.push(clock.now());
      });
    });

    await clock.advance(100);

    expect(done).toEqual([60]);
    expect(clock.nextDueMs).toBeUndefined();
  });

  it('lets pauses be ended early, without a timer left', async () => {
    const { clock, activity } = begin();
    const work = activity.run(() => activity.pause(50).over);

    activity.endPauses();
    await work;

    expect([clock.now(), clock.nextDueMs]).toEqual([0, undefined]);
  });
});
