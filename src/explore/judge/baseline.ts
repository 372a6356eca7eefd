import type { Outcome } from '../run/outcome.ts';
import type { Run } from '../run/run.ts';
import { type KnownAnswer, knownAnswers } from './answers.ts';
import { type Measured, volatileIn } from './measured.ts';
import { type NormalState, normalise, type Volatile } from './state.ts';

/** The fault-free run, and what is known of it: all other runs are held against it. */
export interface Baseline {
  readonly run: Run;
  readonly state: NormalState;
  readonly volatile: Volatile;
  readonly ignore: readonly string[];
  /** When runs begin. */
  readonly startMs: number;
  /** What each request that succeeds is answered with, by its step. */
  readonly answers: ReadonlyMap<number, KnownAnswer>;
  /** Groups of the state that dead letters go to. */
  readonly deadLetters: ReadonlySet<string>;
  /** Net sideEffects outside of the cloud, by route. */
  readonly sideEffects: ReadonlyMap<string, number>;
  /** The answer to the same request once more, where the client gave a key and got its first answer again. */
  readonly isReplayed: boolean;
  /** Values that must not be seen anywhere. */
  readonly secrets: readonly string[];
  /** Before anything happened. */
  readonly first: NormalState;
}

export interface BaselineParts {
  readonly run: Run;
  /** The same with other randomness at another time. */
  readonly shifted: Run;
  readonly times: readonly [number, number];
  /** The same with calls that take their time, one at a time. */
  readonly slowed?: readonly Run[];
  /** The same, whose request was made again a good while later. */
  readonly later?: Run;
  readonly deadLetters?: readonly string[];
  readonly first: Run['state'];
  readonly ignore: readonly string[];
  readonly secrets: readonly string[];
}

export function makeBaseline(parts: BaselineParts): Baseline {
  const { run, shifted, times, first, ignore, secrets, slowed = [], deadLetters = [], later } = parts;
  const [aroundMs, shiftedMs] = times;
  const measured: Measured = {
    run,
    startMs: aroundMs,
    shifted: { run: shifted, startMs: shiftedMs },
    slowed,
    ...(later && { later }),
  };
  const volatile = volatileIn(measured, ({ state }) => state);
  return {
    run,
    volatile,
    ignore,
    startMs: aroundMs,
    answers: knownAnswers(measured, ignore),
    deadLetters: new Set(deadLetters),
    state: normalise(run.state, { volatile, ignore, aroundMs }),
    first: normalise(first, { volatile, ignore, aroundMs }),
    sideEffects: netSideEffects(run),
    isReplayed: isReplayOf(run),
    secrets,
  };
}

/** Effects by route, without those that were undone. */
export function netSideEffects({ sideEffects }: Pick<Run, 'sideEffects'>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { route, undone } of sideEffects) if (!undone) counts.set(route, (counts.get(route) ?? 0) + 1);
  return counts;
}

/** Whether every request of a run got the same answer when it was made again, and nothing happened by it. */
export function isReplayOf({ outcomes, replay }: Run): boolean {
  if (!replay || replay.sideEffects > 0 || replay.outcomes.length !== outcomes.length) return false;
  const keyed = outcomes.some(({ idempotencyKey }) => idempotencyKey !== undefined);
  return (
    keyed &&
    outcomes.every(
      ({ status, body }, index) => replay.outcomes[index]?.status === status && replay.outcomes[index]?.body === body,
    )
  );
}

/** The state of a run, to be held against the baseline's: what the plan itself rotated is nobody's mistake. */
export function normaliseAs({ volatile, ignore, state }: Baseline, run: Run, aroundMs: number): NormalState {
  const rotated = run.rotated.flatMap((group) => (state[group] ? [[group, state[group]] as const] : []));
  return { ...normalise(run.state, { volatile, ignore, aroundMs }), ...Object.fromEntries(rotated) };
}

/** The outcomes of a run that did not end as their like did without faults; each client of a race is held to the same. */
export function unlike(run: Run, baseline: Run): readonly Outcome[] {
  return run.outcomes.filter(({ step, ok, status }) => {
    const expected = baseline.outcomes.find((each) => each.step === step);
    return expected?.ok ? !ok : status !== expected?.status;
  });
}
