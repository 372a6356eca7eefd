import { StatesError } from '../states-error.ts';
import type { Frame } from './frame.ts';
import type { Turn } from './turn.ts';

/**
 * What came of evaluating a field of a state names the state, once: at the innermost one. Of JSONata, history tells it with
 * an event of its own, each time that the state is tried.
 */
export function explainFailure(frame: Frame, raw: StatesError, turn: Turn): { error: StatesError; frame: Frame } {
  const { error, cause = '', location } = raw;
  // Errors that know their field came of evaluating it.
  if (!raw.isEvaluation && location === undefined) return { error: raw, frame };
  const state = frame.state;
  const prefix = `An error occurred while executing the state '${state}' (entered at the event id #${frame.enteredEvent}). `;
  const explained = new StatesError(error, prefix + cause);
  if (error !== 'States.QueryEvaluationError') return { error: explained, frame };
  const failed = turn.record(frame, 'EvaluationFailed', {
    evaluationFailedEventDetails: { error, cause, state, ...(location !== undefined && { location }) },
  });
  return { error: explained, frame: failed };
}
