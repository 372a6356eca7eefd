/** Where an error comes from, beside its name and cause. */
export interface StatesErrorOrigin {
  /** Where an expression failed, for the history's EvaluationFailed: `/States/Load/Arguments`. */
  readonly location?: string | undefined;
  /**
   * Whether it came of evaluating a field of the state (a path, a template, a rule): its cause then lacks the words
   * `An error occurred while executing the state 'X' (entered at the event id #2). `, which whoever runs the state adds.
   */
  readonly isEvaluation?: boolean;
}

/**
 * What an execution knows as an error: a name that retriers and catchers match, and a cause. Thrown by expressions, tasks and
 * states; whoever runs the state catches it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
 */
export class StatesError extends Error {
  /** `States.Timeout`, `Lambda.TooManyRequestsException`, a name of the user's own. */
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  /** See {@link StatesErrorOrigin.location}. */
  readonly location: string | undefined;
  /** See {@link StatesErrorOrigin.isEvaluation}. */
  readonly isEvaluation: boolean;

  constructor(error: string | undefined, cause?: string, origin: string | StatesErrorOrigin = {}) {
    super(`${error ?? 'an error'}: ${cause ?? ''}`);
    const { location, isEvaluation = false } = typeof origin === 'string' ? { location: origin } : origin;
    this.error = error;
    this.cause = cause;
    this.location = location;
    this.isEvaluation = isEvaluation;
  }
}
