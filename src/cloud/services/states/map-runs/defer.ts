import type { Context } from '../../../service-kit/contract.ts';

/** Calls one of the service's own operations at once, outside of what is being done, at least once. */
export function defer(operation: string, input: object, context: Context): void {
  const { kernel, account, region, caller, requestId: parent, trace, clock } = context;
  kernel.scheduler.deferDelivery({
    dueMs: clock.now(),
    service: 'states',
    operation,
    input,
    account,
    region,
    caller,
    parent,
    trace,
  });
}
