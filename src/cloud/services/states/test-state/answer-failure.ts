import type * as Sdk from '@aws-sdk/client-sfn';
import type { State } from '../definition/states.ts';
import { caughtAt, failing, isFatal, isNamed, secondsBefore } from '../execution/failures.ts';
import { rootFrame } from '../execution/frame.ts';
import { StatesError } from '../states-error.ts';
import type { Inspection } from './inspection.ts';
import type { TestTurn } from './test-turn.ts';

/** What would become of a state that fails: it would be tried again, be caught, or its execution would fail. */
export async function answerFailure(
  state: State,
  failure: StatesError,
  turn: TestTurn,
  inspection: Inspection,
  retried: number,
): Promise<Sdk.TestStateOutput> {
  const { error, cause } = failure;
  const told = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  if (isFatal(failure)) return { ...told, status: 'FAILED' };
  const { Retry = [], Catch = [] } = failing(state);
  const retryIndex = Retry.findIndex((retrier) => isNamed(error, retrier));
  const retrier = Retry[retryIndex];
  const retryBackoffIntervalSeconds = retrier && secondsBefore(retrier, retried);
  if (retryBackoffIntervalSeconds !== undefined) {
    inspection.add({
      errorDetails: { retryIndex, retryBackoffIntervalSeconds: Math.floor(retryBackoffIntervalSeconds) },
    });
    return { ...told, status: 'RETRIABLE' };
  }
  const catchIndex = Catch.findIndex((catcher) => isNamed(error, catcher));
  const frame = turn.frame(rootFrame);
  try {
    const caught = await caughtAt(catchIndex, frame, failure, turn);
    if (!caught) return { ...told, status: 'FAILED' };
    inspection.add({ errorDetails: { catchIndex } });
    const { output, assigned, next } = caught;
    turn.put({ ...frame, variables: { ...frame.variables, ...assigned } });
    return { ...told, output: JSON.stringify(output), nextState: next, status: 'CAUGHT_ERROR' };
  } catch (failed) {
    if (!(failed instanceof StatesError)) throw failed;
    return { error: failed.error, cause: failed.cause, status: 'FAILED' };
  }
}
