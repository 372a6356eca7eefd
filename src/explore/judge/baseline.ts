import type { Outcome } from '../run/outcome.ts';
import type { Run } from '../run/run.ts';
import { type KnownAnswer, knownAnswers } from './answers.ts';
import { type Chance, chanceIn, withoutChance, withSums } from './chance.ts';
import { type Measured, volatileIn } from './measured.ts';
import { type NormalState, normalise, type State, type Volatile } from './state.ts';

/** The fault-free run, and what is known of it: all other runs are held against it. */
export interface Baseline {
  readonly run: Run;
  readonly state: NormalState;
  readonly volatile: Volatile;
  /** Rows that are a matter of chance, where there are such. */
  readonly chance?: Chance | undefined;
  /** Two runs are enough to see that there may be some: more will tell. */
  readonly hasChance?: boolean;
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
  /** The same with still other randomness. */
  readonly drawn?: readonly Run[];
  /** The same, whose request was made again a good while later. */
  readonly later?: Run;
  readonly deadLetters?: readonly string[];
  readonly first: Run['state'];
  readonly ignore: readonly string[];
  readonly secrets: readonly string[];
}

export function makeBaseline(parts: BaselineParts): Baseline {
  const { run, shifted, times, first, ignore, secrets, slowed = [], drawn = [], deadLetters = [], later } = parts;
  const [aroundMs, shiftedMs] = times;
  const measured: Measured = {
    run,
    startMs: aroundMs,
    shifted: { run: shifted, startMs: shiftedMs },
    slowed,
    drawn: drawn.map((each) => ({ run: each, startMs: aroundMs })),
    ...(later && { later }),
  };
  const volatile = volatileIn(measured, ({ state }) => state);
  const chance = chanceIn([{ run, startMs: aroundMs }, measured.shifted, ...(measured.drawn ?? [])], ignore);
  const known = { volatile, ignore, chance: drawn.length > 0 ? chance : undefined };
  return {
    ...known,
    run,
    hasChance: chance !== undefined,
    startMs: aroundMs,
    answers: knownAnswers(measured, ignore),
    deadLetters: new Set(deadLetters),
    state: normalised(known, run.state, aroundMs),
    first: normalised(known, first, aroundMs),
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
export function normaliseAs(baseline: Baseline, run: Run, aroundMs: number): NormalState {
  const { state } = baseline;
  const rotated = run.rotated.flatMap((group) => (state[group] ? [[group, state[group]] as const] : []));
  return { ...normalised(baseline, run.state, aroundMs), ...Object.fromEntries(rotated) };
}

function normalised(
  { volatile, ignore, chance }: Pick<Baseline, 'volatile' | 'ignore' | 'chance'>,
  state: State,
  aroundMs: number,
): NormalState {
  const known = { volatile, ignore, aroundMs };
  return chance
    ? withSums(normalise(withoutChance(state, chance), known), state, chance, aroundMs)
    : normalise(state, known);
}

/** The outcomes of a run that did not end as their like did without faults; each client of a race is held to the same. */
export function unlike(run: Run, baseline: Run): readonly Outcome[] {
  return run.outcomes.filter(({ step, ok, status }) => {
    const expected = baseline.outcomes.find((each) => each.step === step);
    return expected?.ok ? !ok : status !== expected?.status;
  });
}
