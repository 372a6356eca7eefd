import { checkCall } from '../intrinsics/parse-call.ts';
import { parsePath } from './parse-path.ts';
import { type Path, PathSyntaxError } from './path.ts';

/*
 * What definitions are checked with. Each answers why a text is not what it should be, or undefined where it is.
 */

/** A path: `$.a[*].b`, `$$.Execution.Id`, `$name`. */
export function checkPath(text: string): string | undefined {
  try {
    parsePath(text);
    return undefined;
  } catch (error) {
    if (error instanceof PathSyntaxError) return error.message;
    throw error;
  }
}

/** A path that names one place: names and single indexes only. */
export function checkReferencePath(text: string): string | undefined {
  const problem = checkPath(text);
  if (problem !== undefined) return problem;
  return isReference(parsePath(text)) ? undefined : `'${text}' is no reference path: it may name more than one value`;
}

/** A call of an intrinsic function: `States.Format('{}', $.a)`. */
export function checkIntrinsic(text: string): string | undefined {
  return checkCall(text);
}

const isReference = ({ steps, isDefinite }: Path): boolean =>
  isDefinite && steps.every((step) => step.kind !== 'child' || step.names.length === 1);
