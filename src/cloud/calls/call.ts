import { Boundary } from '../kernel/boundary.ts';
import type { Work } from '../kernel/entangled.ts';
import { usualFaults } from '../kernel/faults/fault-model.ts';
import type { FaultTarget } from '../kernel/faults/faults.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import type { Caller } from '../kernel/identity.ts';
import type { Delivery } from '../kernel/scheduler.ts';
import { noTrace, type Trace, type TraceOrigin } from '../kernel/trace.ts';
import type { AnyService, CloudKernel } from '../service-kit/contract.ts';
import type { WireCall } from '../wire/wire-call.ts';

/** What is known of a call before its first stage. */
interface Origin {
  readonly parent?: string | undefined;
  readonly origin?: TraceOrigin | undefined;
  readonly delivery?: Delivery | undefined;
  readonly sourceArns?: readonly string[] | undefined;
  readonly request?: HttpRequest;
  readonly caller: Caller;
  readonly service?: AnyService;
  readonly operation?: string;
  readonly account?: string;
  readonly region?: string;
  readonly input?: object;
}

/** One call on its way through the pipeline; each stage fills in what it is there for. */
export class Call {
  /** Request id, as told to the caller. */
  id = '';
  /** The hop in whose course it is made, where that is one of ours. */
  parent: string | undefined;
  /** What the caller said of its own trace. */
  origin: TraceOrigin | undefined;
  trace: Trace = noTrace;
  /** Present when the scheduler makes the call and has claimed it. */
  readonly delivery: Delivery | undefined;
  /** On whose behalf a service calls; its permission hangs on them. */
  readonly sourceArns: readonly string[] | undefined;
  /** Whose changes are those of its operation. */
  readonly work: Work = {};
  /** Present when the call came as HTTP; internal calls enter behind `parseInput`. */
  readonly request: HttpRequest | undefined;
  wire: WireCall | undefined;
  service: AnyService | undefined;
  operation: string;
  account: string;
  region: string;
  caller: Caller;
  input: object;
  /** Its operation was begun, whatever became of it. */
  isBegun = false;
  output: unknown;
  error: unknown;
  /** Where faults meet the call, and where the journal learns of it. */
  readonly boundary: Boundary;
  response: HttpResponse | undefined;

  constructor(kernel: CloudKernel, given: Origin) {
    const { parent, origin, delivery, request, caller, service, operation = '', input = {} } = given;
    this.parent = parent;
    this.origin = origin;
    this.delivery = delivery;
    this.sourceArns = given.sourceArns;
    this.request = request;
    this.service = service;
    this.operation = operation;
    this.account = given.account ?? caller.account;
    this.region = given.region ?? kernel.settings.defaultRegion;
    this.caller = caller;
    this.input = input;
    this.boundary = new Boundary(kernel, this);
  }

  /** The call as faults aim at it and as the journal tells it. */
  describe(): FaultTarget {
    const { service, operation, input, request } = this;
    return {
      caller: this.caller,
      service: service?.name ?? this.wire?.service ?? 'unknown',
      operation,
      resource: service?.resourceOf?.(operation, input as Readonly<Record<string, unknown>>),
      attempt: attemptOf(request),
      invocation: request?.headers['amz-sdk-invocation-id'],
      id: this.id,
      parent: this.parent,
      trace: this.trace,
      input,
      model: service?.faults ?? usualFaults,
    };
  }
}

/** SDKs say which try this is: `amz-sdk-request: attempt=2; max=3`. */
function attemptOf(request: HttpRequest | undefined): number {
  const header = request?.headers['amz-sdk-request'];
  const attempt = header === undefined ? undefined : /attempt=(\d+)/.exec(header)?.[1];
  return attempt === undefined ? 1 : Number(attempt);
}
