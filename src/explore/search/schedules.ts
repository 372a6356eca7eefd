import { conflict } from '../run/footprint.ts';
import type { Choice, Plan } from '../run/plan.ts';
import type { Run } from '../run/run.ts';

/** An order that is still to be tried. */
export interface Schedule {
  readonly plan: Plan;
  /** Switches away from somebody who could have gone on. */
  readonly preemptions: number;
}

/**
 * The other orders that a run suggests: wherever somebody else could have come first, and it can make a difference,
 * since the call that came instead footprint what a later call of his footprint. Choices before the last one of the plan
 * were looked at when that was made.
 */
export function alternatives(run: Run, { plan, preemptions }: Schedule, bound: number): Schedule[] {
  const made = plan.choices ?? [];
  const from = (made.at(-1)?.at ?? -1) + 1;
  const found: Schedule[] = [];
  for (let at = from; at < run.decisions.length; at += 1) {
    const decision = run.decisions[at];
    if (!decision) continue;
    const { options, chosen, previous } = decision;
    const passed = passedAt(run, at);
    const isPreempted = options.some(({ actor }) => actor === previous);
    for (const { actor, boundaryCall } of options) {
      if (actor === chosen || !matters(run, passed, actor, boundaryCall)) continue;
      const cost = preemptions + (isPreempted && actor !== previous ? 1 : 0);
      if (cost > bound) continue;
      const choices: Choice[] = [...made, { at, actor }];
      found.push({ plan: { ...plan, choices }, preemptions: cost });
    }
  }
  return found;
}

/**
 * The calls that somebody else could have come before. Who has just begun could have begun later: a switch there interrupts
 * nobody, so it is held against all that he did before the next switch. Right before his call that it meets it would cost
 * one, and leave none for what comes after.
 */
function passedAt(run: Run, at: number): Run['boundaryCalls'] {
  const first = run.decisions[at];
  const isBegin = first && first.previous !== first.chosen;
  const passed: Run['boundaryCalls'][number][] = [];
  for (const { chosen, options } of run.decisions.slice(at, isBegin ? undefined : at + 1)) {
    if (chosen !== first?.chosen) break;
    const id = options.find(({ actor }) => actor === chosen)?.boundaryCall;
    const call = id === undefined ? undefined : run.boundaryCalls[id];
    if (call) passed.push(call);
  }
  return passed;
}

/** Whether somebody's calls from here on meet those that were let through instead. */
function matters(run: Run, passed: Run['boundaryCalls'], actor: string, boundaryCall: number): boolean {
  return run.boundaryCalls.some(
    (later) => later.actor === actor && later.id >= boundaryCall && passed.some((call) => conflict(call, later)),
  );
}

/** Calls that are worth being held back: writes of functions, those of one client where all do the same. */
export function holdsOf(run: Run): string[] {
  const points = run.boundaryCalls
    .filter(
      ({ isWrite, isFromFunction, client }) => isWrite && isFromFunction && (client === undefined || client === 'A'),
    )
    .map(({ point }) => point);
  return [...new Set(points)];
}
