import type { Clock, Timer } from '../kernel/clock.ts';

/** A wait for time that something else can end early. */
export interface Pause {
  readonly over: Promise<void>;
  end(): void;
}

/**
 * What a poller has under way, and what it has put off. Timers that it sets answer `settled()`, so that `clock.advance`
 * waits for all work that goes on by itself, but never for work that waits for the clock.
 */
export class Activity {
  readonly #clock: Clock;
  readonly #pauses = new Set<Pause>();
  #busy = 0;
  #waiting: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  /** Several at a time, within `run`: it is busy while one of them is, and not while all that are left wait. */
  async beside<T>(works: readonly (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
    let left = works.length;
    this.#busy += Math.max(0, left - 1);
    return Promise.allSettled(
      works.map(async (work) => {
        try {
          return await work();
        } finally {
          left -= 1;
          // The last one leaves what `run` has counted.
          if (left > 0) this.#leave();
        }
      }),
    );
  }

  /** Does `work` later, and whoever moves the clock waits for what comes of it. */
  later(delayMs: number, work: () => void): Timer {
    return this.#clock.setTimer(delayMs, () => {
      work();
      return this.settled();
    });
  }

  /** Waits within `run`, without being busy. */
  pause(delayMs: number): Pause {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = (): void => {
      if (!this.#pauses.delete(pause)) return;
      timer.cancel();
      this.#busy += 1;
      resolve();
    };
    const pause: Pause = { over: promise, end };
    this.#pauses.add(pause);
    const timer = this.later(delayMs, end);
    this.#leave();
    return pause;
  }

  /** Nobody waits any longer. */
  endPauses(): void {
    for (const pause of [...this.#pauses]) pause.end();
  }

  /** When everything has ended or waits for time. */
  settled(): Promise<void> {
    if (this.#busy === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    this.#busy -= 1;
    if (this.#busy > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
