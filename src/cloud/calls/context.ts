import type { Kernel } from '../kernel/kernel.ts';
import type { CallOptions, Context } from '../service-kit/contract.ts';
import type { Call } from './call.ts';

/** What the operation of a call may know and do. */
export function contextOf(call: Call, kernel: Kernel): Context {
  return {
    account: call.account,
    region: call.region,
    caller: call.caller,
    requestId: call.id,
    // Asked for by long polls alone, and made only then.
    get signal() {
      return call.request?.signal;
    },
    get endpoint() {
      return endpointSeenBy(call.request?.headers.host, kernel);
    },
    clock: kernel.clock,
    random: kernel.random,
    runtime: call.service && kernel.runtime(call.service.name),
    kernel,
    delivery: call.delivery,
    call: <Output>(service: string, operation: string, input: object, options: CallOptions = {}) =>
      kernel.call<Output>(service, operation, input, {
        account: call.account,
        region: call.region,
        caller: call.caller,
        ...options,
        parent: call.id,
      }),
  };
}

/** By AWS's own names, which some resolve by hand, nobody else would reach us. */
function endpointSeenBy(host: string | undefined, { endpoint }: Kernel): string {
  return host === undefined || host === '' || /amazonaws\.com(?:\.cn)?(?::\d+)?$/.test(host)
    ? endpoint
    : `http://${host}`;
}
