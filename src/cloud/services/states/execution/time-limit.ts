import type { MachineType } from '../state.ts';
import { end } from './end-execution.ts';
import { rootFrame } from './frame.ts';
import type { Turn } from './turn.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-state-machine-executions */
const secondsMax: Readonly<Record<MachineType, number>> = { STANDARD: 365 * 86_400, EXPRESS: 300 };

/** Promises the end of an execution that takes longer than its definition or its type allows. */
export function limitTime(turn: Turn): void {
  const { execution, machine } = turn;
  const { TimeoutSeconds = Number.POSITIVE_INFINITY } = machine.definition;
  // A year is no entry in the world for each execution: nobody waits that long here.
  if (execution.type === 'STANDARD' && TimeoutSeconds >= secondsMax.STANDARD) return;
  const dueMs = turn.nowMs + Math.min(TimeoutSeconds, secondsMax[execution.type]) * 1000;
  const timeoutKey = turn.wakeAt(dueMs, { Frame: rootFrame, Waiting: 'machineTimeout', Reason: 'machineTimeout' });
  turn.execution = { ...turn.execution, timeoutKey };
}

/** The time of an execution is over: whatever it waits for is waited for no more. */
export function timeOut(turn: Turn): void {
  const frame = turn.find(rootFrame);
  if (!frame) return;
  const told = { error: 'States.Timeout' };
  turn.record(frame, 'ExecutionTimedOut', { executionTimedOutEventDetails: told });
  end('TIMED_OUT', told, turn);
  turn.drop(frame);
}
