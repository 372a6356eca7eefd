import { isOf, originOf } from '../run/naming.ts';
import type { Outcome } from '../run/outcome.ts';
import type { Run } from '../run/run.ts';
import { maskedAnswer } from './answers.ts';
import type { Baseline } from './baseline.ts';

/** How a request ended, held against the same request of the fault-free run. */
export type EndingKind =
  /** The same answer, or that to the same request once more. */
  | 'same'
  /** Another success that says so itself, by another status: 202 for 201. */
  | 'otherSuccess'
  /** The same status, and other words. */
  | 'otherAnswer'
  /** A success where there should be a refusal. */
  | 'accepted'
  /** A failure that says: try again. */
  | 'retryable'
  /** A final no where there should be a success, or another no. */
  | 'refused';

export interface Ending {
  readonly outcome: Outcome;
  /** The same request's without faults; undefined where it was not made then. */
  readonly expected: Outcome | undefined;
  readonly kind: EndingKind;
  /**
   * It may differ: an earlier request failed whose work it builds on, or work of an earlier one was still under way when
   * it was asked, so that it was true of an older state.
   */
  readonly isExcused: boolean;
}

/** Refusals that say no more than that the time is wrong. */
const passing: ReadonlySet<number> = new Set([408, 423, 424, 425, 429]);
/** Also said to whoever is overtaken (409), or whose payment did not go through and was not made (402). */
const harmless: ReadonlySet<number> = new Set([402, 409]);

/** Whether a status says no for good. */
export const isRefusal = (status: number | undefined): boolean =>
  status !== undefined && status >= 400 && status < 500 && !passing.has(status);

/** Whether an answer asks to be asked again, so that it is for the client to do so. */
export const isTryAgain = (status: number | undefined): boolean =>
  status !== undefined && (status >= 500 || passing.has(status));

/** A no that the client took for the last word: who hears it and asks again does not. */
export const isFinal = ({ status, tries }: Outcome): boolean =>
  isRefusal(status) && tries.filter((each) => each.status === status).length <= 1;

/** Every final outcome of a run of one client, in the order in which they were asked for. */
export const endingsOf = (run: Run, baseline: Baseline): Ending[] =>
  run.outcomes.map((outcome) => {
    const expected = baseline.run.outcomes.find(({ step }) => step === outcome.step);
    const isExcused = buildsOnFailure(run, baseline.run, outcome) || isAskedEarly(run, outcome);
    return { outcome, expected, kind: kindOf(run, baseline, outcome, expected), isExcused };
  });

function kindOf(run: Run, baseline: Baseline, outcome: Outcome, expected: Outcome | undefined): EndingKind {
  if (!expected) return outcome.ok ? 'same' : 'retryable';
  if (expected.ok) {
    if (outcome.ok) return successKind(run, baseline, outcome, expected);
    return isFinal(outcome) && !harmless.has(outcome.status ?? 0) ? 'refused' : 'retryable';
  }
  if (outcome.status === expected.status) return 'same';
  if (outcome.ok) return isFinal(expected) ? 'accepted' : 'otherSuccess';
  return isFinal(outcome) && isFinal(expected) && !harmless.has(outcome.status ?? 0) ? 'refused' : 'retryable';
}

function successKind(run: Run, baseline: Baseline, outcome: Outcome, expected: Outcome): EndingKind {
  const known = baseline.answers.get(outcome.step);
  if (!known) return 'same';
  const answer = maskedAnswer(run, outcome, known);
  if (answer === known.given || answer === known.again) return 'same';
  const isRead = writesNothing(baseline.run, outcome);
  if (isRead && isStale(run, outcome)) return 'same';
  return outcome.status === expected.status || isRead ? 'otherAnswer' : 'otherSuccess';
}

/** Whether all that a request does is look. */
const writesNothing = ({ boundaryCalls }: Run, { step }: Outcome): boolean =>
  !boundaryCalls.some(
    ({ point, isFromFunction, isWrite }) => isFromFunction && isWrite && isOf(point, { client: 'A', step }),
  );

/** Eventually consistent reads may answer of an older state, and so may whoever passes on what they read. */
const isStale = ({ boundaryCalls }: Run, outcome: Outcome): boolean =>
  boundaryCalls.some(({ point, fault }) => fault?.kind === 'stale' && isOf(point, outcome));

function buildsOnFailure({ outcomes }: Run, { outcomes: expected }: Run, { client, step }: Outcome): boolean {
  return expected.some((before) => {
    if (before.step >= step || !before.ok) return false;
    return !outcomes.some((each) => each.client === client && each.step === before.step && each.ok);
  });
}

/** Asked when something that was asked for earlier was not done yet: an event on its way, a try that nobody waits for. */
function isAskedEarly({ boundaryCalls }: Run, { client, step }: Outcome): boolean {
  const asked = boundaryCalls.find(({ point }) => isOf(point, { client, step }));
  if (!asked) return false;
  return boundaryCalls.some(
    ({ id, point, isFromFunction, isWrite }) =>
      id > asked.id && isFromFunction && isWrite && (originOf(point)?.step ?? 0) < step,
  );
}
