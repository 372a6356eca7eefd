import type { BoundaryCall } from '../run/boundary-call.ts';
import { baseOf } from '../run/naming.ts';
import { type FaultKind, has, kind } from './kinds.ts';

const byFunction = ({ isFromFunction }: { readonly isFromFunction: boolean }): boolean => isFromFunction;

/** The client's request takes effect, its answer is lost, and the client asks again so much later. */
export const laterKind = (delay: string, delayMs: number): FaultKind =>
  kind({
    name: `later(${delay})`,
    label: `l${delay}`.slice(0, 6),
    tells: `is applied, its answer is lost, and its client tries again ${delay} later`,
    fault: { kind: 'later', delayMs },
    isAfter: true,
    applies: (call) => has(call, 'edge') && call.isWrite,
  });

/** Kept connections of a warm environment died while it was frozen. */
export const thawedKind = kind({
  name: 'thawed',
  label: 'thaw',
  tells: 'thaws an environment whose kept connections are dead',
  expectation: () => 'masked',
  fault: { kind: 'thawed' },
  applies: (call) => has(call, 'invoke') && call.isWarm,
});

/** Whoever is called is too busy for so long: this call and all others to the same thing, or at any other one. */
export const throttledKind = (time: string, forMs: number): FaultKind =>
  kind({
    name: `throttled(${time})`,
    label: `t${time}`.slice(0, 6),
    scope: 'always',
    window: { forMs, includes: isSameThing },
    tells: `is rejected as too fast, and all calls to the same thing for ${time}`,
    fault: { kind: 'throttle' },
    applies: (call) => byFunction(call) || (has(call, 'invoke') && !has(call, 'edge')),
  });

/** A part of the world is away for so long, from this call on: what the pattern says, whoever calls it. */
export function outageOfKind(pattern: string, time: string, forMs: number): FaultKind {
  const isMeant = matcherOf(pattern);
  return kind({
    name: `outageOf(${pattern},${time})`,
    label: 'away',
    scope: 'always',
    window: { forMs, includes: (call) => call.isFromFunction && isMeant(call) },
    tells: `fails, and all calls of ${pattern} for ${time}`,
    fault: { kind: 'error' },
    applies: (call) => call.isFromFunction && isMeant(call),
  });
}

/** A service outside of AWS says 200 and tells of its failure in the body. */
export const errorBodyKind = kind({
  name: 'errorBody',
  label: 'errbd',
  tells: 'is not applied and answered with 200 and an error in the body',
  fault: { kind: 'error', status: 200, code: 'temporarily_unavailable' },
  applies: (call) => byFunction(call) && has(call, 'external'),
});

/** A provider still works on a request with the same key. */
export const keyInUseKind = kind({
  name: 'keyInUse',
  label: 'key',
  tells: 'is refused with 409, as its key is in use by a request that goes on',
  fault: { kind: 'error', status: 409, code: 'idempotency_key_in_use' },
  applies: (call) => byFunction(call) && has(call, 'external') && call.isKeyed,
});

/** The service says that the item, message or event is larger than it takes. */
export const tooLargeKind = kind({
  name: 'tooLarge',
  label: 'large',
  tells: 'is refused as too large',
  expectation: () => 'degraded',
  fault: { kind: 'tooLarge' },
  applies: (call) => byFunction(call) && has(call, 'sized'),
});

/** The role of the function does not allow the call: AWS's own words, which no SDK tries again. */
export const deniedKind = kind({
  name: 'denied',
  tells: 'is denied to its function by IAM',
  fault: { kind: 'denied' },
  applies: (call) => byFunction(call) && !has(call, 'external'),
});

/** A function has done its work, and its answer is larger than Lambda hands on: it tells of that, and an API makes 502 of it. */
export const responseTooLargeKind = kind({
  name: 'responseTooLarge',
  label: 'resp6',
  tells: 'is done, and its response exceeds 6 MB',
  fault: { kind: 'answerTooLarge' },
  isAfter: true,
  applies: (call) => has(call, 'gateway') && has(call, 'invoke') && !call.isFromFunction,
});

/** All invokes up to this one are served by the code that was deployed before, all later ones by the present one. */
export const deployKind = (previousApp: unknown): FaultKind =>
  kind({
    name: 'deploy',
    tells: 'is the last that the previous code serves: what it left behind meets the present code',
    expectation: () => 'masked',
    fault: { kind: 'old', isUntil: true },
    previousApp,
    applies: (call) => has(call, 'invoke'),
  });

/** One invoke is served by the code that was deployed before: both are live at once, or it was rolled back. */
export const mixedKind = (previousApp: unknown): FaultKind =>
  kind({
    name: 'mixed',
    tells: 'is served by the previous code, between others that the present one serves',
    expectation: () => 'masked',
    fault: { kind: 'old', isUntil: false },
    previousApp,
    applies: (call) => has(call, 'invoke'),
  });

/** The same table, queue or function, whatever the operation; of services outside of AWS the same host. */
const isSameThing = (call: BoundaryCall, first: BoundaryCall): boolean => {
  if (call.service !== first.service) return false;
  return call.traits.has('external') ? call.to === first.to : call.resource === first.resource;
};

/** `ddb.…(Orders)`, `http.POST(api.test/…)`: names of calls, or `ddb/Orders/…`: keys; `…` and `*` stand for anything. */
function matcherOf(pattern: string): (call: Pick<BoundaryCall, 'point' | 'footprint'>) => boolean {
  const source = pattern
    .split(/…|\.\.\.|\*/)
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const whole = new RegExp(`^${source}$`);
  return ({ point, footprint }) => whole.test(baseOf(point)) || footprint.some((each) => whole.test(each));
}
