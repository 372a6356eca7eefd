import { AwsError, ConnectionFailure, SquallError, UnsupportedError } from '../kernel/errors.ts';
import type { FaultTarget } from '../kernel/faults/faults.ts';
import type { Outcome } from '../kernel/journal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Call } from './call.ts';

/** What a fault rule sees of a call. */
export function targetOf(call: Call): FaultTarget {
  return {
    caller: call.caller,
    service: call.service?.name ?? call.wire?.service ?? 'unknown',
    operation: call.operation,
    resource: resourceOf(call),
    attempt: attemptOf(call),
    invocation: call.request?.headers['amz-sdk-invocation-id'],
    id: call.id,
    parent: call.parent,
    input: call.input,
  };
}

function resourceOf(call: Call): string | undefined {
  return call.service?.resourceOf?.(call.operation, call.input as Readonly<Record<string, unknown>>);
}

/** SDKs say which try this is: `amz-sdk-request: attempt=2; max=3`. */
function attemptOf({ request }: Call): number {
  const header = request?.headers['amz-sdk-request'];
  const attempt = header === undefined ? undefined : /attempt=(\d+)/.exec(header)?.[1];
  return attempt === undefined ? 1 : Number(attempt);
}

/** One line of the journal for a call that has ended, and one of the log at `--log debug`; a bug of ours at any level. */
export function writeHop(call: Call, kernel: Kernel): void {
  const durationMs = kernel.clock.monotonic() - call.startMs;
  const { outcome, code } = outcomeOf(call.error);
  const target = targetOf(call);
  const { input: _, ...hop } = target;
  kernel.journal.add({
    ...hop,
    outcome,
    code,
    injected: call.injected,
    startMs: kernel.clock.now() - durationMs,
    durationMs,
    requestBytes: call.request?.body.byteLength ?? 0,
    responseBytes: call.response ? Buffer.byteLength(call.response.body) : 0,
  });
  if (outcome === 'bug') kernel.log.error(`${describe(target)} failed: ${stackOf(call.error)}`);
  if (kernel.log.level === 'debug') {
    kernel.log.debug(
      `${describe(target)} ${code ?? 'ok'} ${durationMs.toFixed(1)} ms ${call.caller.principal} ${call.id}`,
    );
  }
}

function outcomeOf(error: unknown): { readonly outcome: Outcome; readonly code: string | undefined } {
  if (error === undefined) return { outcome: 'ok', code: undefined };
  if (error instanceof AwsError) return { outcome: error.fault === 'server' ? 'fault' : 'error', code: error.code };
  if (error instanceof ConnectionFailure)
    return { outcome: 'fault', code: error.kind === 'reset' ? 'ConnectionReset' : 'ConnectionFailure' };
  if (error instanceof SquallError) return { outcome: 'error', code: error.code };
  if (error instanceof UnsupportedError) return { outcome: 'unsupported', code: 'NotImplemented' };
  return { outcome: 'bug', code: error instanceof Error ? error.name : 'Unknown' };
}

const describe = ({ service, operation, resource }: FaultTarget): string =>
  `${service}.${operation || '?'}${resource === undefined ? '' : ` ${resource}`}`;

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
