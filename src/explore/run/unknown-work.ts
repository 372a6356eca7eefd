import type { EnvironmentActivity } from '../../cloud/services/lambda/executors/in-process/activity.ts';

/** What takes longer in real time is not waited for. */
const patienceMs = 250;
/** Web streams and blobs hop through the loop a few times, and need no other thread for it. */
const turnsMax = 20;

/**
 * A function that waits for nothing we know of waits for a promise that nobody will keep, or for work in a corner of Node
 * that is not counted. Only real time can tell which: it is given some, once, and what comes of it is told.
 */
export class UnknownWork {
  readonly #activity: () => number;
  readonly #environments: EnvironmentActivity;
  readonly #onFound: (functionName: string) => void;
  /** Nothing came when so much had happened: it is not waited for again. */
  #inVain = -1;

  constructor(activity: () => number, environments: EnvironmentActivity, onFound: (functionName: string) => void) {
    this.#activity = activity;
    this.#environments = environments;
    this.#onFound = onFound;
  }

  /** Asked before time passes. True when something happened meanwhile. */
  async goesOn(): Promise<boolean> {
    const before = this.#activity();
    const waiting = this.#environments.waitingForUnknown();
    if (waiting.length === 0 || this.#environments.entries === this.#inVain) return false;
    const isStill = () => this.#activity() === before;
    for (let turn = 0; turn < turnsMax && isStill(); turn += 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    if (!isStill()) return true;
    const untilMs = performance.now() + patienceMs;
    while (isStill() && performance.now() < untilMs) await new Promise<void>((resolve) => setTimeout(resolve, 1));
    const moved = waiting.find((environment) => !this.#environments.isWaitingForUnknown(environment));
    if (moved) this.#onFound(moved.functionName);
    if (!isStill()) return true;
    this.#inVain = this.#environments.entries;
    return false;
  }
}
