import type { Outcome } from '../run/outcome.ts';
import type { Run } from '../run/run.ts';
import { answerAt, type Countdown, countdownsOf, volatileAt } from './countdown.ts';
import { type Measured, volatileIn } from './measured.ts';
import { normalise, type State, type Volatile } from './state.ts';

/** What is known of the answer to one request without faults. */
export interface KnownAnswer extends Mask {
  /** As it was given, and as it is given to somebody who asks for the same once more: masked, ready to be compared. */
  readonly given: string;
  readonly again: string | undefined;
}

/** The successes of the fault-free run by the step that they answer; what differs in equal runs is masked. */
export function knownAnswers(measured: Measured, ignore: readonly string[]): ReadonlyMap<number, KnownAnswer> {
  const { run, startMs, later } = measured;
  const known = new Map<number, KnownAnswer>();
  for (const outcome of run.outcomes) {
    if (!outcome.ok) continue;
    const volatile = volatileIn(measured, (other) => {
      const same = other.outcomes.find(({ step }) => step === outcome.step);
      return same && stateOf(other, same);
    });
    const ofReplay = (of: Run | undefined): Outcome | undefined => {
      const found = of?.replay?.outcomes.find(({ step }) => step === outcome.step);
      return found?.ok ? found : undefined;
    };
    const [again, muchLater] = [ofReplay(run), ofReplay(later)];
    const countdowns = countdownsOf(
      answerAt(stateOf(run, outcome), outcome),
      again && answerAt(stateOf(run, again), again),
      muchLater && later && answerAt(stateOf(later, muchLater), muchLater),
      startMs,
    );
    const mask = { volatile, countdowns, ignore, startMs };
    const given = maskedAnswer(run, outcome, mask);
    known.set(outcome.step, { ...mask, given, again: again && maskedAnswer(run, again, mask) });
  }
  return known;
}

export interface Mask {
  readonly volatile: Volatile;
  readonly countdowns: ReadonlyMap<string, Countdown>;
  readonly ignore: readonly string[];
  readonly startMs: number;
}

/** `201 amount: 42, id: ‹…›`: status and body without what time, chance and providers' numbers put into it. */
export function maskedAnswer(run: Run, outcome: Outcome, { volatile, countdowns, ignore, startMs }: Mask): string {
  const state = stateOf(run, outcome);
  const masked = volatileAt(volatile, countdowns, answerAt(state, outcome), startMs);
  const rows = normalise(state, { volatile: masked, ignore, aroundMs: startMs }).answer ?? [];
  return [outcome.status, ...rows].join(' ');
}

const stateOf = (run: Run, { body }: Outcome): State => ({ answer: [withoutIds(run, body)] });

/** Ids that services outside made: a charge that was refunded and made again has another one, and nobody is wronged. */
export const withoutIds = (run: Run, body: string): string =>
  givenIds(run).reduce((text, id) => text.replaceAll(`"${id}"`, '"‹id›"'), body);

/** Ids in what services outside answered. */
export function givenIds({ sideEffects, boundaryCalls }: Run): string[] {
  const told = boundaryCalls.flatMap((call) => call.told ?? []);
  return [...new Set([...sideEffects.map(({ response }) => response), ...told].flatMap(idsIn))];
}

/** The values of what is called an id: `"id":"ch_1"`, `"chargeId":"ch_1"`. */
export const idsIn = (json: string): string[] =>
  [...json.matchAll(/"(?:id|\w*(?:_id|Id|ID))"\s*:\s*"([^"]{3,})"/g)].map((match) => match[1] ?? '');
