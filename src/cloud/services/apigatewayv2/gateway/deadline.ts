import type { Clock } from '../../../kernel/clock.ts';

/**
 * The outcome of `work`, or after `timeoutMs` the error that `onTimeout` makes. The work itself goes on: API Gateway
 * stops waiting, it stops nobody.
 */
export function within<T>(clock: Clock, timeoutMs: number, work: Promise<T>, onTimeout: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(timeoutMs, () => reject(onTimeout()));
    const settle = (finish: () => void) => {
      timer.cancel();
      finish();
    };
    work.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
