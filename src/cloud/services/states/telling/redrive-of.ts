import type { ExecutionRedriveStatus } from '@aws-sdk/client-sfn';
import type { Execution } from '../state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html */
const redrivableMs = 14 * 86_400_000;
/** Of events in one history. */
const eventsMax = 25_000;

interface Redrive {
  readonly redriveStatus: ExecutionRedriveStatus;
  readonly redriveStatusReason?: string;
}

/** Whether an execution may be redriven, and why not; https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export function redriveOf(execution: Execution, nowMs: number): Redrive {
  const { status, mapRunArn, stopMs = nowMs, events } = execution;
  const never = (redriveStatusReason: string): Redrive => ({ redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason });
  if (status === 'RUNNING' || status === 'SUCCEEDED') return never(`Execution is ${status} and cannot be redriven`);
  if (events >= eventsMax) return never('Execution history event limit exceeded');
  if (nowMs - stopMs > redrivableMs) return never('Execution redrivable period exceeded');
  return { redriveStatus: mapRunArn === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
}
