import type { Judged } from '../judge/verdict.ts';
import type { Plan } from '../run/plan.ts';

/** What a worker is started with: where the scenario is declared, since closures do not travel. */
export interface Declaration {
  readonly file: string;
  readonly name: string;
}

/** To a worker: a plan to judge, or to end. */
export type Order = { readonly kind: 'judge'; readonly plan: Plan } | { readonly kind: 'close' };

/** From a worker: that it is ready, and what became of each plan in turn; `judged` is missing where it could not. */
export type Report =
  /** `trace`: of its fault-free run. It plays another scenario where that is not ours. */
  { readonly kind: 'ready'; readonly trace: string } | { readonly kind: 'judged'; readonly judged?: Judged };
