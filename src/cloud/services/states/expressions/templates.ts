import type { Json, JsonRecord } from '../definition/json.ts';
import type { Environment } from './environment.ts';
import { nullInput, pathNotFound, runtimeFailure } from './evaluation-errors.ts';
import { evaluateCall } from './intrinsics/evaluate-call.ts';
import { parseCall } from './intrinsics/parse-call.ts';
import { isRecord } from './paths/equal.ts';
import { followPath } from './paths/follow-path.ts';
import { parsePath } from './paths/parse-path.ts';
import { PathFailure, PathSyntaxError } from './paths/path.ts';

/*
 * Payload templates of JSONPath: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html
 */

/** A template with the values of its members `name.$`, at any depth, also in arrays. */
export function fillPayload(template: Json, environment: Environment): Json {
  if (Array.isArray(template)) return template.map((item: Json) => fillPayload(item, environment));
  return isRecord(template) ? fillObject(template, environment) : template;
}

function fillObject(template: JsonRecord, environment: Environment): JsonRecord {
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$') && typeof value === 'string'
        ? [name.slice(0, -2), evaluateText(value, environment, name)]
        : [name, fillPayload(value, environment)],
    ),
  );
}

/** The value of a path or of a call of an intrinsic function; `field` names it in errors. */
export function evaluateText(text: string, environment: Environment, field: string): Json {
  try {
    if (!text.startsWith('$')) return evaluateCall(parseCall(text), environment);
    return evaluatePath(text, environment, field);
  } catch (error) {
    if (error instanceof PathSyntaxError) throw runtimeFailure(error.message);
    throw error;
  }
}

function evaluatePath(text: string, environment: Environment, field: string): Json {
  const path = parsePath(text);
  if (path.root.kind === 'input' && environment.input === null) throw nullInput();
  try {
    return followPath(path, environment);
  } catch (error) {
    if (!(error instanceof PathFailure)) throw error;
    if (!error.isMissing) throw runtimeFailure(error.message);
    throw pathNotFound(text, field, path.root.kind === 'context' ? environment.context : environment.input);
  }
}
