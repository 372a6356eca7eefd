import type { CallOptions } from '../kernel/call-options.ts';
import type { Clock } from '../kernel/clock.ts';
import { UnsupportedError } from '../kernel/errors.ts';
import type { HttpRequest } from '../kernel/http.ts';
import type { Caller } from '../kernel/identity.ts';
import type { Random } from '../kernel/random.ts';
import type { Delivery } from '../kernel/scheduler.ts';
import type { Trace, TraceOrigin } from '../kernel/trace.ts';
import type { World } from '../kernel/world.ts';
import type { AnyService, CloudKernel, Context } from '../service-kit/contract.ts';
import type { Call } from './call.ts';

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
  readonly call: Context['call'];
  readonly #request: HttpRequest | undefined;

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
    this.call = <Output>(service: string, operation: string, input: object, options: CallOptions = {}) =>
      kernel.call<Output>(service, operation, input, {
        account: call.account,
        region: call.region,
        caller: call.caller,
        ...options,
        parent: call.id,
        trace: call.trace,
      });
    this.#request = call.request;
  }

  /** Asked for by long polls alone, and made only then. */
  get signal(): AbortSignal | undefined {
    return this.#request?.signal;
  }
}

/** By AWS's own names, which some resolve by hand, nobody else would reach us. */
function endpointSeenBy(host: string | undefined, kernel: CloudKernel): string {
  if (host === undefined || host === '') return kernel.endpoint;
  return host.includes('amazonaws.com') && /amazonaws\.com(?:\.cn)?(?::\d+)?$/.test(host)
    ? kernel.endpoint
    : `http://${host}`;
}
