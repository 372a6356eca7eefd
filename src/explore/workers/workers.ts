import { availableParallelism } from 'node:os';
import type { Judged } from '../judge/verdict.ts';
import type { Plan } from '../run/plan.ts';
import { Ahead } from './ahead.ts';
import type { Declaration } from './messages.ts';
import { WorkerThread } from './worker-thread.ts';

export interface WorkersOptions {
  /** Where the scenario is declared; without that this thread is alone. */
  readonly declaration: Declaration | undefined;
  /** Threads in all, this one among them; default: as many as there are cores, once that is worth it. */
  readonly wanted: number | undefined;
  /** Real time that a thread takes until it can judge, in milliseconds. */
  readonly costMs: number;
  /** Of the fault-free run: a thread that plays another scenario is of no use. */
  readonly trace: string;
  /** Judges a plan in this thread. */
  readonly here: (plan: Plan) => Promise<Judged>;
}

/** Who judges the plans of one exploration: this thread, and others beside it. Ends with `close`. */
export class Workers {
  readonly #options: WorkersOptions;
  readonly #ahead: Ahead;
  #threads: readonly WorkerThread[] | undefined;
  #expected = 0;
  #spentMs = 0;
  #judged = 0;

  constructor(options: WorkersOptions) {
    this.#options = options;
    this.#ahead = new Ahead(options.here);
  }

  /** How many threads judge beside this one, once those that were started can or cannot. */
  async others(): Promise<number> {
    const begun = await Promise.all((this.#threads ?? []).map((thread) => thread.begun));
    return begun.filter(Boolean).length;
  }

  /** Plans that will be asked for next, in this order; `total` of them or more are to come. */
  expect(plans: readonly Plan[], total = plans.length): void {
    this.#expected = total;
    this.#ahead.expect(plans);
    this.#consider();
  }

  /** What comes of a plan; who judged it makes no difference. */
  async judge(plan: Plan): Promise<Judged> {
    const startMs = performance.now();
    const judged = await this.#ahead.judge(plan);
    this.#spentMs += performance.now() - startMs;
    this.#judged += 1;
    this.#expected = Math.max(0, this.#expected - 1);
    this.#consider();
    return judged;
  }

  async close(): Promise<void> {
    const threads = this.#threads ?? [];
    this.#threads = [];
    await Promise.all(threads.map((thread) => thread.close()));
  }

  #consider(): void {
    const { declaration, trace } = this.#options;
    if (this.#threads || !declaration || !this.#isWorthIt()) return;
    const count = (this.#options.wanted ?? availableParallelism()) - 1;
    this.#threads = Array.from({ length: count }, () => new WorkerThread({ ...declaration, trace }));
    for (const thread of this.#threads) {
      void thread.begun.then((isReady) => {
        if (isReady) this.#ahead.join(thread);
      });
    }
  }

  /** Twice what a thread costs is still to come, as far as one can tell. */
  #isWorthIt(): boolean {
    if (this.#expected < 2) return false;
    if (this.#options.wanted !== undefined) return true;
    return this.#judged > 0 && (this.#expected * this.#spentMs) / this.#judged > 2 * this.#options.costMs;
  }
}
