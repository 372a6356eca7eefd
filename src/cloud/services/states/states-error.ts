/**
 * What an execution knows as an error: a name that retriers and catchers match, and a cause. Thrown by expressions, tasks and
 * states; whoever runs the state catches it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
 */
export class StatesError extends Error {
  /** `States.Timeout`, `Lambda.TooManyRequestsException`, a name of the user's own. */
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  /** Where an expression failed, for the history's EvaluationFailed: `/States/Load/Arguments`. */
  readonly location: string | undefined;

  constructor(error: string | undefined, cause?: string, location?: string) {
    super(`${error ?? 'an error'}: ${cause ?? ''}`);
    this.error = error;
    this.cause = cause;
    this.location = location;
  }
}
