import type { Json } from '../definition/json.ts';
import type { Awaited, ExecutionStatus } from '../state.ts';
import { StatesError } from '../states-error.ts';
import { type Frame, rootFrame } from './frame.ts';
import { abortMapRuns, halt } from './halt.ts';
import { whole } from './history.ts';
import type { TaskAnswer, Turn, Wake } from './turn.ts';

interface Failed {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

interface Told {
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** The execution succeeded or failed with its own line of control. */
export function endExecution(frame: Frame, outcome: TaskAnswer | StatesError, turn: Turn): void {
  if (outcome instanceof StatesError || !('output' in outcome)) failExecution(frame, outcome, turn);
  else succeed(frame, outcome.output, turn);
}

function succeed(frame: Frame, value: Json, turn: Turn): void {
  const output = turn.textOf(value);
  turn.record(frame, 'ExecutionSucceeded', {
    executionSucceededEventDetails: { output, outputDetails: whole },
  });
  end('SUCCEEDED', { output }, turn);
  turn.drop(frame);
}

/** The execution fails at once, wherever in it the error came up; `frame` is the one in which it did. */
export function failExecution(frame: Frame, { error, cause }: Failed, turn: Turn): void {
  const told = toldOf(error, cause);
  turn.record(frame, 'ExecutionFailed', { executionFailedEventDetails: told });
  end('FAILED', told, turn);
}

/**
 * The time of the execution is over. DescribeExecution tells neither an error nor a cause then; who waits for an express
 * execution hears of the error.
 */
export function timeOutExecution(turn: Turn): void {
  const told = { error: 'States.Timeout' };
  turn.note({ previousEvent: 0 }, 'ExecutionTimedOut', { executionTimedOutEventDetails: told });
  end('TIMED_OUT', turn.execution.type === 'EXPRESS' ? told : {}, turn);
}

/** A client ends the execution. */
export function abortExecution(error: string | undefined, cause: string | undefined, turn: Turn): void {
  const told = toldOf(error, cause);
  abortMapRuns(turn);
  turn.note({ previousEvent: 0 }, 'ExecutionAborted', { executionAbortedEventDetails: told });
  end('ABORTED', told, turn);
}

const toldOf = (error: string | undefined, cause: string | undefined): Told => ({
  ...(error !== undefined && { error }),
  ...(cause !== undefined && { cause }),
});

/** Whoever waits for the execution is told in the same step. */
function end(status: ExecutionStatus, told: Told, turn: Turn): void {
  const { timeoutKey, ...execution } = turn.execution;
  if (timeoutKey !== undefined) turn.cancel(timeoutKey);
  turn.execution = { ...execution, status, stopMs: turn.nowMs, ...told };
  const root = turn.find(rootFrame);
  if (root) halt(root, turn);
  // What can be redriven stays.
  if (root && execution.type === 'EXPRESS') turn.drop(root);
  tellAwaiting(turn);
}

/** Whoever waits for the execution gets its answer at least once, by a wake that is deferred in the same step. */
function tellAwaiting(turn: Turn): void {
  const { awaitedBy, alsoAwaitedBy = [] } = turn.execution;
  for (const awaiting of [...(awaitedBy ? [awaitedBy] : []), ...alsoAwaitedBy]) tell(awaiting, turn);
}

function tell({ execution, frame, waiting, index }: Awaited, turn: Turn): void {
  const { arn, output, error, cause, status } = turn.execution;
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
