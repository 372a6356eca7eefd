import { readFileSync } from 'node:fs';
import type { InvokeHeader } from '../frames.ts';

/** The context object of the Node programming model: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface InvokeContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly clientContext: unknown;
  readonly identity: unknown;
  readonly invokedFunctionArn: string;
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

let heldFile: string | undefined;

/** The function can be debugged: time in which its limits are held does not count. */
export function countHeldTime(file: string): void {
  heldFile = file;
}

/** What the file of held time says: how long limits were held in all, and since when they are, if they are. */
export interface HeldTime {
  readonly endedMs: number;
  readonly sinceMs?: number;
}

/** How long limits were held until now, on this process's clock. */
function heldMs(nowMs: number): number {
  if (heldFile === undefined) return 0;
  try {
    const { endedMs, sinceMs } = JSON.parse(readFileSync(heldFile, 'utf8')) as HeldTime;
    return endedMs + (sinceMs === undefined ? 0 : nowMs - sinceMs);
  } catch {
    // Nobody has debugged it yet.
    return 0;
  }
}

/** What a handler gets beside its event. The deadline is counted from now, on this process's clock. */
export function createContext(header: InvokeHeader): InvokeContext {
  const startMs = Date.now();
  const deadlineMs = startMs + header.remainingMs - heldMs(startMs);
  return {
    functionVersion: variable('AWS_LAMBDA_FUNCTION_VERSION'),
    functionName: variable('AWS_LAMBDA_FUNCTION_NAME'),
    memoryLimitInMB: variable('AWS_LAMBDA_FUNCTION_MEMORY_SIZE'),
    logGroupName: variable('AWS_LAMBDA_LOG_GROUP_NAME'),
    logStreamName: variable('AWS_LAMBDA_LOG_STREAM_NAME'),
    clientContext: header.clientContext === undefined ? undefined : JSON.parse(header.clientContext),
    identity: undefined,
    invokedFunctionArn: header.invokedFunctionArn,
    awsRequestId: header.requestId,
    getRemainingTimeInMillis: () => {
      const nowMs = Date.now();
      return deadlineMs + heldMs(nowMs) - nowMs;
    },
  };
}

const variable = (name: string): string => process.env[name] ?? '';
