import type { Outcome } from '../run/outcome.ts';
import type { Run } from '../run/run.ts';
import { type Measured, volatileIn } from './measured.ts';
import { normalise, type State, type Volatile } from './state.ts';

/** What is known of the answer to one request without faults. */
export interface KnownAnswer {
  readonly volatile: Volatile;
  /** As it was given, and as it is given to somebody who asks for the same once more: masked, ready to be compared. */
  readonly given: string;
  readonly again: string | undefined;
}

/** The successes of the fault-free run by the step that they answer; what differs in equal runs is masked. */
export function knownAnswers(measured: Measured, ignore: readonly string[]): ReadonlyMap<number, KnownAnswer> {
  const { run, startMs } = measured;
  const known = new Map<number, KnownAnswer>();
  for (const outcome of run.outcomes) {
    if (!outcome.ok) continue;
    const volatile = volatileIn(measured, (other) => {
      const same = other.outcomes.find(({ step }) => step === outcome.step);
      return same && stateOf(other, same);
    });
    const mask = { volatile, ignore, startMs };
    const again = run.replay?.outcomes.find(({ step }) => step === outcome.step);
    known.set(outcome.step, {
      volatile,
      given: maskedAnswer(run, outcome, mask),
      again: again?.ok ? maskedAnswer(run, again, mask) : undefined,
    });
  }
  return known;
}

export interface Mask {
  readonly volatile: Volatile;
  readonly ignore: readonly string[];
  readonly startMs: number;
}

/** `201 amount: 42, id: ‹…›`: status and body without what time, chance and providers' numbers put into it. */
export function maskedAnswer(run: Run, outcome: Outcome, { volatile, ignore, startMs }: Mask): string {
  const rows = normalise(stateOf(run, outcome), { volatile, ignore, aroundMs: startMs }).answer ?? [];
  return [outcome.status, ...rows].join(' ');
}

const stateOf = (run: Run, { body }: Outcome): State => ({ answer: [withoutIds(run, body)] });

/** Ids that services outside made: a charge that was refunded and made again has another one, and nobody is wronged. */
export function withoutIds({ sideEffects, boundaryCalls }: Run, body: string): string {
  const told = boundaryCalls.flatMap((call) => call.told ?? []);
  const ids = [...sideEffects.map(({ response }) => response), ...told].flatMap(idsIn);
  return [...new Set(ids)].reduce((text, id) => text.replaceAll(`"${id}"`, '"‹id›"'), body);
}

/** The values of what is called an id: `"id":"ch_1"`, `"chargeId":"ch_1"`. */
export const idsIn = (json: string): string[] =>
  [...json.matchAll(/"(?:id|\w*(?:_id|Id|ID))"\s*:\s*"([^"]{3,})"/g)].map((match) => match[1] ?? '');
