import type { Json } from '../definition/json.ts';
import { StatesError } from '../states-error.ts';

/*
 * Errors of fields that were evaluated, in AWS's words; whoever runs the state puts before them which state it was.
 */

/** Most of them: `States.Runtime`, that no retrier or catcher wants. */
export const runtimeFailure = (cause: string): StatesError => evaluationFailure('States.Runtime', cause);

export const evaluationFailure = (error: string, cause: string): StatesError =>
  new StatesError(error, cause, { isEvaluation: true });

export const pathNotFound = (path: string, field: string, input: Json): StatesError =>
  runtimeFailure(
    `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${JSON.stringify(input)}'`,
  );

export const invalidPath = (path: string, why: string): StatesError =>
  runtimeFailure(`Invalid path '${path}' : ${why}`);

export const nullInput = (): StatesError =>
  runtimeFailure('Unable to apply Path transformation to null or empty input.');
