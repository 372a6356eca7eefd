import { type Frame, rootFrame } from './frame.ts';
import { limitTime } from './time-limit.ts';
import type { Turn } from './turn.ts';

/**
 * Lets an execution that did not succeed go on from where it stopped: the state that failed is tried again, of branches and
 * items only those that have no output. https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export function redrive(turn: Turn): void {
  const { output: _none, error, cause: _why, stopMs: _when, ...execution } = turn.execution;
  const redrives = (execution.redrives ?? 0) + 1;
  const { events: previousEvent } = execution;
  turn.execution = { ...execution, status: 'RUNNING', redrives, redriveMs: turn.nowMs };
  const redriven = turn.note({ previousEvent }, 'ExecutionRedriven', {
    executionRedrivenEventDetails: { redriveCount: redrives },
  });
  limitTime(turn);
  // What came together was too large: it is made anew, as AWS has it.
  resume(turn.frame(rootFrame), redriven, error === 'States.DataLimitExceeded', turn);
}

function resume(frame: Frame, previousEvent: number, isWhole: boolean, turn: Turn): void {
  const { retries: _all, retriesBy: _each, hasFailed: _failed, waiting: _over, ...rest } = frame;
  const resumed = turn.put({ ...rest, previousEvent });
  const fanOut = isWhole ? undefined : turn.fanOut(frame);
  const left = fanOut ? turn.children(frame).filter(({ output }) => output === undefined) : [];
  if (!fanOut || left.length === 0) {
    beginAgain(resumed, turn);
    return;
  }
  turn.put({ ...resumed, waiting: { kind: 'children', id: turn.context.random.uuid() } });
  turn.putFanOut(frame, { ...fanOut, previousEvent });
  for (const child of left) resume(child, previousEvent, false, turn);
}

/** The state's work begins again in a turn of its own; one that was not entered yet is. */
function beginAgain(frame: Frame, turn: Turn): void {
  turn.dropChildren(frame);
  const id = turn.context.random.uuid();
  const key = turn.wakeAt(turn.nowMs, { Frame: frame.id, Waiting: id, Reason: 'time' });
  const isEntered = frame.enteredEvent !== undefined && turn.stateOf(frame).Type !== 'Fail';
  turn.put({ ...frame, waiting: { kind: isEntered ? 'retry' : 'turn', id, key } });
}
