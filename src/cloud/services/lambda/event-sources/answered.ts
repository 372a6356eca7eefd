import type { Clock } from '../../../kernel/clock.ts';
import { ConnectionFailure } from '../../../kernel/errors.ts';

/** The call's answer; throws when none has come within `limitMs`, for calls may hang for ever. */
export async function answered<T>(clock: Clock, limitMs: number, call: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = clock.setTimer(limitMs, () => reject(new ConnectionFailure('hang')));
  try {
    return await Promise.race([call, promise]);
  } finally {
    timer.cancel();
  }
}

/** Ours; AWS does not say how long its pollers wait. */
const backoffMinMs = 1000;
const backoffMaxMs = 60_000;

/** The wait after failure number `count` in a row, counted from 0. */
export const backoffMs = (count: number): number => Math.min(backoffMaxMs, backoffMinMs * 2 ** count);
