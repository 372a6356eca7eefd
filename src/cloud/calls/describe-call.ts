import type { FaultTarget } from '../kernel/faults/faults.ts';
import type { Call } from './call.ts';

/** A call as faults aim at it and as the journal tells it. */
export function describeCall(call: Call): FaultTarget {
  return {
    caller: call.caller,
    service: call.service?.name ?? call.wire?.service ?? 'unknown',
    operation: call.operation,
    resource: call.service?.resourceOf?.(call.operation, call.input as Readonly<Record<string, unknown>>),
    attempt: attemptOf(call),
    invocation: call.request?.headers['amz-sdk-invocation-id'],
    id: call.id,
    parent: call.parent,
    trace: call.trace,
    input: call.input,
  };
}

/** SDKs say which try this is: `amz-sdk-request: attempt=2; max=3`. */
function attemptOf({ request }: Call): number {
  const header = request?.headers['amz-sdk-request'];
  const attempt = header === undefined ? undefined : /attempt=(\d+)/.exec(header)?.[1];
  return attempt === undefined ? 1 : Number(attempt);
}
