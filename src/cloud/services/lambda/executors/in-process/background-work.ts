import type { EnvironmentActivity } from './activity.ts';

type Callback = (...results: unknown[]) => void;
type Deliver = (run: () => void) => void;

/**
 * What Node does for one environment outside of JavaScript (files, compression, cryptography): counted from its beginning
 * to its end, so that whoever waits knows exactly how long. Results are delivered as everything else is: never to an
 * environment that is frozen or dead.
 */
export class BackgroundWork {
  readonly #activity: EnvironmentActivity;
  readonly #deliver: Deliver;
  readonly #open = new Set<object>();

  constructor(activity: EnvironmentActivity, deliver: Deliver) {
    this.#activity = activity;
    this.#deliver = deliver;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Answers how to end it; ending it again does nothing. */
  begin(): () => void {
    const mark = {};
    this.#open.add(mark);
    this.#activity.beginWork();
    return () => {
      if (this.#open.delete(mark)) this.#activity.endWork();
    };
  }

  /** Work that tells its end to a callback: hand on the one that comes back. */
  callback(done: Callback): Callback {
    const end = this.begin();
    return (...results) => {
      end();
      this.#deliver(() => done(...results));
    };
  }

  /** Work that keeps a promise. */
  promise<T>(work: PromiseLike<T>): Promise<T> {
    const end = this.begin();
    return new Promise((resolve, reject) => {
      const settle = (run: () => void) => {
        end();
        this.#deliver(run);
      };
      work.then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error as Error)),
      );
    });
  }

  /** The environment is dead: nobody waits for it any more. */
  abandon(): void {
    for (const mark of [...this.#open]) if (this.#open.delete(mark)) this.#activity.endWork();
  }
}
