import { SquallError } from '../../cloud/kernel/errors.ts';

/** One fault at one call. Names, never ordinals: they survive edits of unrelated code. */
export interface PlannedFault {
  /** Name of the call: `try1 > orders > ddb.PutItem(Orders)#1`. */
  readonly point: string;
  /** `lost`, or `lost*` for every attempt of the call. */
  readonly kind: string;
}

/** A place where the order of a run was chosen instead of taken as it came. */
export interface Choice {
  /** The how-manieth choice of the run. */
  readonly at: number;
  /** Whose call is released. */
  readonly actor: string;
}

/** All that is decided about a run; the same plan gives the same run. */
export interface Plan {
  readonly faults: readonly PlannedFault[];
  readonly choices?: readonly Choice[];
  /** Calls that are held back until just before their function's time is up. */
  readonly holds?: readonly string[];
  /** Seed of how long calls take: things overtake each other by being slow. */
  readonly latency?: number;
  /** Clients at once; 1 unless it is a race. */
  readonly clients?: number;
  /** One client after the other, in this order, instead of all at once. */
  readonly serial?: readonly number[];
  /** Begins with warm environments, where the scenario asks for both. */
  readonly warm?: boolean;
  /** What the client sends, of a scenario whose inputs are fuzzed; without it the example. */
  readonly input?: PlannedInput;
}

/** A generated input: what fast-check makes of the seed, along the path by which it was shrunk. */
export interface PlannedInput {
  readonly seed: number;
  readonly path: string;
}

export const faultFree: Plan = { faults: [] };

/** The circumstances of a plan, without anything that is done to it. */
export const withoutFaults = ({ warm, input }: Plan): Plan => ({
  faults: [],
  ...(warm && { warm }),
  ...(input && { input }),
});

/** What distinguishes one fault-free run from another. */
export const circumstancesOf = (plan: Plan): string => JSON.stringify(withoutFaults(plan));

interface Token extends Plan {
  /** Hash of the trace, to tell whether the code has changed since. */
  readonly trace: string;
}

/** `r1:…`: a plan as text, with the hash of the trace that it gave. */
export function tokenOf(plan: Plan, trace: string): string {
  return `r1:${Buffer.from(JSON.stringify({ ...plan, trace })).toString('base64url')}`;
}

/** Reads a replay token. Throws `SquallError` for anything else. */
export function readToken(token: string): { readonly plan: Plan; readonly trace: string } {
  const [version, text] = token.trim().split(':');
  try {
    if (version !== 'r1' || text === undefined) throw new Error('not r1');
    const { trace, ...plan } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Token;
    if (!Array.isArray(plan.faults)) throw new Error('no faults');
    return { plan, trace };
  } catch (cause) {
    const hint = 'Copy the whole token from the report; it begins with r1: and has no spaces.';
    throw new SquallError('InvalidOption', `“${token}” is not a replay token.`, hint, { cause });
  }
}

/** `lost @ ddb.PutItem(Orders)#1 + hang @ …`, for titles and reports. */
export const titleOf = (plan: Plan, display: (point: string) => string): string =>
  [
    ...plan.faults.map(({ point, kind }) => `${kind} @ ${display(point)}`),
    ...(plan.holds ?? []).map((point) => `held @ ${display(point)}`),
    ...(plan.latency === undefined ? [] : [`latency ${plan.latency}`]),
    ...(plan.input ? [`input ${plan.input.seed}/${plan.input.path}`] : []),
    ...(plan.warm ? ['warm'] : []),
    ...(plan.choices?.length ? [`order ${plan.choices.map(({ at, actor }) => `${at}:${actor}`).join(' ')}`] : []),
  ].join(' + ') || 'no fault';
