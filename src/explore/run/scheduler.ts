import { createHash } from 'node:crypto';
import type { Completion, Fault, Faults, FaultTarget } from '../../cloud/kernel/faults/faults.ts';
import type { HttpRequest } from '../../cloud/kernel/http.ts';
import type { Names } from '../simulation/names.ts';
import type { BoundaryCall } from './boundary-call.ts';
import { footprintOf, type KeysOf } from './footprint.ts';
import { baseNameOf, type Frame, friendlyResource, isWrite, newFrame, nextNumber, traitsOf } from './naming.ts';

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
  readonly keysOf: KeysOf;
  readonly nowMs: () => number;
  readonly decide: Decide;
}

/** An execution environment that works for a frame at the moment. */
interface Worker {
  readonly frame: Frame;
  readonly deadlineMs: number | undefined;
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
  readonly #frameOfHop = new Map<string, Frame>();
  readonly #frameOfRequest = new WeakMap<object, Frame>();
  readonly #workers = new Map<string, Worker>();
  readonly #logical = new Map<string, { readonly point: string; attempts: number }>();
  #released = 0;
  readonly #platform = newFrame('', 'platform', undefined, 'aws');
  readonly #timeouts: ReadonlyMap<string, number>;

  constructor(parts: SchedulerParts, timeoutsMs: ReadonlyMap<string, number>) {
    this.#parts = parts;
    this.#timeouts = timeoutsMs;
  }

  /** The client's requests are known by themselves: they carry nothing that a handler could see. */
  begin(request: HttpRequest, frame: Frame): void {
    this.#frameOfRequest.set(request, frame);
  }

  /** Calls of services that the client makes itself. */
  beginCall(input: object, frame: Frame): void {
    this.#frameOfRequest.set(input, frame);
  }

  /** An environment has got an event: what it calls from now on belongs to that invocation. */
  invoked(accessKeyId: string, functionName: string, requestId: string | undefined): void {
    this.activity += 1;
    const cause = requestId === undefined ? undefined : this.#byHop.get(requestId);
    const outer = requestId === undefined ? undefined : this.#frameOfHop.get(requestId);
    const name = this.#parts.names.nameOf('function', functionName);
    const parent = outer ?? this.#platform;
    const number = nextNumber(parent, `> ${name}`);
    const own = number === 1 ? name : `${name}~${number}`;
    const path = parent.path === '' ? own : `${parent.path} > ${own}`;
    const timeoutMs = this.#timeouts.get(functionName);
    this.#workers.set(accessKeyId, {
      frame: newFrame(
        path,
        cause?.client ?? (parent.client === undefined ? own : parent.actor),
        parent.client,
        laneOf(own, path),
      ),
      deadlineMs: timeoutMs === undefined ? undefined : this.#parts.nowMs() + timeoutMs,
    });
  }

  decide(target: FaultTarget): Promise<Fault | undefined> | undefined {
    this.activity += 1;
    const frame = this.#frameOf(target);
    if (!frame) return undefined;
    const boundaryCall = this.#cross(target, frame);
    const deadlineMs = this.#workers.get(target.caller.principal)?.deadlineMs;
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
  }

  /** Nobody waits for these any more. */
  close(): void {
    this.isEmpty = true;
    this.pendingCalls.length = 0;
  }

  /** Undefined for what is no boundary call: housekeeping of the cloud itself. */
  #frameOf(target: FaultTarget): Frame | undefined {
    const { service, operation, caller, input, parent } = target;
    const own = this.#frameOfRequest.get(input);
    if (own) return own;
    const worker = this.#workers.get(caller.principal);
    if (worker) return worker.frame;
    const outer = parent === undefined ? undefined : this.#frameOfHop.get(parent);
    if (service === 'lambda' && operation === 'Invoke') return outer ?? this.#platform;
    if (service === 'lambda' && operation === 'DeliverEvent') {
      return this.#frameOfHop.get((input as { readonly RequestId?: string }).RequestId ?? '') ?? this.#platform;
    }
    // Housekeeping as well, but what it calls happens in the course of the event.
    if (service === 'lambda' && operation === 'DeliverRecord' && outer) this.#frameOfHop.set(target.id, outer);
    const isPoller =
      service === 'sqs' && caller.kind !== 'root' && /^(?:DeleteMessageBatch|DeleteMessage)$/.test(operation);
    return isPoller ? this.#platform : undefined;
  }

  #cross(target: FaultTarget, frame: Frame): BoundaryCall {
    const { names, keysOf, nowMs } = this.#parts;
    const payload = payloadOf(target);
    const digest = createHash('sha1').update(payload).digest('base64url').slice(0, 10);
    const { point, attempt } = this.#nameOf(target, frame, digest);
    const boundaryCall: BoundaryCall = {
      id: this.boundaryCalls.length,
      point,
      attempt,
      actor: frame.actor,
      client: frame.client,
      from: frame.lane,
      service: target.service,
      operation: target.operation,
      resource: friendlyResource(target.service, target.resource, names),
      isWrite: isWrite(target),
      isFromFunction: this.#workers.has(target.caller.principal),
      footprint: footprintOf(target, keysOf),
      traits: traitsOf(target),
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
    this.#frameOfHop.set(target.id, frame);
    return boundaryCall;
  }

  /** SDKs tell which call a try belongs to; other clients' tries are equal requests after a failure. */
  #nameOf(target: FaultTarget, frame: Frame, digest: string): { readonly point: string; readonly attempt: number } {
    const base = baseNameOf(target, this.#parts.names);
    const id = target.invocation === undefined ? `${frame.path}/${base}/${digest}` : `sdk/${target.invocation}`;
    const known = this.#logical.get(id);
    const last = known && this.boundaryCalls.findLast(({ point }) => point === known.point);
    if (known && (target.invocation !== undefined || (last && last.status !== 'ok' && target.service === 'http'))) {
      known.attempts += 1;
      return { point: known.point, attempt: Math.max(target.attempt, known.attempts) };
    }
    const number = nextNumber(frame, base);
    const point = `${frame.path === '' ? '' : `${frame.path} > `}${base}#${number}`;
    this.#logical.set(id, { point, attempts: 1 });
    return { point, attempt: target.attempt };
  }
}

/** In a race two environments of one function have lanes of their own. */
const laneOf = (name: string, path: string): string => {
  const client = /^([A-Z])\./.exec(path)?.[1];
  return client === undefined ? name : `${name} (${client})`;
};

function wasApplied(boundaryCall: BoundaryCall, error: unknown): boolean {
  if (error === undefined) return true;
  return ['lost', 'hangAfter', 'crashAfter'].includes(boundaryCall.fault?.kind ?? '');
}

/** More of it would only fill the memory. */
const payloadMax = 2000;

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
    return JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? '';
  } catch {
    return '';
  }
}
