import type { Outcome } from '../run/outcome.ts';
import { type State, type Volatile, valuesByPath } from './state.ts';

/** A number in an answer that goes with the time since: how long something still lasts, or how old it is. */
export interface Countdown {
  readonly given: number;
  readonly unitMs: number;
  /** -1: it shrinks. */
  readonly sign: 1 | -1;
}

/** An answer, and when it came: in virtual milliseconds since its run began. */
export interface TimedAnswer {
  readonly state: State;
  readonly atMs: number;
}

export const answerAt = (state: State, { tries }: Outcome): TimedAnswer => ({ state, atMs: tries.at(-1)?.endMs ?? 0 });

const unitsMs = [1, 1000, 60_000] as const;

/** The numbers that go with time: by the same request asked again, at once and a good while later. */
export function countdownsOf(
  given: TimedAnswer,
  again: TimedAnswer | undefined,
  later: TimedAnswer | undefined,
  aroundMs: number,
): ReadonlyMap<string, Countdown> {
  const found = new Map<string, Countdown>();
  if (!again || !later) return found;
  const [first, second, third] = [given, again, later].map(({ state }) => valuesByPath(state, aroundMs));
  for (const [path, values] of first ?? []) {
    const [value, next, last] = [values, second?.get(path) ?? [], third?.get(path) ?? []].map(onlyNumber);
    if (value === undefined || next === undefined || last === undefined || next === last) continue;
    const elapsedMs = later.atMs - again.atMs;
    const unitMs = unitsMs.find((each) => Math.abs(Math.abs(last - next) * each - elapsedMs) < Math.max(each, 1000));
    if (unitMs !== undefined) found.set(path, { given: value, unitMs, sign: last < next ? -1 : 1 });
  }
  return found;
}

/** What is masked in an answer: numbers that go with time only where they say the time that it is. */
export function volatileAt(
  volatile: Volatile,
  countdowns: ReadonlyMap<string, Countdown>,
  { state, atMs }: TimedAnswer,
  aroundMs: number,
): Volatile {
  if (countdowns.size === 0) return volatile;
  const values = valuesByPath(state, aroundMs);
  const masked = new Set(volatile);
  for (const [path, { given, unitMs, sign }] of countdowns) {
    const value = onlyNumber(values.get(path) ?? []);
    const goneMs = value === undefined ? Number.NaN : (value - given) * sign * unitMs;
    if (goneMs > -unitMs - 1 && goneMs < atMs + unitMs + 1) masked.add(path);
    else masked.delete(path);
  }
  return masked;
}

const onlyNumber = (values: readonly string[]): number | undefined => {
  const value = Number(values[0]);
  return values.length === 1 && Number.isFinite(value) ? value : undefined;
};
