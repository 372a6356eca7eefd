import { isOf, originOf } from '../run/naming.ts';
import type { Outcome } from '../run/outcome.ts';
import type { Run } from '../run/run.ts';
import { maskedAnswer } from './answers.ts';
import type { Baseline } from './baseline.ts';
import { type Ending, endingsOf } from './endings.ts';
import type { Oracle } from './evidence.ts';
import type { Violation } from './verdict.ts';

const nameOf = ({ outcome }: Ending): string => `${outcome.request} (${ordinal(outcome)})`;
const ordinal = ({ step }: Outcome): string => `request ${step}`;

/** 12. A refusal stays a refusal, and a success is not refused for good. */
export const endings: Oracle = ({ run, baseline, isRace }) => {
  if (isRace) return [];
  return endingsOf(run, baseline).flatMap((ending): Violation[] => {
    if (ending.isExcused) return [];
    if (ending.kind === 'accepted') return [accepted(ending)];
    return ending.kind === 'refused' && !isSkewed(run) ? [refused(ending)] : [];
  });
};

/** 11. Successes say what they say without faults. */
export const answers: Oracle = ({ run, baseline, isRace }) => {
  if (isRace) return [];
  return endingsOf(run, baseline).flatMap((ending) =>
    ending.kind === 'otherAnswer' && !ending.isExcused ? [otherAnswer(ending, run, baseline)] : [],
  );
};

const accepted = (ending: Ending): Violation => ({
  code: 'ACCEPTED',
  oracle: '12 outcomes as without faults',
  what: `${nameOf(ending)} was answered with ${ending.outcome.status}, success; without faults it is refused with ${ending.expected?.status}.`,
  why: 'What the refusal is decided by was not read, was read too early, or its failure was taken for a yes.',
});

const refused = (ending: Ending): Violation => ({
  code: 'REFUSED',
  oracle: '12 outcomes as without faults',
  what: `${nameOf(ending)} was refused for good with ${ending.outcome.status}; without faults it is answered with ${ending.expected?.status}.`,
  why: 'A failure was told as the client’s own mistake, so that nobody tries again: 503 says what it is.',
});

function otherAnswer(ending: Ending, run: Run, baseline: Baseline): Violation {
  const known = baseline.answers.get(ending.outcome.step);
  const told = known ? maskedAnswer(run, ending.outcome, known) : ending.outcome.body;
  return {
    code: 'ANSWER',
    oracle: '11 answers as without faults',
    what: `${nameOf(ending)} was answered with ${short(told)}; without faults with ${short(known?.given ?? '')}.`,
    why: 'A success says less, or something else, than it does without faults: a failure may have been swallowed.',
  };
}

const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

/** By a clock that is off a token or a signature may rightly have expired. */
const isSkewed = ({ boundaryCalls }: Run): boolean =>
  boundaryCalls.some(({ faultName }) => faultName?.startsWith('skew('));

/** 13. Nobody waits longer than anybody waits. */
export const within: Oracle = ({ run }) => {
  // Who is held until just before the end of its time is late by our own doing.
  if ((run.plan.holds ?? []).length > 0) return [];
  return run.outcomes.flatMap((outcome): Violation[] => {
    const { withinMs, tries, request } = outcome;
    const late = tries.findIndex(({ startMs, endMs }, index) => {
      return withinMs !== undefined && endMs - startMs >= withinMs && !isHitAtEdge(run, outcome, index + 1);
    });
    const { startMs = 0, endMs = 0 } = tries[late] ?? {};
    if (late < 0) return [];
    return [
      {
        code: 'SLOW',
        oracle: '13 answers in time',
        what: `Try ${late + 1} of ${request} took ${seconds(endMs - startMs)}; it may take less than ${seconds(withinMs ?? 0)}.`,
        why: 'Something waits for an answer without a limit of its own, or tries again for too long.',
      },
    ];
  });
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** A fault on the way to the function is not for the app to cut short. */
const isHitAtEdge = ({ boundaryCalls }: Run, outcome: Outcome, attempt: number): boolean =>
  boundaryCalls.some(
    ({ point, fault, isFromFunction }) =>
      fault !== undefined && !isFromFunction && isOf(point, outcome) && originOf(point)?.attempt === attempt,
  );
