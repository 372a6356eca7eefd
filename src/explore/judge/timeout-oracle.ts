import type { BoundaryCall } from '../run/boundary-call.ts';
import type { Run, TimedOut } from '../run/run.ts';
import type { Oracle } from './evidence.ts';

/** Faults by which a call goes unanswered or late: how long a function waits for that is judged by what its client waits. */
const silent: ReadonlySet<string> = new Set(['hang', 'hangAfter', 'slow', 'lost', 'duplicate']);
/** SDKs wait up to a second before the first retry of what was throttled, then twice as long each time, so many times. */
const sdkBackoffMs = 1000;
const sdkAttemptsMax = 4;

/**
 * 14. No function runs until its time is up. Not where a call went unanswered, or where the SDK still waits for its next
 * attempt: there the function ends well or not by other oracles.
 */
export const timeouts: Oracle = ({ run }) => {
  // Who is held until just before the end of its time is late by our own doing.
  if ((run.plan.holds ?? []).length > 0) return [];
  const found = run.timedOut.filter((each) => !isExcused(run, each));
  return [...new Set(found.map(({ functionName }) => functionName))].map((functionName) => ({
    code: 'TIMEOUT',
    oracle: '14 no function runs out of time',
    what: `${functionName} did not reply until its time was up, and was ended.`,
    why: 'It waited for something that never came, or tried again for longer than it may run.',
  }));
};

function isExcused({ boundaryCalls }: Run, { invocation, atMs }: TimedOut): boolean {
  const own = boundaryCalls.filter(({ point }) => point.startsWith(`${invocation} > `));
  const last = own.at(-1);
  const isUnanswered = own.some(
    ({ fault, endedMs }) => isSilent(fault?.kind) && (endedMs ?? atMs) >= atMs - sdkBackoffMs,
  );
  return (
    isUnanswered ||
    own.some(({ fault }) => fault?.kind.startsWith('hang')) ||
    (last !== undefined && isBackingOff(last, atMs))
  );
}

const isSilent = (kind: string | undefined): boolean => kind !== undefined && silent.has(kind);

/** Whether the next attempt of a call that failed could still be to come. */
const isBackingOff = ({ fault, attempt, endedMs, traits }: BoundaryCall, atMs: number): boolean =>
  fault !== undefined &&
  !traits.has('external') &&
  attempt < sdkAttemptsMax &&
  atMs - (endedMs ?? atMs) <= sdkBackoffMs * 2 ** (attempt - 1);
