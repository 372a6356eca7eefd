import type { Json } from '../definition/json.ts';
import type { ExecutionStatus } from '../state.ts';
import { StatesError } from '../states-error.ts';
import type { Frame } from './frame.ts';
import type { TaskAnswer, Turn, Wake } from './turn.ts';

/** The execution succeeded or failed with its own line of control. */
export function endExecution(frame: Frame, outcome: TaskAnswer | StatesError, turn: Turn): void {
  if (!(outcome instanceof StatesError) && 'output' in outcome) {
    const output = JSON.stringify(outcome.output);
    turn.record(frame, 'ExecutionSucceeded', {
      executionSucceededEventDetails: { output, outputDetails: { truncated: false } },
    });
    end('SUCCEEDED', { output }, turn);
  } else {
    const { error, cause } = outcome;
    const told = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
    turn.record(frame, 'ExecutionFailed', { executionFailedEventDetails: told });
    end('FAILED', told, turn);
  }
  turn.drop(frame);
}

/** Whoever waits for the execution is told in the same step. */
function end(status: ExecutionStatus, told: { output?: string; error?: string; cause?: string }, turn: Turn): void {
  const { timeoutKey, ...execution } = turn.execution;
  if (timeoutKey !== undefined) turn.cancel(timeoutKey);
  turn.execution = { ...execution, status, stopMs: turn.nowMs, ...told };
  tellAwaiting(turn);
}

/** Whoever waits for the execution gets its answer at least once, by a wake that is deferred in the same step. */
function tellAwaiting(turn: Turn): void {
  const { arn, awaitedBy, output, error, cause, status } = turn.execution;
  if (!awaitedBy) return;
  const { execution, frame, waiting, index } = awaitedBy;
  const timedOut = status === 'TIMED_OUT' ? { error: 'States.Timeout' } : undefined;
  const wake: Wake = {
    ExecutionArn: execution,
    Frame: frame,
    Waiting: waiting,
    Reason: 'answer',
    Answer: output === undefined ? (timedOut ?? { error, cause }) : { output: JSON.parse(output) as Json },
    Child: arn,
    ...(index !== undefined && { Index: index }),
  };
  turn.defer(turn.nowMs, 'ContinueExecution', wake);
}
