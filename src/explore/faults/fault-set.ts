import { durationMs } from '../../cloud/kernel/clock.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import {
  type CallFace,
  defaultKinds,
  delayKind,
  duplicateClient,
  type FaultKind,
  outageKind,
  rotateKind,
  skewKind,
  slowKind,
} from './kinds.ts';
import {
  deniedKind,
  deployKind,
  errorBodyKind,
  keyInUseKind,
  laterKind,
  mixedKind,
  outageOfKind,
  responseTooLargeKind,
  thawedKind,
  throttledKind,
  tooLargeKind,
} from './named-kinds.ts';

/** A choice of faults; sets are values: every method answers another one. */
export interface FaultSet {
  readonly kinds: readonly FaultKind[];
  plus(...others: readonly FaultSet[]): FaultSet;
  /** Without the kinds of these names: `f.defaults().without('hang', 'hangAfter')`. */
  without(...names: readonly string[]): FaultSet;
  /** Only at calls whose name holds one of these texts. */
  at(...calls: readonly string[]): FaultSet;
  /** Kinds that apply to a call, in the order of the report's columns. */
  for(call: CallFace): readonly FaultKind[];
}

function setOf(kinds: readonly FaultKind[]): FaultSet {
  return {
    kinds,
    plus: (...others) => setOf([...kinds, ...others.flatMap((other) => other.kinds)].filter(isFirstOfItsName)),
    without: (...names) => setOf(kinds.filter(({ name }) => !names.includes(name))),
    at: (...calls) =>
      setOf(
        kinds.map((each) => ({
          ...each,
          applies: (call) => each.applies(call) && calls.some((text) => call.point.includes(text)),
        })),
      ),
    for: (call) => kinds.filter((each) => each.applies(call)),
  };
}

/** One column for a name: what applies by either of two kinds applies. */
function isFirstOfItsName(each: FaultKind, index: number, all: readonly FaultKind[]): boolean {
  const same = all.findIndex(({ name, applies }) => name === each.name && applies === each.applies);
  return same === index;
}

function named(names: readonly string[]): FaultSet {
  const unknown = names.find((name) => !defaultKinds.some((each) => each.name === name));
  if (unknown !== undefined) {
    const known = defaultKinds.map(({ name }) => name).join(', ');
    throw new SquallError('InvalidFault', `There is no fault “${unknown}”.`, `Faults: ${known}.`);
  }
  return setOf(defaultKinds.filter(({ name }) => names.includes(name)));
}

/** Chooses faults: `f.defaults().plus(f.rotate('stripe'))`, `f.only('lost', 'crashAfter')`. */
export const f = {
  /** Everything that applies to a call, but what has to be asked for by name. */
  defaults: (): FaultSet => setOf(defaultKinds),
  none: (): FaultSet => setOf([]),
  only: (...names: readonly string[]): FaultSet => named(names),
  /** The secret's current version moves right before a call; fakes may refuse the old value. */
  rotate: (secret: string): FaultSet => setOf([rotateKind(secret)]),
  /** The client's request arrives twice at once. */
  duplicateClient: (): FaultSet => setOf([duplicateClient]),
  /** Answers come later: `f.slow('3s')`. */
  slow: (delay: string): FaultSet => setOf([slowKind(delay, durationMs(delay))]),
  /** A service that stays away for so many calls of one name: `f.outage(10)`. */
  outage: (calls: number): FaultSet => setOf([outageKind(calls)]),
  /** Events and messages arrive later, and so behind others: `f.delay('30s')`. */
  delay: (delay: string): FaultSet => setOf([delayKind(delay, durationMs(delay))]),
  /** The clock of an environment is ahead (`'5m'`) or behind (`'-5m'`). */
  skew: (offset: string): FaultSet =>
    setOf([skewKind(offset, offset.startsWith('-') ? -durationMs(offset.slice(1)) : durationMs(offset))]),
  /**
   * The code of an app that was deployed before this one: its items, messages and events are met by the present code, and
   * both serve at once. Whatever `app` of a scenario may be.
   */
  deploy: (previousApp: unknown): FaultSet => setOf([deployKind(previousApp), mixedKind(previousApp)]),
  /** The client's answer is lost, and it tries again `'25h'` later: past TTLs, deduplication windows and leases. */
  later: (delay: string): FaultSet => setOf([laterKind(delay, durationMs(delay))]),
  /** A warm environment thaws, and its kept connections are reset at their first use. */
  thawed: (): FaultSet => setOf([thawedKind]),
  /** A table, queue, function or host rejects everything as too fast for so long: `f.throttled('3m')`. */
  throttled: (time: string): FaultSet => setOf([throttledKind(time, durationMs(time))]),
  /**
   * A part of the world is away: `f.outageOf('ddb.…(Orders)')`, `f.outageOf('http.…(api.stripe.test/…)', { for: '10m' })`,
   * `f.outageOf('ddb/Orders/…o1…')`. Default: 3 minutes.
   */
  outageOf: (calls: string, { for: time = '3m' }: { readonly for?: string } = {}): FaultSet =>
    setOf([outageOfKind(calls, time, durationMs(time))]),
  /** A service outside of AWS answers 200 with an error in the body, and has done nothing. */
  errorBody: (): FaultSet => setOf([errorBodyKind]),
  /** A service outside of AWS refuses a request with 409, since its key is in use. */
  keyInUse: (): FaultSet => setOf([keyInUseKind]),
  /** Items, messages and events are refused as too large. */
  tooLarge: (): FaultSet => setOf([tooLargeKind]),
  /** A call is denied to its function's role by IAM. */
  denied: (): FaultSet => setOf([deniedKind]),
  /** What a function answers to an API exceeds 6 MB: it has done its work, and the client gets a 5xx. */
  responseTooLarge: (): FaultSet => setOf([responseTooLargeKind]),
};
