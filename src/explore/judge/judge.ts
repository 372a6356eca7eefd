import type { FaultKind } from '../faults/kinds.ts';
import type { Outcome } from '../run/outcome.ts';
import type { Run } from '../run/run.ts';
import type { RunResult } from '../scenario.ts';
import type { Simulation } from '../simulation/simulation.ts';
import { viewOf } from '../simulation/state-view.ts';
import { type Baseline, normaliseAs, unlike } from './baseline.ts';
import { endingsOf } from './endings.ts';
import { differenceButIds } from './given-ids.ts';
import { oracles } from './oracles.ts';
import { answers } from './outcome-oracles.ts';
import { endsAsInTurn } from './race-oracles.ts';
import type { Serial } from './serial.ts';
import { hashOf } from './state.ts';
import { withoutTakenBack } from './taken-back.ts';
import type { Verdict, Violation } from './verdict.ts';

/** One transient fault may cost a client this many tries before it counts as locked out by nobody. */
const visibleTriesMax = 1;

export interface JudgeParts {
  readonly simulation: Pick<Simulation, 'startMs' | 'names' | 'faultFree'>;
  readonly baseline: Baseline;
  readonly invariants: ((result: RunResult) => unknown) | undefined;
  /** What the clients of a race do one after the other. */
  readonly serial?: Serial | undefined;
  /** What invariants get to see, where it is not the state of the run. */
  readonly resultOf?: (run: Run, outcome: Run['outcomes'][number]) => RunResult;
}

/** Holds a run against the fault-free one, against what is never right, and against the user's invariants. */
export async function judge(
  run: Run,
  kinds: readonly FaultKind[],
  { simulation, baseline, invariants, serial, resultOf }: JudgeParts,
): Promise<Verdict> {
  const state = normaliseAs(baseline, run, simulation.startMs);
  const isRace = (run.plan.clients ?? 1) > 1;
  const isOfTwoVersions = kindsOf(run, kinds).some(({ fault }) => fault.kind === 'old');
  const all = withoutTakenBack(differenceButIds(baseline, { run, state }, baseline), run, baseline);
  const diff = isOfTwoVersions ? all.filter(({ missing, extra }) => missing.length !== extra.length) : all;
  const isSuccess = !isRace && isAsWithoutFaults(run, baseline);
  const distinct = isRace ? distinctKeys(run) : 1;
  const evidence = { run, baseline, difference: diff, isSuccess, isRace, distinct, state, ...(serial && { serial }) };
  const found = oracles
    .filter((oracle) => !isOfTwoVersions || oracle !== answers)
    .flatMap((oracle) => oracle(evidence))
    .filter(({ code }) => code !== 'REFUSED' || !isDegraded(run, kinds));
  const broken = await brokenInvariants(run, simulation, invariants, {
    asksNothing: baseline.run.outcomes.length === 0,
    resultOf: resultOf ?? ((of, outcome) => plainResult(of, outcome, simulation.names)),
  });
  const extraTries = extraTriesOf(run, baseline);
  const isWell = isRace
    ? unlike(run, baseline.run).length === 0 || (serial ? endsAsInTurn(run, serial) : false)
    : isSuccess;
  const { grade, more } = gradeOf(run, kinds, extraTries, isWell);
  const told = deduplicate([...found, ...broken, ...more]);
  const violations = isRace ? told.sort(byHarm) : told;
  return {
    grade: violations.length > 0 ? 'broken' : isRace ? grade : worseOf(grade, run, baseline),
    isSuccess: isWell,
    extraTries,
    violations,
    difference: diff,
  };
}

const kindsOf = ({ plan }: Run, kinds: readonly FaultKind[]): FaultKind[] =>
  kinds.filter(({ name }) => plan.faults.some(({ kind }) => kind === name));

/** What a service refuses for good may be refused for good by whoever called it. */
const isDegraded = (run: Run, kinds: readonly FaultKind[]): boolean =>
  kindsOf(run, kinds).some(({ expectation }) =>
    run.boundaryCalls.some((call) => call.faultName !== undefined && expectation(call) === 'degraded'),
  );

/** Of what clients do to one another the state tells most. */
const harm = ['INVARIANT', 'DUP', 'LOST', 'ORDER', 'ACCEPTED', 'STUCK'];
const byHarm = (a: Violation, b: Violation): number => rank(a) - rank(b);
const rank = ({ code }: Violation): number => (harm.includes(code) ? harm.indexOf(code) : harm.length);

/** Nobody noticed only where every answer is the same; another success is one that was noticed. */
const worseOf = (grade: Verdict['grade'], run: Run, baseline: Baseline): Verdict['grade'] =>
  grade === 'masked' && endingsOf(run, baseline).some(({ kind }) => kind !== 'same') ? 'recovered' : grade;

/** The same answers; of successes, any success will do. */
const isAsWithoutFaults = (run: Run, baseline: Baseline): boolean =>
  run.outcomes.length === baseline.run.outcomes.length && unlike(run, baseline.run).length === 0;

const distinctKeys = (run: Run): number => {
  const keys = run.outcomes.map(({ idempotencyKey, client }) => idempotencyKey ?? `no key of ${client}`);
  return Math.max(1, new Set(keys).size);
};

const extraTriesOf = (run: Run, baseline: Baseline): number => {
  const tries = (each: Run): number => each.outcomes.reduce((sum, outcome) => sum + outcome.tries.length, 0);
  return Math.max(0, tries(run) - tries(baseline.run) * Math.max(1, run.plan.clients ?? 1));
};

/** By the mildest thing that may be expected of the faults together. */
function gradeOf(run: Run, kinds: readonly FaultKind[], extraTries: number, isSuccess: boolean) {
  const more: Violation[] = [];
  const faultNotes = run.plan.faults.flatMap((fault) => {
    const boundaryCall = run.boundaryCalls.find(
      ({ point, faultName: kind }) => point === fault.point && kind === fault.kind,
    );
    const kind = kinds.find(({ name, applies }) => name === fault.kind && boundaryCall && applies(boundaryCall));
    return kind && boundaryCall ? [kind.expectation(boundaryCall)] : [];
  });
  const isMasked = faultNotes.length > 0 && faultNotes.every((expectation) => expectation === 'masked');
  const failures = extraTries + (isSuccess ? 0 : 1);
  if (failures === 0) return { grade: 'masked' as const, more };
  const grade = isSuccess ? ('recovered' as const) : ('failed' as const);
  // In a race others get into one's way without any fault.
  if (!isMasked || (run.plan.clients ?? 1) > 1) return { grade, more };
  const answers = run.outcomes.flatMap(({ tries }) => tries.map(({ status, error }) => status ?? error)).join(', ');
  const isLockedOut = isSuccess && extraTries > visibleTriesMax;
  more.push({
    code: isLockedOut ? 'LOCKOUT' : 'VISIBLE',
    oracle: '5 masking',
    what: `One transient fault, of those that SDKs and queues are there for, was seen by the client: ${answers}.`,
    why: isLockedOut ? whyLocked(run) : whySeen(run),
  });
  return { grade: 'broken' as const, more };
}

/** Nobody tried again, or what the retry met was taken for a failure. */
function whySeen(run: Run): string {
  const hit = run.boundaryCalls.find(({ fault }) => fault !== undefined);
  const again = hit && run.boundaryCalls.find(({ point, attempt }) => point === hit.point && attempt > hit.attempt);
  if (again?.code === 'ConditionalCheckFailedException') return whyLocked(run);
  return again ? 'The SDK tried again, and what it got was taken for a failure.' : 'Nobody tried the call again.';
}

/** The usual reason: a conditional write met what its own first attempt had written. */
function whyLocked(run: Run): string {
  const hit = run.boundaryCalls.find(({ attempt, code }) => attempt > 1 && code === 'ConditionalCheckFailedException');
  return hit
    ? `Attempt ${hit.attempt} of one logical call (${hit.point}) lost a race against its own earlier attempt: the write was applied and its answer lost.`
    : 'What a failed try left behind stood in the way of the next ones.';
}

async function brokenInvariants(
  run: Run,
  simulation: JudgeParts['simulation'],
  invariants: JudgeParts['invariants'],
  { asksNothing, resultOf }: { readonly asksNothing: boolean; readonly resultOf: NonNullable<JudgeParts['resultOf']> },
): Promise<Violation[]> {
  if (!invariants) return [];
  simulation.faultFree();
  const outcome = run.outcomes[0] ?? (asksNothing ? nothingAsked : undefined);
  if (!outcome) return [];
  try {
    await invariants(resultOf(run, outcome));
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ code: 'INVARIANT', oracle: 'your invariant', what: message.split('\n').slice(0, 6).join(' ') }];
  }
}

/** How it ends for a client who only lets a schedule go on: nobody refused him anything. */
const nothingAsked: Outcome = {
  client: 'A',
  step: 0,
  request: 'nothing',
  idempotencyKey: undefined,
  ok: true,
  status: undefined,
  headers: {},
  body: '',
  json: undefined,
  tries: [],
  durationMs: 0,
};

function plainResult(run: Run, outcome: Run['outcomes'][number], names: Simulation['names']): RunResult {
  const { outcomes, sideEffects, logs } = run;
  const view = viewOf(run.state, names);
  return { outcome, outcomes, world: view, state: view, sideEffects, logs };
}

/** One finding for a code: several oracles may see the same harm. */
function deduplicate(violations: readonly Violation[]): Violation[] {
  const seen = new Set<string>();
  return violations.filter(({ code }) => {
    if (seen.has(code)) return false;
    seen.add(code);
    return true;
  });
}

/** Runs of the same class have the same future: what is left to call, and the state that it meets. */
export const classOf = (run: Run, baseline: Baseline, startMs: number, after: number): string =>
  hashOf([
    run.boundaryCalls.slice(after + 1).map(({ point, status, code, attempt }) => [point, status, code, attempt]),
    normaliseAs(baseline, run, startMs),
    run.outcomes.map(({ status, tries }) => [status, tries.length]),
  ]);
