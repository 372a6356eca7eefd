import type { Trait } from '../../cloud/kernel/faults/fault-model.ts';
import type { Fault } from '../../cloud/kernel/faults/faults.ts';
import type { BoundaryCall } from '../run/boundary-call.ts';

/**
 * What may be noticed of a fault. `masked`: nothing, by the client. `recoverable`: some answers that may be retried,
 * and then success. `degraded`: a documented fallback.
 */
export type Expectation = 'masked' | 'recoverable' | 'degraded';

/** The part of a boundary call by which faults are chosen: known before anything has happened. */
export type CallFace = Pick<
  BoundaryCall,
  | 'service'
  | 'operation'
  | 'isWrite'
  | 'isFromFunction'
  | 'isFromGateway'
  | 'isFromTask'
  | 'traits'
  | 'resource'
  | 'point'
  | 'footprint'
  | 'isKeyed'
  | 'isWarm'
  | 'isConcurrent'
  | 'webhooks'
>;

/** The fault of a call: a fault of the cloud, or something that only a run can do. */
export type RunFault =
  | Fault
  | { readonly kind: 'malformed' }
  | { readonly kind: 'rotate'; readonly secret: string }
  | { readonly kind: 'skew'; readonly offsetMs: number }
  /** Its answer is lost, and its client tries again so much later. */
  | { readonly kind: 'later'; readonly delayMs: number }
  | { readonly kind: 'tooLarge' }
  /** The caller's role does not allow it. */
  | { readonly kind: 'denied' }
  /** An invoke finds no idle environment. */
  | { readonly kind: 'cold' }
  | { readonly kind: 'thawed' }
  /** Of calls that a function makes at once it comes last. */
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'webhookTwice' }
  | { readonly kind: 'webhookEarly' }
  /** The code that was deployed before serves it; `isUntil`: and everything ahead of it. */
  | { readonly kind: 'old'; readonly isUntil: boolean };

/** One way in which a call can fail. */
export interface FaultKind {
  /** As in plans, titles and `allow`: `lost`; `lost*` meets every attempt. */
  readonly name: string;
  /** Of its column: at most six characters. */
  readonly label: string;
  /** `once`: the first attempt of the call. `always`: all of them. */
  readonly scope: 'once' | 'always';
  /** An outage: so many further calls of the same name, by whomever, meet it as well. */
  readonly furtherCalls?: number;
  /** From its call on it lasts for so long, and meets all calls that are included. */
  readonly window?: {
    readonly forMs: number;
    readonly includes: (call: BoundaryCall, first: BoundaryCall) => boolean;
  };
  /** The app that was deployed before, where code of it is to run. */
  readonly previousApp?: unknown;
  readonly tells: string;
  readonly expectation: (call: CallFace) => Expectation;
  readonly applies: (call: CallFace) => boolean;
  readonly fault: RunFault;
  /** What follows it in the same invocation is nothing: no second fault is put there. */
  readonly isDeadly: boolean;
  /** The operation took place: most dangerous on writes, so tried first. */
  readonly isAfter: boolean;
}

/** Whether a call has a trait. */
export const has = (call: CallFace, trait: Trait): boolean => call.traits.has(trait);
/** Calls that the SDK of a function makes: it tries again by itself. */
const bySdk = (call: CallFace): boolean => call.isFromFunction && !has(call, 'external');
const byFunction = (call: CallFace): boolean => call.isFromFunction;
/** By whatever the app is made of: a function, an API whose integration is the service, or a state machine's task. */
const byApp = (call: CallFace): boolean => call.isFromFunction || call.isFromGateway || call.isFromTask;
const writes = (call: CallFace): boolean => byApp(call) && call.isWrite;

const sdkMasks = (call: CallFace): Expectation => (bySdk(call) ? 'masked' : 'recoverable');
const recoverable = (): Expectation => 'recoverable';
const masked = (): Expectation => 'masked';

/** Something comes to its function, or to whoever gets it at least once. */
const arrives = (call: CallFace): boolean => has(call, 'delivery') && (has(call, 'invoke') || has(call, 'arrival'));

type Draft = Partial<FaultKind> & Pick<FaultKind, 'name' | 'tells' | 'fault' | 'applies'>;

/** A kind of fault, with what is usual. */
export const kind = (draft: Draft): FaultKind => ({
  label: draft.name.slice(0, 6),
  scope: 'once',
  expectation: recoverable,
  isDeadly: false,
  isAfter: false,
  ...draft,
});

/** A fault of single attempts, and the same on all of them. */
const both = (draft: Draft): FaultKind[] => [
  kind(draft),
  kind({
    ...draft,
    name: `${draft.name}*`,
    label: `${(draft.label ?? draft.name).slice(0, 5)}*`,
    scope: 'always',
    tells: `${draft.tells}, at every attempt`,
    expectation: recoverable,
  }),
];

/** On the client's way to the gateway and on the gateway's to the function there are no SDK attempts to tell apart. */
const atEdge = (call: CallFace): boolean => has(call, 'edge');
const atInvoke = (call: CallFace): boolean => has(call, 'invoke') && !call.isFromFunction;

/** Tried by default wherever they apply; in the order of the report's columns. */
export const defaultKinds: readonly FaultKind[] = [
  ...both({
    name: 'error',
    label: 'err',
    tells: 'fails and is not applied',
    expectation: sdkMasks,
    fault: { kind: 'error' },
    applies: (call) => byApp(call) || atEdge(call) || atInvoke(call),
  }),
  ...both({
    name: 'throttle',
    label: 'thr',
    tells: 'is rejected as too fast',
    expectation: sdkMasks,
    fault: { kind: 'throttle' },
    applies: (call) => byApp(call) || atEdge(call) || atInvoke(call),
  }),
  ...both({
    name: 'reset',
    label: 'rst',
    tells: 'loses its connection before it is applied',
    expectation: sdkMasks,
    fault: { kind: 'reset' },
    applies: (call) => byApp(call) || atEdge(call) || has(call, 'step'),
  }),
  ...both({
    name: 'lost',
    tells: 'is applied and its answer is lost',
    expectation: sdkMasks,
    fault: { kind: 'lost' },
    isAfter: true,
    applies: (call) => writes(call) || (atEdge(call) && call.isWrite) || has(call, 'delivery'),
  }),
  kind({ name: 'hang', tells: 'gets no answer and is not applied', fault: { kind: 'hang' }, applies: byApp }),
  kind({
    name: 'hangAfter',
    label: 'hangA',
    tells: 'is applied and gets no answer',
    fault: { kind: 'hangAfter' },
    isAfter: true,
    applies: writes,
  }),
  kind({
    name: 'crashBefore',
    label: 'crB',
    tells: 'finds its function dead before it is applied',
    fault: { kind: 'crashBefore' },
    isDeadly: true,
    applies: byFunction,
  }),
  kind({
    name: 'crashAfter',
    label: 'crA',
    tells: 'is applied, and its function dies',
    fault: { kind: 'crashAfter' },
    isDeadly: true,
    isAfter: true,
    applies: (call) => byFunction(call) && call.isWrite,
  }),
  kind({
    name: 'gateway504',
    label: 'gw504',
    tells: 'is given up by the gateway while the function goes on',
    fault: { kind: 'hangAfter' },
    isAfter: true,
    applies: (call) => has(call, 'gateway') && atInvoke(call),
  }),
  kind({
    name: 'stale',
    tells: 'reads what was there before the last write',
    expectation: masked,
    fault: { kind: 'stale' },
    applies: (call) => byApp(call) && has(call, 'eventual'),
  }),
  kind({
    name: 'partial',
    label: 'part',
    tells: 'succeeds for a part of its entries',
    // No SDK tries the rest again: a client that is told of it and asks again is as good.
    expectation: recoverable,
    fault: { kind: 'partial' },
    applies: (call) => byApp(call) && has(call, 'batch'),
  }),
  kind({
    name: 'conflict',
    label: 'confl',
    tells: 'meets another transaction',
    fault: { kind: 'conflict' },
    applies: (call) => byApp(call) && has(call, 'transaction'),
  }),
  kind({
    name: 'duplicate',
    label: 'dup',
    tells: 'arrives twice',
    expectation: masked,
    fault: { kind: 'duplicate' },
    isAfter: true,
    applies: arrives,
  }),
  kind({
    name: 'malformed',
    label: 'mangl',
    tells: 'is answered with half a body',
    fault: { kind: 'malformed' },
    isAfter: true,
    applies: (call) => byFunction(call) && has(call, 'external'),
  }),
  kind({
    name: 'cold',
    tells: 'starts a new environment though one is warm',
    expectation: masked,
    fault: { kind: 'cold' },
    applies: (call) => has(call, 'invoke') && call.isWarm,
  }),
  kind({
    name: 'overtaken',
    label: 'over',
    tells: 'comes after the other calls that are made at once',
    expectation: masked,
    fault: { kind: 'overtaken' },
    applies: (call) => (byFunction(call) || call.isFromTask) && call.isConcurrent,
  }),
  kind({
    name: 'webhookTwice',
    label: 'hook2',
    tells: 'brings about each of its webhooks twice',
    expectation: masked,
    fault: { kind: 'webhookTwice' },
    isAfter: true,
    applies: (call) => call.webhooks > 0,
  }),
  kind({
    name: 'webhookEarly',
    label: 'hookE',
    tells: 'is answered after its webhooks have come',
    expectation: masked,
    fault: { kind: 'webhookEarly' },
    isAfter: true,
    applies: (call) => call.webhooks > 0,
  }),
];

/** The client's own request comes twice at once, as of a double click: only where asked for. */
export const duplicateClient = kind({
  name: 'duplicate',
  label: 'dup',
  tells: 'arrives twice',
  expectation: masked,
  fault: { kind: 'duplicate' },
  isAfter: true,
  applies: (call) => atEdge(call) && call.isWrite,
});

/** A secret's version moves right before a call. */
export const rotateKind = (secret: string): FaultKind =>
  kind({
    name: `rotate(${secret})`,
    label: 'rot',
    tells: `finds the secret ${secret} rotated`,
    expectation: masked,
    fault: { kind: 'rotate', secret },
    applies: byFunction,
  });

/** An answer that comes this much later. */
export const slowKind = (delay: string, delayMs: number): FaultKind =>
  kind({
    name: `slow(${delay})`,
    label: `${delay}`.slice(0, 6),
    tells: `is answered ${delay} later`,
    fault: { kind: 'slow', delayMs },
    applies: byApp,
  });

/** The service stays away: this call and the next ones of its name fail at every attempt. */
export const outageKind = (calls: number): FaultKind =>
  kind({
    name: `outage(${calls})`,
    label: `out${calls}`.slice(0, 6),
    scope: 'always',
    furtherCalls: calls - 1,
    tells: `fails, and the next ${calls - 1} calls like it`,
    fault: { kind: 'error' },
    applies: byApp,
  });

/** An event or a message reaches its function later, and so behind others. */
export const delayKind = (delay: string, delayMs: number): FaultKind =>
  kind({
    name: `delay(${delay})`,
    label: `d${delay}`.slice(0, 6),
    tells: `arrives ${delay} later`,
    expectation: masked,
    fault: { kind: 'slow', delayMs },
    applies: arrives,
  });

/** The clock of the invoked environment differs from everybody else's. */
export const skewKind = (offset: string, offsetMs: number): FaultKind =>
  kind({
    name: `skew(${offset})`,
    label: `s${offset}`.slice(0, 6),
    tells: `finds its function's clock off by ${offset}`,
    fault: { kind: 'skew', offsetMs },
    applies: (call) => has(call, 'invoke') && !call.isFromFunction,
  });
