import type * as Sdk from '@aws-sdk/client-sfn';
import type { Catcher, Retrier, State } from '../definition/states.ts';
import { rootFrame } from '../execution/frame.ts';
import { leaveState } from '../expressions/io.ts';
import { StatesError } from '../states-error.ts';
import type { Inspection } from './inspection.ts';
import type { TestTurn } from './test-turn.ts';

const timeouts = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

function isNamed({ ErrorEquals }: Retrier | Catcher, error: string): boolean {
  if (ErrorEquals.includes(error)) return true;
  if (ErrorEquals.includes('States.Timeout') && timeouts.has(error)) return true;
  if (error === 'States.DataLimitExceeded' || error === 'States.Runtime') return false;
  return ErrorEquals.includes('States.ALL') || (ErrorEquals.includes('States.TaskFailed') && !timeouts.has(error));
}

/** What would become of a state that fails: it would be tried again, be caught, or its execution would fail. */
export async function answerFailure(
  state: State,
  failure: StatesError,
  turn: TestTurn,
  inspection: Inspection,
  retried: number,
): Promise<Sdk.TestStateOutput> {
  const { error = '', cause } = failure;
  const told = { ...(failure.error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  const { Retry = [], Catch = [] } = state as { Retry?: readonly Retrier[]; Catch?: readonly Catcher[] };
  const retryIndex = Retry.findIndex((retrier) => isNamed(retrier, error));
  const retrier = Retry[retryIndex];
  if (retrier && retried < (retrier.MaxAttempts ?? 3)) {
    const retryBackoffIntervalSeconds = backoffOf(retrier, retried);
    inspection.add({ errorDetails: { retryIndex, retryBackoffIntervalSeconds } });
    return { ...told, status: 'RETRIABLE' };
  }
  const catchIndex = Catch.findIndex((catcher) => isNamed(catcher, error));
  const catcher = Catch[catchIndex];
  if (!catcher) return { ...told, status: 'FAILED' };
  inspection.add({ errorDetails: { catchIndex } });
  const frame = turn.frame(rootFrame);
  const errorOutput = { Error: error, Cause: cause ?? '' };
  try {
    const { output, assigned } = await leaveState(catcher, errorOutput, turn.environment(frame, { errorOutput }));
    turn.put({ ...frame, variables: { ...frame.variables, ...assigned } });
    return { ...told, output: JSON.stringify(output), nextState: catcher.Next, status: 'CAUGHT_ERROR' };
  } catch (failed) {
    if (!(failed instanceof StatesError)) throw failed;
    return { error: failed.error, cause: failed.cause, status: 'FAILED' };
  }
}

function backoffOf({ IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds }: Retrier, retried: number): number {
  const seconds = Math.floor(IntervalSeconds * BackoffRate ** retried);
  return Math.min(seconds, MaxDelaySeconds ?? seconds, 99_999_999);
}
