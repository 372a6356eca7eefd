import type { Budget } from '../budget.ts';
import type { Judged } from '../judge/verdict.ts';

/** Something that is red, as a search found it. */
export interface Found extends Judged {
  readonly title: string;
  readonly token: string;
}

/** How far a search got. */
export interface Extent {
  /** Plans that were run and judged. */
  readonly explored: number;
  /** Plans that are known to be worth running; of orders those that were seen so far, as each run can suggest more. */
  readonly known: number;
  readonly isComplete: boolean;
  /** What ended it before it was complete: the number of plans (the same everywhere), or the time. */
  readonly cutBy: 'plans' | 'time' | undefined;
  /** Of the budget. */
  readonly plansMax: number;
  readonly timeMs: number;
  readonly spentMs: number;
}

/** A search of one kind, as reports tell of it. */
export interface Searched extends Extent {
  readonly kind: 'pairs' | 'orders' | 'inputs' | 'random plans';
  readonly broken: readonly Found[];
  /** What more there is to say: `8 first faults merged`. */
  readonly remarks: readonly string[];
}

export const extentOf = (budget: Budget, explored: number, known: number): Extent => ({
  explored,
  known,
  isComplete: budget.cutBy === undefined,
  cutBy: budget.cutBy,
  plansMax: budget.plansMax,
  timeMs: budget.timeMs,
  spentMs: budget.spentMs,
});

/** `pairs 500/1124: 3 broken (8 first faults merged)`, with what cut it where something did. */
export function tellSearch(searched: Searched): string {
  const { kind, explored, known, broken, remarks, isComplete } = searched;
  const unsure = kind === 'orders' && !isComplete ? '+' : '';
  const more = remarks.length > 0 ? ` (${remarks.join(', ')})` : '';
  const told = `${kind} ${explored}/${known}${unsure}: ${broken.length === 0 ? 'none' : broken.length} broken${more}`;
  return isComplete ? told : `${told}. INCOMPLETE: ${whyCut(searched)}`;
}

/** Why an incomplete search is no success, and what to do. */
export function tellIncomplete(searched: Searched): string {
  const { kind, explored, known } = searched;
  const all = kind === 'orders' ? `at least ${known}` : String(known);
  return [
    `${explored} of ${all} ${kind} were explored, and nothing is known of the rest: ${whyCut(searched)}.`,
    `Give a larger budget (budget: { plans: ${Math.max(known, explored) * 2}, time: '10m' }), or say that a part is enough: allowIncomplete: true.`,
  ].join('\n');
}

const whyCut = ({ cutBy, plansMax, timeMs }: Extent): string =>
  cutBy === 'time'
    ? `the time cap of ${timeMs / 1000} s cut it, so that another machine may get further`
    : `the budget of ${plansMax} plans is spent`;
