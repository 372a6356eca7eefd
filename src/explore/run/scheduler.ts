import { createHash } from 'node:crypto';
import { executeApiName } from '../../cloud/gateway/execute-api/execute-api.ts';
import type { ModelledCall } from '../../cloud/kernel/faults/fault-model.ts';
import type { Completion, Fault, Faults, FaultTarget } from '../../cloud/kernel/faults/faults.ts';
import type { HttpRequest } from '../../cloud/kernel/http.ts';
import { type ExploredServices, type Step, traitsOf } from '../simulation/explored-services.ts';
import type { Names } from '../simulation/names.ts';
import { type BoundaryCall, payloadMax } from './boundary-call.ts';
import { baseNameOf, type Frame, friendlyResource, isWrite, newFrame, nextNumber, stepNameOf } from './naming.ts';
import { portable } from './portable.ts';
import type { Failing } from './run.ts';

/** A boundary call that waits to be released. */
export interface PendingCall {
  readonly boundaryCall: BoundaryCall;
  /** Virtual time at which its function will have no time left; undefined where there is none. */
  readonly deadlineMs: number | undefined;
  release(): void;
}

/** The fault of a boundary call that is released: decided by the plan. */
export type Decide = (boundaryCall: BoundaryCall, target: FaultTarget) => Fault | undefined | Promise<undefined>;

export interface SchedulerParts {
  readonly names: Names;
  readonly services: ExploredServices;
  readonly nowMs: () => number;
  readonly decide: Decide;
}

/** Something that a function works on: what it calls is done in this frame. */
interface Invocation {
  readonly frame: Frame;
  readonly deadlineMs: number;
}

/** A call that came, with whatever it is a part of. */
interface Placed {
  readonly frame: Frame;
  /** Present for what a function does, and for what services do in its name to answer it. */
  readonly invocation: Invocation | undefined;
}

/** What is known of an invocation when its function gets the event. */
export interface Invoked {
  readonly functionName: string;
  readonly accessKeyId: string;
  /** The hop that brought the event. */
  readonly hop: string | undefined;
  readonly remainingMs: number;
}

/**
 * Stands at every boundary of one run: names each call, holds it until its turn has come, and lets meet it what the
 * plan says. It is the cloud's faults while the run lasts.
 */
export class Scheduler implements Faults {
  isEmpty = true;
  readonly boundaryCalls: BoundaryCall[] = [];
  readonly pendingCalls: PendingCall[] = [];
  /** Goes up with everything that happens, so that quiet can be told. */
  activity = 0;
  #parts: SchedulerParts;
  readonly #byHop = new Map<string, BoundaryCall>();
  readonly #placed = new Map<string, Placed & { readonly principal: string }>();
  readonly #invocations = new Map<string, Invocation>();
  readonly #frameOfRequest = new WeakMap<object, Frame>();
  /** Where executions were begun: their steps are told there. */
  readonly #executions = new Map<string, Frame>();
  readonly #logical = new Map<string, { readonly point: string; attempts: number }>();
  readonly #failed = new Map<string, { readonly count: number; readonly how: Failing['how'] }>();
  #released = 0;
  #isClosed = false;
  readonly #platform = newFrame('', 'platform', undefined, 'aws');

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  /** The client's requests are known by themselves: they carry nothing that a handler could see. */
  begin(request: HttpRequest, frame: Frame): void {
    this.#frameOfRequest.set(request, frame);
  }

  /** Calls of services that the client makes itself. */
  beginCall(input: object, frame: Frame): void {
    this.#frameOfRequest.set(input, frame);
  }

  /** The run is over: whoever still asks for something would ask it of another one. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The boundary call that a hop is. */
  callOf(hop: string): BoundaryCall | undefined {
    return this.#byHop.get(hop);
  }

  /**
   * An environment has got an event: what it calls in the course of that hop belongs to the invocation. Answers the
   * invocation's path.
   */
  invoked({ functionName, accessKeyId, hop, remainingMs }: Invoked): string {
    this.activity += 1;
    const name = this.#parts.names.nameOf('function', functionName);
    const parent = this.#frameOfHop(hop);
    const number = nextNumber(parent, `> ${name}`);
    const own = number === 1 ? name : `${name}~${number}`;
    const path = parent.path === '' ? own : `${parent.path} > ${own}`;
    const actor = parent.client ?? own;
    this.#invocations.set(invocationKey(hop, accessKeyId), {
      frame: newFrame(path, actor, parent.client, laneOf(own, path)),
      deadlineMs: this.#parts.nowMs() + remainingMs,
    });
    return path;
  }

  decide(target: FaultTarget): Promise<Fault | undefined> | undefined {
    this.activity += 1;
    const placed = this.#place(target);
    if (!placed) return undefined;
    const boundaryCall = this.#cross(target, placed);
    const deadlineMs = placed.invocation?.deadlineMs;
    return new Promise((resolve) => {
      this.pendingCalls.push({
        boundaryCall,
        deadlineMs,
        release: () => {
          this.activity += 1;
          this.pendingCalls.splice(
            this.pendingCalls.findIndex((pending) => pending.boundaryCall === boundaryCall),
            1,
          );
          boundaryCall.releasedMs = this.#parts.nowMs();
          this.#released += 1;
          boundaryCall.releasedAs = this.#released;
          const decided = this.#parts.decide(boundaryCall, target);
          if (!(decided instanceof Promise)) boundaryCall.fault = decided;
          resolve(decided);
        },
      });
    });
  }

  completed(target: FaultTarget, { output, error }: Completion): void {
    this.activity += 1;
    const boundaryCall = this.#byHop.get(target.id);
    if (!boundaryCall) return;
    boundaryCall.endedMs = this.#parts.nowMs();
    const isUnanswered = error instanceof Error && error.name === 'ConnectionFailure';
    boundaryCall.applied = wasApplied(boundaryCall, error);
    if (target.model.answersHttp) {
      const status = (output as { readonly status?: number } | undefined)?.status;
      boundaryCall.status = isUnanswered ? 'none' : status !== undefined && status < 400 ? 'ok' : 'error';
      boundaryCall.code = status === undefined ? codeOf(error) : String(status);
      return;
    }
    boundaryCall.status = isUnanswered ? 'none' : error === undefined ? 'ok' : 'error';
    const functionError = (output as { readonly FunctionError?: string } | undefined)?.FunctionError;
    boundaryCall.code = error === undefined ? functionError : codeOf(error);
    if (error === undefined) this.#countFailure(target, output);
  }

  /** Deliveries to functions that failed in a row, by what they are addressed to. */
  failedInRow(address: string): { readonly count: number; readonly how: Failing['how'] } | undefined {
    return this.#failed.get(address);
  }

  #countFailure({ input, parent }: FaultTarget, output: unknown): void {
    const { FunctionName: address } = input as { readonly FunctionName?: unknown };
    // Of what the platform delivers: a client that invokes a function is told by its answer.
    if (typeof address !== 'string' || this.#frameOfHop(parent).client !== undefined) return;
    const { FunctionError, Payload } = (output ?? {}) as {
      readonly FunctionError?: string;
      readonly Payload?: Uint8Array;
    };
    const how = FunctionError !== undefined ? 'thrown' : reportsFailures(Payload) ? 'reported' : undefined;
    if (how === undefined) this.#failed.delete(address);
    else this.#failed.set(address, { count: (this.#failed.get(address)?.count ?? 0) + 1, how });
  }

  /** Nobody waits for these any more. */
  close(): void {
    this.isEmpty = true;
    this.#isClosed = true;
    this.pendingCalls.length = 0;
  }

  /**
   * A client's request stands by itself; all else happens where its parent does. Undefined for what is no boundary call:
   * housekeeping of the cloud itself.
   */
  #place(target: FaultTarget): Placed | undefined {
    const own = this.#frameOfRequest.get(target.input);
    if (own) return { frame: own, invocation: undefined };
    const invocation = this.#invocationOf(target);
    if (invocation) return { frame: invocation.frame, invocation };
    const cause = target.parent === undefined ? undefined : this.#placed.get(target.parent);
    if (
      !this.#isOfGateway(target) &&
      !this.#isOfTask(target) &&
      !target.model.isHandOver?.(target as FaultTarget & ModelledCall)
    ) {
      // What housekeeping calls happens in the course of whatever made it necessary.
      if (cause) this.#placed.set(target.id, cause);
      return undefined;
    }
    return { frame: this.#frameOfHop(target.parent), invocation: undefined };
  }

  /** With the names that reports use. */
  #stepOf(target: FaultTarget): Step | undefined {
    const step = this.#parts.services.stepOf(target);
    if (!step) return undefined;
    const thing = friendlyResource(target.service, step.thing, this.#parts);
    return { ...step, thing, name: `${thing}/${step.name}` };
  }

  /** A task of a workflow calls a service: as its role. */
  #isOfTask({ parent, caller, model }: FaultTarget): boolean {
    if (caller.kind === 'service' || model.answersHttp) return false;
    return this.#byHop.get(parent ?? '')?.traits.has('task') ?? false;
  }

  /** Where a step stands: where its execution was begun, whatever has woken it. */
  #frameOfExecution({ execution }: Step, frame: Frame): Frame {
    const known = this.#executions.get(execution) ?? frame;
    this.#executions.set(execution, known);
    return known;
  }

  /** What a step calls is done in a frame of its own: `try1 > ship/Reserve`. */
  #frameOfStep(step: Step, frame: Frame): Frame {
    const { name, thing } = step;
    const number = nextNumber(frame, `> ${name}`);
    const own = number === 1 ? name : `${name}~${number}`;
    const path = frame.path === '' ? own : `${frame.path} > ${own}`;
    return newFrame(path, frame.client ?? own, frame.client, laneOf(thing, path));
  }

  /** An API calls a service in the course of a request, without a function in between: as a role or as whoever asks. */
  #isOfGateway({ parent, caller, model }: FaultTarget): boolean {
    // What the gateway calls as itself is housekeeping.
    if (caller.kind === 'service' || model.answersHttp) return false;
    return this.#byHop.get(parent ?? '')?.service === executeApiName;
  }

  /** The invocation that a call is made in, by its function or in its function's name. */
  #invocationOf({ parent, caller }: FaultTarget): Invocation | undefined {
    const own = this.#invocations.get(invocationKey(parent, caller.principal));
    if (own || parent === undefined) return own;
    const cause = this.#placed.get(parent);
    return cause?.principal === caller.principal ? cause.invocation : undefined;
  }

  #frameOfHop(hop: string | undefined): Frame {
    return (hop === undefined ? undefined : this.#placed.get(hop)?.frame) ?? this.#platform;
  }

  #cross(target: FaultTarget, where: Placed): BoundaryCall {
    const { services, nowMs } = this.#parts;
    const step = this.#stepOf(target);
    const placed = step ? { ...where, frame: this.#frameOfExecution(step, where.frame) } : where;
    const { frame, invocation } = placed;
    const traits = traitsOf(target);
    const payload = portable(payloadOf(target));
    const digest = createHash('sha1').update(payload).digest('base64url').slice(0, 10);
    const { point, attempt } = this.#nameOf(target, placed, { digest, step });
    const isFromGateway = invocation === undefined && this.#isOfGateway(target) && !traits.has('invoke');
    const boundaryCall: BoundaryCall = {
      id: this.boundaryCalls.length,
      point,
      attempt,
      actor: frame.actor,
      client: frame.client,
      from: isFromGateway ? services.laneOf(executeApiName) : frame.lane,
      to: traits.has('external') ? hostOf(target) : services.laneOf(target.service),
      service: target.service,
      operation: target.operation,
      resource: friendlyResource(target.service, target.resource, this.#parts),
      isWrite: isWrite(target),
      isFromFunction: invocation !== undefined,
      isFromGateway,
      isFromTask: invocation === undefined && this.#isOfTask(target),
      footprint: services.footprintOf(target),
      traits,
      isKeyed: hasKey(target),
      isWarm: false,
      isConcurrent: false,
      webhooks: 0,
      arrivedMs: nowMs(),
      releasedMs: undefined,
      releasedAs: undefined,
      endedMs: undefined,
      faultName: undefined,
      fault: undefined,
      status: 'pending',
      code: undefined,
      applied: false,
      digest,
      payload: payload.slice(0, payloadMax),
    };
    this.boundaryCalls.push(boundaryCall);
    this.#byHop.set(target.id, boundaryCall);
    const own = step && traits.has('task') ? this.#frameOfStep(step, frame) : frame;
    this.#placed.set(target.id, { ...placed, frame: own, principal: target.caller.principal });
    return boundaryCall;
  }

  /** SDKs tell which call a try belongs to; other clients' tries are equal requests after a failure, also of older SDKs. */
  #nameOf(
    target: FaultTarget,
    { frame, invocation }: Placed,
    { digest, step }: { readonly digest: string; readonly step: Step | undefined },
  ): { readonly point: string; readonly attempt: number } {
    const base = step ? stepNameOf(target, step, this.#parts) : baseNameOf(target, this.#parts);
    const id = target.invocation === undefined ? `${frame.path}/${base}/${digest}` : `sdk/${target.invocation}`;
    const known = this.#logical.get(id);
    const last = known && this.boundaryCalls.findLast(({ point }) => point === known.point);
    const isTold = target.invocation !== undefined;
    const hasFailed = last !== undefined && (last.status === 'error' || last.status === 'none');
    const isAgain = traitsOf(target).has('external')
      ? last !== undefined && last.status !== 'ok'
      : invocation !== undefined && hasFailed;
    if (known && (isTold || isAgain)) {
      known.attempts += 1;
      return { point: known.point, attempt: Math.max(target.attempt, known.attempts) };
    }
    const number = nextNumber(frame, base);
    const point = `${frame.path === '' ? '' : `${frame.path} > `}${base}#${number}`;
    this.#logical.set(id, { point, attempts: 1 });
    return { point, attempt: target.attempt };
  }
}

/** Two environments may work for one hop, where a delivery comes twice. */
const invocationKey = (hop: string | undefined, accessKeyId: string): string => `${hop ?? ''} ${accessKeyId}`;

/** The service outside that a call goes to. */
const hostOf = ({ resource }: FaultTarget): string => resource?.split('/')[0] ?? 'outside';

/** Of requests to services outside of AWS. */
const hasKey = ({ input, model }: FaultTarget): boolean =>
  model.answersHttp === true &&
  (input as { readonly headers?: Readonly<Record<string, string>> }).headers?.['idempotency-key'] !== undefined;

/** In a race two environments of one function have lanes of their own. */
const laneOf = (name: string, path: string): string => {
  const client = /^([A-Z])\./.exec(path)?.[1];
  return client === undefined ? name : `${name} (${client})`;
};

function wasApplied(boundaryCall: BoundaryCall, error: unknown): boolean {
  if (error === undefined) return true;
  return ['lost', 'hangAfter', 'crashAfter'].includes(boundaryCall.fault?.kind ?? '');
}

/** A consumer's answer that names what it has not done. */
function reportsFailures(payload: Uint8Array | undefined): boolean {
  if (payload === undefined) return false;
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  // Answers of megabytes are not made into text for it.
  return bytes.includes('"batchItemFailures"') && /"batchItemFailures"\s*:\s*\[\s*\{/.test(bytes.toString('utf8'));
}

const codeOf = (error: unknown): string | undefined => {
  if (error === undefined || error === null) return undefined;
  return (error as { readonly code?: string }).code ?? (error instanceof Error ? error.name : String(error));
};

/** Of the input, with what no two runs share left out by the caller of `hash`: only to tell attempts and traces apart. */
function payloadOf({ input, model }: FaultTarget): string {
  const body = model.answersHttp ? (input as { readonly body?: Uint8Array }).body : undefined;
  return body ? Buffer.from(body).toString('utf8') : safeJson(input);
}

function safeJson(value: object): string {
  try {
    return JSON.stringify(value, readable) ?? '';
  } catch {
    return '';
  }
}

/** Bytes as text. Buffers turn themselves into lists of numbers before a replacer is asked: it looks at the holder. */
function readable(this: object, key: string, inner: unknown): unknown {
  const own = (this as Readonly<Record<string, unknown>>)[key];
  if (own instanceof Uint8Array) return Buffer.from(own.buffer, own.byteOffset, own.byteLength).toString('latin1');
  return typeof inner === 'bigint' ? String(inner) : inner;
}

export type { Faults, FaultTarget };
