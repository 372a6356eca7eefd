import type { CallOptions } from '../kernel/call-options.ts';
import type { CloudKernel, Context } from '../service-kit/contract.ts';
import type { Call } from './call.ts';

/** What the operation of a call may know and do. */
export function contextOf(call: Call, kernel: CloudKernel): Context {
  return {
    account: call.account,
    region: call.region,
    caller: call.caller,
    requestId: call.id,
    trace: call.trace,
    origin: call.origin,
    // Asked for by long polls alone, and made only then.
    get signal() {
      return call.request?.signal;
    },
    get endpoint() {
      return endpointSeenBy(call.request?.headers.host, kernel);
    },
    clock: kernel.clock,
    random: kernel.random,
    runtime: call.service && kernel.runtimeOf(call.service),
    kernel,
    delivery: call.delivery,
    call: <Output>(service: string, operation: string, input: object, options: CallOptions = {}) =>
      kernel.call<Output>(service, operation, input, {
        account: call.account,
        region: call.region,
        caller: call.caller,
        ...options,
        parent: call.id,
        trace: call.trace,
      }),
  };
}

/** By AWS's own names, which some resolve by hand, nobody else would reach us. */
function endpointSeenBy(host: string | undefined, { endpoint }: CloudKernel): string {
  return host === undefined || host === '' || /amazonaws\.com(?:\.cn)?(?::\d+)?$/.test(host)
    ? endpoint
    : `http://${host}`;
}
