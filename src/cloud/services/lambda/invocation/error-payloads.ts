import type { Crash } from '../../../kernel/executor.ts';

/** What the caller of Invoke gets, with `FunctionError: Unhandled`, when the function did not get to answer. */
export interface FailurePayload {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** The form that AWS has used since 2025. */
export const timedOut = (requestId: string, timeoutSeconds: number): FailurePayload => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
});

export function crashed(requestId: string, crash: Crash): FailurePayload {
  return {
    errorType: crash.isOutOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: ${howItEnded(crash)}`,
  };
}

/** A reply may have 6 MB and a little: AWS's own number. */
export const responseBytesMax = 6_291_556;

export const responseTooLarge = (bytesMax: number): FailurePayload => ({
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${bytesMax} bytes).`,
});

/** Signals by the names that Go's runtime, which AWS's sandbox is written in, gives them. */
const signalNames: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};

function howItEnded({ status, signal }: Crash): string {
  if (signal !== undefined) return `Runtime exited with error: signal: ${signalNames[signal] ?? signal}`;
  if (status === undefined || status === 0) return 'Runtime exited without providing a reason';
  return `Runtime exited with error: exit status ${status}`;
}
