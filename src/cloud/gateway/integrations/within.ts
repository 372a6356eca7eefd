import type { Clock } from '../../kernel/clock.ts';

/**
 * The outcome of `work`, or after `timeoutMs` what `onTimeout` answers or throws. The work itself goes on: API Gateway
 * stops waiting, it stops nobody.
 */
export function within<T, U>(clock: Clock, timeoutMs: number, work: Promise<T>, onTimeout: () => U): Promise<T | U> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(timeoutMs, () => {
      try {
        resolve(onTimeout());
      } catch (error) {
        reject(error);
      }
    });
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
