import { durationMs } from '../cloud/kernel/clock.ts';
import { SquallError } from '../cloud/kernel/errors.ts';

/** How far pairs and orders are explored. */
export interface BudgetOptions {
  /** Plans that each search runs; default 1000, and no limit where only a time is given. */
  readonly plans?: number;
  /** Real time that each search may take: a cap, for whoever would rather have less than wait. Default: `'10m'`. */
  readonly time?: string;
}

const plansDefault = 1000;
const timeDefault = '10m';

/** Plans that a search may run: the same on every machine, unless the time cap cuts first, and that is told. */
export class Budget {
  readonly plansMax: number;
  /** In milliseconds. */
  readonly timeMs: number;
  readonly #startMs = performance.now();
  #plans = 0;
  #cutBy: 'plans' | 'time' | undefined;

  /** `500` plans, `'20s'`, or both. Throws `SquallError` for anything else. */
  constructor(wanted: number | string | BudgetOptions = {}) {
    const options: BudgetOptions =
      typeof wanted === 'number' ? { plans: wanted } : typeof wanted === 'string' ? { time: wanted } : wanted;
    this.plansMax = options.plans ?? (options.time === undefined ? plansDefault : Number.POSITIVE_INFINITY);
    this.timeMs = durationMs(options.time ?? timeDefault);
    if (options.plans !== undefined && (!Number.isInteger(options.plans) || options.plans < 1)) {
      throw new SquallError(
        'InvalidOption',
        `A budget of ${options.plans} plans explores nothing.`,
        "Write budget: 500, budget: '60s', or budget: { plans: 500, time: '60s' }.",
      );
    }
  }

  /** Takes one plan out of the budget; false when it is spent. */
  take(): boolean {
    if (this.#plans >= this.plansMax) this.#cutBy ??= 'plans';
    else if (this.spentMs >= this.timeMs) this.#cutBy ??= 'time';
    if (this.#cutBy !== undefined) return false;
    this.#plans += 1;
    return true;
  }

  /** Nothing more is taken: whoever asked for the search does not wait any longer. */
  end(): void {
    this.#cutBy ??= 'time';
  }

  /** What ended a search before it was complete; undefined when nothing did. */
  get cutBy(): 'plans' | 'time' | undefined {
    return this.#cutBy;
  }

  /** In milliseconds. */
  get spentMs(): number {
    return performance.now() - this.#startMs;
  }
}
