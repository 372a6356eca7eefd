import type { Json, JsonRecord } from '../definition/json.ts';
import type { StateFields } from '../definition/states.ts';
import type { Environment } from './environment.ts';
import { evaluationFailure, invalidPath, nullInput } from './evaluation-errors.ts';
import { fillJsonata } from './jsonata/evaluate.ts';
import { followPath } from './paths/follow-path.ts';
import { parsePath } from './paths/parse-path.ts';
import { PathFailure, PathSyntaxError } from './paths/path.ts';
import { placeAt } from './paths/place-at.ts';
import { fillPayload } from './templates.ts';

/*
 * What goes into a state and what comes out of it, by its fields.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */

/** What a state works on: its input after InputPath. JSONata takes it as it is. */
export async function effectiveInput(fields: StateFields, environment: Environment): Promise<Json> {
  return environment.language === 'JSONata' ? environment.input : filtered(fields.InputPath, environment);
}

/**
 * Parameters or Arguments, ItemSelector and the like, filled in; `fallback` where there are none. `field` names it in
 * errors.
 */
export async function fillTemplate(
  template: Json | undefined,
  environment: Environment,
  field: string,
  fallback: Json,
): Promise<Json> {
  if (template === undefined) return fallback;
  return environment.language === 'JSONata'
    ? fillJsonata(template, environment, field)
    : fillPayload(template, environment);
}

/** What leaves a state, and which variables it assigns. */
export interface Leaving {
  readonly output: Json;
  readonly assigned: JsonRecord;
}

/** The fields that say what leaves a state; also of catchers and of rules of a Choice. */
export interface LeavingFields
  extends Pick<StateFields, 'ResultSelector' | 'ResultPath' | 'OutputPath' | 'Output' | 'Assign'> {
  /** Where the fields stand in the state, for JSONata's errors: `Choices[1]/`, `Catch[0]/`. */
  readonly place?: string;
}

/**
 * From the result of a state's work to its output: ResultSelector, ResultPath, Assign and OutputPath, or Assign and Output.
 * `environment.input` is the state's input as it entered. Assign sees variables as they were before, all of them.
 */
export async function leaveState(fields: LeavingFields, result: Json, environment: Environment): Promise<Leaving> {
  const { place = '', Output, Assign = {} } = fields;
  if (environment.language === 'JSONata') {
    const assigned = await fillJsonata(Assign, environment, `${place}Assign`);
    const output = Output === undefined ? result : await fillJsonata(Output, environment, `${place}Output`);
    return { output, assigned: assigned as JsonRecord };
  }
  const selected =
    fields.ResultSelector === undefined ? result : fillPayload(fields.ResultSelector, lookingAt(environment, result));
  const assigned = fillPayload(Assign, lookingAt(environment, selected)) as JsonRecord;
  const output = filtered(
    fields.OutputPath,
    lookingAt(environment, combined(fields.ResultPath, selected, environment)),
  );
  return { output, assigned };
}

/** The same environment with another `$`. Its context is only made where it is asked for. */
function lookingAt(environment: Environment, input: Json): Environment {
  return Object.create(environment, { input: { value: input, enumerable: true } }) as Environment;
}

/** InputPath and OutputPath: null stands for an empty object. */
function filtered(text: string | null | undefined, environment: Environment): Json {
  const { input } = environment;
  if (text === undefined || text === '$') return input;
  if (text === null) return {};
  try {
    const path = parsePath(text);
    if (path.root.kind === 'input' && input === null) throw nullInput();
    return followPath(path, environment);
  } catch (error) {
    if (error instanceof PathFailure || error instanceof PathSyntaxError) throw invalidPath(text, error.message);
    throw error;
  }
}

/** ResultPath: the result in place of the input, none of it, or in the input where the path points. */
function combined(path: string | null | undefined, result: Json, { input }: Environment): Json {
  if (path === undefined || path === '$') return result;
  if (path === null) return input;
  try {
    return placeAt(input, path, result);
  } catch (error) {
    if (!(error instanceof PathFailure || error instanceof PathSyntaxError)) throw error;
    throw evaluationFailure(
      'States.ResultPathMatchFailure',
      `Unable to apply ReferencePath ${path} to input ${JSON.stringify(input)}`,
    );
  }
}
