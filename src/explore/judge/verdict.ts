import type { Run } from '../run/run.ts';
import type { Difference } from './state.ts';

/** How a run is judged as a whole, from best to worst. */
export type Grade =
  /** Nobody noticed. */
  | 'masked'
  /** The client noticed, tried again and succeeded; for this fault that is what can be asked. */
  | 'recovered'
  /** The client was told less well than without faults, though nothing is wrong that asking again would not put right. */
  | 'failed'
  /** Something is wrong that no retry puts right. */
  | 'broken';

/** What is wrong, in a word for the matrix. */
export type Code =
  | 'DUP'
  | 'LOST'
  | 'DIVERGED'
  | 'STUCK'
  | 'LOCKOUT'
  | 'VISIBLE'
  | 'CHARGED'
  | 'DEAD'
  | 'LATE'
  | 'SECRET'
  | 'REPLAY'
  | 'INVARIANT'
  | 'ENDLESS'
  | 'NOT-OWNED'
  | 'RETRY-STORM'
  | 'ORDER'
  | 'ACCEPTED'
  | 'REFUSED'
  | 'ANSWER'
  | 'SLOW'
  | 'TIMEOUT'
  | 'BLOCKED'
  | 'DLQ'
  /** An execution of a state machine failed. */
  | 'EXECUTION'
  | 'FAILS';

/** One finding of one oracle. */
export interface Violation {
  readonly code: Code;
  /** The oracle's number and name, as in the documentation. */
  readonly oracle: string;
  /** One sentence: what happened. */
  readonly what: string;
  /** One sentence: how it came to it, where that can be told. */
  readonly why?: string;
}

export interface Verdict {
  readonly grade: Grade;
  /** Every request ended as in the fault-free run. */
  readonly isSuccess: boolean;
  /** Tries of the client beyond those of the fault-free run. */
  readonly extraTries: number;
  readonly violations: readonly Violation[];
  /** Against the fault-free run. */
  readonly difference: readonly Difference[];
}

/** The same verdict, and one thing more that is wrong. */
export const withFinding = (verdict: Verdict, finding: Violation | undefined): Verdict =>
  finding ? { ...verdict, grade: 'broken', violations: [...verdict.violations, finding] } : verdict;

/** The same run, and more that is wrong. */
export const withFindings = ({ run, verdict }: Judged, findings: readonly Violation[]): Judged => ({
  run,
  verdict: findings.reduce<Verdict>(withFinding, verdict),
});

/** A judged run. */
export interface Judged {
  readonly run: Run;
  readonly verdict: Verdict;
}

/** Codes that would make a column too wide. */
const short: Readonly<Record<string, string>> = {
  INVARIANT: 'INV',
  DIVERGED: 'DIV',
  LOCKOUT: 'LOCK',
  'RETRY-STORM': 'STORM',
  'NOT-OWNED': 'OWN',
  ACCEPTED: 'ACC',
  REFUSED: 'REF',
  ANSWER: 'ANS',
  TIMEOUT: 'TIME',
  BLOCKED: 'BLOCK',
  EXECUTION: 'EXEC',
};

/** As it stands in a cell of the matrix: `ok`, `~2`, `VIS1`, `DUP`. */
export function shortOf({ grade, extraTries, violations, isSuccess }: Verdict): string {
  if (grade === 'masked') return 'ok';
  if (grade === 'failed' || (grade !== 'broken' && !isSuccess)) return 'fail';
  if (grade === 'recovered') return extraTries > 0 ? `~${extraTries}` : 'ok';
  const code = violations[0]?.code ?? 'BROKEN';
  if (code === 'VISIBLE') return `VIS${Math.max(1, extraTries)}`;
  return short[code] ?? code;
}
