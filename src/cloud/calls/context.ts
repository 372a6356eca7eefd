import type { CallOptions } from '../kernel/call-options.ts';
import type { Clock } from '../kernel/clock.ts';
import type { HttpRequest } from '../kernel/http.ts';
import type { Caller } from '../kernel/identity.ts';
import type { Random } from '../kernel/random.ts';
import type { Delivery } from '../kernel/scheduler.ts';
import type { Trace, TraceOrigin } from '../kernel/trace.ts';
import type { CloudKernel, Context } from '../service-kit/contract.ts';
import type { Call } from './call.ts';

/** What the operation of a call may know and do. */
export const contextOf = (call: Call, kernel: CloudKernel): Context => new CallContext(call, kernel);

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
