import type { Clock } from '../../../../kernel/clock.ts';

interface Poll {
  readonly activityArn: string;
  look(): void;
  end(): void;
}

interface Wanted<Found> {
  readonly activityArn: string;
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  attempt(): Promise<Found | undefined>;
}

/** Workers that wait for tasks, in the order in which they came. */
export class ActivityPolls {
  readonly #polls = new Set<Poll>();

  /** There is a task for whoever came first. */
  wake(activityArn: string): void {
    for (const poll of [...this.#polls]) if (poll.activityArn === activityArn) poll.look();
  }

  /**
   * Attempts at once and whenever there is a task, until something is found, its time is over, or the client goes. What is
   * offered in the midst of an attempt is looked at after it.
   */
  wait<Found>({ activityArn, deadlineMs, clock, signal, attempt }: Wanted<Found>): Promise<Found | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Found | undefined>();
    if (signal?.aborted) return Promise.resolve(undefined);
    let attempts = Promise.resolve();
    const finish = (answer: () => void): void => {
      if (!this.#polls.delete(poll)) return;
      deadline.cancel();
      signal?.removeEventListener('abort', poll.end);
      answer();
    };
    const look = async (): Promise<void> => {
      if (!this.#polls.has(poll)) return;
      const found = await attempt();
      if (found !== undefined) finish(() => resolve(found));
    };
    const poll: Poll = {
      activityArn,
      look: () => {
        attempts = attempts.then(look).catch((error: unknown) => finish(() => reject(error)));
      },
      end: () => finish(() => resolve(undefined)),
    };
    this.#polls.add(poll);
    const deadline = clock.setTimer(deadlineMs - clock.now(), poll.end);
    signal?.addEventListener('abort', poll.end, { once: true });
    poll.look();
    return promise;
  }

  /** Their world is gone: they hear that there is nothing. */
  endAll(): void {
    for (const poll of [...this.#polls]) poll.end();
  }
}
