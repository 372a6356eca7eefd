import { setTimeout as wait } from 'node:timers/promises';
import { type AwsError, SquallError } from '../../cloud/kernel/errors.ts';
import { type FaultModel, failureOf, type Trait, throttleOf } from '../../cloud/kernel/faults/fault-model.ts';
import type { HttpResponse } from '../../cloud/kernel/http.ts';
import type { FaultKind } from '../faults/kinds.ts';
import type { BoundaryCall } from '../run/boundary-call.ts';
import { type Frame, nextNumber } from '../run/naming.ts';
import type { Plan } from '../run/plan.ts';

/** A call that came to us, before anything is done with it. */
export interface Arrival {
  readonly frame: Frame;
  /** `ddb.PutItem(Orders)` */
  readonly base: string;
  readonly to: string;
  readonly service: string;
  readonly operation: string;
  readonly resource: string | undefined;
  readonly model: FaultModel;
  readonly traits: ReadonlySet<Trait>;
  readonly isWrite: boolean;
  readonly isFromFunction: boolean;
  /** The SDK's name for the call and which attempt of it this is, where it was an SDK. */
  readonly invocation?: string | undefined;
  readonly attempt?: number;
  readonly payload: string;
}

/** How a call is done, and how its author would be refused. */
export interface Work {
  run(): Promise<HttpResponse>;
  refuse(error: AwsError): HttpResponse;
  readonly signal?: AbortSignal | undefined;
}

interface RecorderOptions {
  readonly plan: Plan;
  readonly kinds: readonly FaultKind[];
  /** How long a call that gets no answer is held before its connection is closed. */
  readonly hangMs: number;
}

const pollMs = 10;

/** The calls of one run in real time: what passes is noted, and the plan's faults are put in their way. */
export class RunRecorder {
  readonly calls: BoundaryCall[] = [];
  readonly #options: RecorderOptions;
  readonly #points = new Map<string, string>();
  #underWay = 0;
  #lastMs = performance.now();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Resolves to the answer; rejects where the caller gets none. */
  async meet(arrival: Arrival, work: Work): Promise<{ readonly call: BoundaryCall; readonly response: HttpResponse }> {
    const call = this.#begin(arrival);
    this.#underWay += 1;
    try {
      const response = await this.#apply(call, arrival, work);
      call.status = response.status < 400 ? 'ok' : 'error';
      if (response.status >= 400) call.code = codeOf(response);
      return { call, response };
    } catch (error) {
      call.status = 'none';
      throw error;
    } finally {
      call.endedMs = Date.now();
      this.#underWay -= 1;
      this.#lastMs = performance.now();
    }
  }

  /** Resolves when nothing has been under way for so long; false when that does not come to pass in `maxMs`. */
  async idle(settleMs: number, maxMs: number): Promise<boolean> {
    const startMs = performance.now();
    while (this.#underWay > 0 || performance.now() - this.#lastMs < settleMs) {
      if (performance.now() - startMs > maxMs) return false;
      await wait(pollMs);
    }
    return true;
  }

  #begin({ frame, base, to, invocation, attempt = 1, traits, ...arrival }: Arrival): BoundaryCall {
    const known = invocation === undefined ? undefined : this.#points.get(invocation);
    const point = known ?? `${frame.path} > ${base}#${nextNumber(frame, base)}`;
    if (invocation !== undefined) this.#points.set(invocation, point);
    const kind = this.#kindFor(point, attempt);
    const call: BoundaryCall = {
      id: this.calls.length,
      point,
      attempt,
      actor: frame.actor,
      client: frame.client,
      from: frame.lane,
      to,
      service: arrival.service,
      operation: arrival.operation,
      resource: arrival.resource,
      isWrite: arrival.isWrite,
      isFromFunction: arrival.isFromFunction,
      isFromGateway: false,
      isFromTask: false,
      footprint: [],
      isKeyed: false,
      isWarm: false,
      isConcurrent: false,
      webhooks: 0,
      traits,
      arrivedMs: Date.now(),
      releasedMs: Date.now(),
      releasedAs: this.calls.length + 1,
      endedMs: undefined,
      faultName: kind?.name,
      fault: kind && faultOf(kind),
      status: 'pending',
      code: undefined,
      applied: false,
      digest: '',
      payload: arrival.payload,
    };
    this.calls.push(call);
    return call;
  }

  #kindFor(point: string, attempt: number): FaultKind | undefined {
    const { plan, kinds } = this.#options;
    const planned = plan.faults.find((each) => each.point === point);
    const kind = kinds.find(({ name }) => name === planned?.kind);
    return kind?.scope === 'once' && attempt > 1 ? undefined : kind;
  }

  async #apply(call: BoundaryCall, { model }: Arrival, work: Work): Promise<HttpResponse> {
    const { fault } = call;
    if (fault?.kind === 'error') return work.refuse(failureOf(model, fault));
    if (fault?.kind === 'throttle') return work.refuse(throttleOf(model));
    if (fault?.kind === 'hang') await this.#hold(work);
    if (fault?.kind === 'hang' || fault?.kind === 'reset') throw new Error(`injected: ${fault.kind}`);
    if (fault?.kind === 'slow') await wait(fault.delayMs);
    const response = await work.run();
    call.applied = response.status < 400;
    if (fault?.kind === 'hangAfter') await this.#hold(work);
    if (fault?.kind === 'hangAfter' || fault?.kind === 'lost') throw new Error(`injected: ${fault.kind}`);
    return response;
  }

  /** Until whoever waits has given up, at most for the time that was set. */
  async #hold({ signal }: Work): Promise<void> {
    await wait(this.#options.hangMs, undefined, signal && { signal }).catch(() => undefined);
  }
}

/** A fault that only a run in Squall's own cloud can do is never planned here. */
function faultOf({ fault, name }: FaultKind): NonNullable<BoundaryCall['fault']> {
  switch (fault.kind) {
    case 'error':
    case 'throttle':
    case 'reset':
    case 'lost':
    case 'hang':
    case 'hangAfter':
    case 'slow':
      return fault;
    default:
      throw new SquallError('InvalidFault', `The fault ${name} cannot be injected there.`, 'Leave it out.');
  }
}

/** AWS's code where the answer names one, else the status. */
function codeOf({ status, headers, body }: HttpResponse): string {
  const header = headers['x-amzn-errortype'] ?? headers['x-amzn-query-error'];
  const told = typeof header === 'string' ? header : /"__type"\s*:\s*"([^"]+)"/.exec(Buffer.from(body).toString())?.[1];
  const name = told?.split(/[:;]/)[0]?.split('#').at(-1);
  return name || String(status);
}
