import { Boundary } from '../kernel/boundary.ts';
import type { CallOptions } from '../kernel/call-options.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Work } from '../kernel/entangled.ts';
import { UnsupportedError } from '../kernel/errors.ts';
import { usualFaults } from '../kernel/faults/fault-model.ts';
import type { FaultTarget } from '../kernel/faults/faults.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import type { Caller } from '../kernel/identity.ts';
import type { Random } from '../kernel/random.ts';
import type { Delivery } from '../kernel/scheduler.ts';
import { leaveStream, watchStream } from '../kernel/streams/map-stream.ts';
import { noTrace, type Trace, type TraceOrigin } from '../kernel/trace.ts';
import type { World } from '../kernel/world.ts';
import type { AnyService, CloudKernel, Context } from '../service-kit/contract.ts';
import type { WireCall } from '../wire/wire-call.ts';

/** What is known of a call before its first stage. */
interface Origin {
  readonly parent?: string | undefined;
  readonly origin?: TraceOrigin | undefined;
  readonly delivery?: Delivery | undefined;
  readonly sourceArns?: readonly string[] | undefined;
  readonly request?: HttpRequest;
  readonly signedAs?: string;
  readonly caller: Caller;
  readonly service?: AnyService;
  readonly operation?: string;
  readonly account?: string;
  readonly region?: string;
  readonly input?: object;
}

/** A stream that an operation answers: the call is over when it is. */
export interface OutputStream {
  /** Nobody will read it. */
  leave(): Promise<void>;
  /** Told once of its end, by the journal's stage. */
  onEnd: (error?: unknown) => void;
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
  /** Of a request that was made in here: the name that its signature would have; its caller and region are known. */
  readonly signedAs: string | undefined;
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
  /** What its output goes on to tell after it was answered. */
  stream: OutputStream | undefined;
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
    this.signedAs = given.signedAs;
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

type Apply = (state: unknown, input: object, context: Context) => unknown;

/**
 * Runs the operation of a call, whole or not at all where it is synchronous; what bends it (a stale read, half a batch,
 * twice instead of once) bends it here.
 */
export function apply(call: Call, kernel: CloudKernel): unknown {
  const { service } = call;
  if (!service || !Object.hasOwn(service.operations, call.operation)) {
    throw new UnsupportedError(`${service?.name}:${call.operation}`);
  }
  const operation = service.operations[call.operation] as Apply;
  const run = (state: unknown, input: object) =>
    kernel.world.attempt(() => operation(state, input, contextOf(call, kernel)));
  const state = kernel.state(service, call.account, call.region);
  if (kernel.faults.isEmpty) return run(state, call.input);
  const { fault, target } = call.boundary;
  const previous = fault?.kind === 'stale' ? kernel.previousVersions.before(target) : undefined;
  kernel.previousVersions.note(target);
  if (previous) return run(stateIn(previous, service, call), call.input);
  if (fault?.kind === 'partial') return applyPart(call, service, (input) => run(state, input));
  if (fault?.kind === 'answerTooLarge') return tooLarge(service, () => run(state, call.input));
  if (fault?.kind === 'duplicate') return twice(() => run(state, call.input));
  return run(state, call.input);
}

const stateIn = (world: World, service: AnyService, call: Call): unknown =>
  service.state(
    world.scope(service.stateOf ?? service.name, call.account, service.scope === 'account' ? 'global' : call.region),
  );

async function applyPart(call: Call, service: AnyService, run: (input: object) => unknown): Promise<unknown> {
  const part = service.faults.splitBatch?.(call.operation, call.input as Readonly<Record<string, unknown>>);
  if (!part) return run(call.input);
  return part.complete(part.isEmpty ? {} : ((await run(part.input)) as object));
}

async function tooLarge({ faults }: AnyService, run: () => unknown): Promise<unknown> {
  const output = await run();
  return faults.answerTooLarge?.(output) ?? output;
}

/** As a duplicated request or delivery would: one after the other, and the first answer counts. */
async function twice(run: () => unknown): Promise<unknown> {
  const first = await run();
  await run();
  return first;
}

/** What the operation of a call may know and do. */
const contextOf = (call: Call, kernel: CloudKernel): Context => new CallContext(call, kernel);

/** A class, since every call makes one: an accessor in a literal would be defined anew each time. */
class CallContext implements Context {
  readonly account: string;
  readonly region: string;
  readonly caller: Caller;
  readonly requestId: string;
  readonly trace: Trace;
  readonly origin: TraceOrigin | undefined;
  readonly endpoint: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly runtime: unknown;
  readonly kernel: CloudKernel;
  readonly delivery: Delivery | undefined;
  readonly isPostedForm: boolean;
  /** An own member, so that a copy for another region has it too. */
  readonly call = callAs;
  readonly #call: Call;

  constructor(call: Call, kernel: CloudKernel) {
    this.account = call.account;
    this.region = call.region;
    this.caller = call.caller;
    this.requestId = call.id;
    this.trace = call.trace;
    this.origin = call.origin;
    this.endpoint = endpointSeenBy(call.request?.headers.host, kernel);
    this.clock = kernel.clock;
    this.random = kernel.random;
    this.runtime = call.service && kernel.runtimeOf(call.service);
    this.kernel = kernel;
    this.delivery = call.delivery;
    this.isPostedForm = call.wire?.postForm !== undefined;
    this.#call = call;
  }

  /** Asked for by long polls alone, and made only then. */
  get signal(): AbortSignal | undefined {
    return this.#call.request?.signal;
  }

  stream<Value>(values: AsyncIterable<Value>): AsyncIterable<Value> {
    const stream = watchStream(values, { onEnd: (error) => output.onEnd(error) });
    const output: OutputStream = { leave: () => leaveStream(stream), onEnd: () => {} };
    // Of a duplicated call the first answer counts; what the second tells is read by nobody.
    if (this.#call.stream) void output.leave();
    else this.#call.stream = output;
    return stream;
  }
}

/**
 * Calls as the context that it is a member of. One function for all: V8 let every closure made here, and with it all of its
 * request, outlive collections of the young generation, which made each of them long.
 */
function callAs<Output>(
  this: Context,
  service: string,
  operation: string,
  input: object,
  options: CallOptions = {},
): Promise<Output> {
  const { kernel, account, region, caller, requestId, trace } = this;
  return kernel.call<Output>(service, operation, input, {
    account,
    region,
    caller,
    ...options,
    parent: requestId,
    trace,
  });
}

/** By AWS's own names, which some resolve by hand, nobody else would reach us. */
function endpointSeenBy(host: string | undefined, kernel: CloudKernel): string {
  if (host === undefined || host === '') return kernel.endpoint;
  return host.includes('amazonaws.com') && /amazonaws\.com(?:\.cn)?(?::\d+)?$/.test(host)
    ? kernel.endpoint
    : `http://${host}`;
}
