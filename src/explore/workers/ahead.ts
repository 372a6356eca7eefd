import type { Judged } from '../judge/verdict.ts';
import type { Plan } from '../run/plan.ts';

/** Somebody who judges one plan at a time; undefined where he cannot. */
export interface Judge {
  judge(plan: Plan): Promise<Judged | undefined>;
  readonly hasEnded: boolean;
}

/**
 * Plans that are judged before they are asked for, by whoever is free. Results are asked for in the order of the search,
 * as if nobody had worked ahead: who judged what makes no difference.
 */
export class Ahead {
  readonly #here: (plan: Plan) => Promise<Judged>;
  /** Nobody has begun with them. */
  readonly #waiting = new Map<string, Plan>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #done = new Map<string, Judged>();
  readonly #idle = new Set<Judge>();

  /** `here` judges a plan in this thread. */
  constructor(here: (plan: Plan) => Promise<Judged>) {
    this.#here = here;
  }

  /** What will be asked for next, in this order; what was told before, and is not in it, will not be. */
  expect(plans: readonly Plan[]): void {
    this.#waiting.clear();
    for (const plan of plans) this.#waiting.set(keyOf(plan), plan);
    for (const key of this.#done.keys()) if (!this.#waiting.delete(key)) this.#done.delete(key);
    for (const key of this.#running.keys()) this.#waiting.delete(key);
    this.#deal();
  }

  /** Somebody more who judges. */
  join(judge: Judge): void {
    this.#idle.add(judge);
    this.#deal();
  }

  /** Judges a plan, or answers what came of it already; while somebody else is at it, the next one is judged here. */
  async judge(plan: Plan): Promise<Judged> {
    const key = keyOf(plan);
    this.#waiting.delete(key);
    for (let running = this.#running.get(key); running; running = this.#running.get(key)) {
      const next = this.#next();
      if (next) await this.#aside(next);
      else await running;
    }
    const known = this.#done.get(key);
    this.#done.delete(key);
    return known ?? this.#here(plan);
  }

  /** What fails is judged once more when it is asked for, and fails where it belongs. */
  async #aside(plan: Plan): Promise<void> {
    const judged = await this.#here(plan).catch(() => undefined);
    if (judged) this.#done.set(keyOf(plan), judged);
  }

  #next(): Plan | undefined {
    for (const [key, plan] of this.#waiting) {
      this.#waiting.delete(key);
      return plan;
    }
    return undefined;
  }

  #deal(): void {
    for (const judge of this.#idle) {
      const plan = this.#next();
      if (!plan) return;
      this.#idle.delete(judge);
      const key = keyOf(plan);
      this.#running.set(
        key,
        judge.judge(plan).then((judged) => {
          this.#running.delete(key);
          if (judged) this.#done.set(key, judged);
          if (judge.hasEnded) return;
          this.#idle.add(judge);
          this.#deal();
        }),
      );
    }
  }
}

const keyOf = (plan: Plan): string => JSON.stringify(plan);
