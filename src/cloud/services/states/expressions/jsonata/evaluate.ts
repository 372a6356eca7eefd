import type { Json } from '../../definition/json.ts';
import { StatesError } from '../../states-error.ts';
import type { Environment } from '../environment.ts';

/*
 * Fields of states whose language is JSONata.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */

/** The value of one text `{% … %}`; `field` names it in errors. */
export async function evaluateJsonata(text: string, _environment: Environment, field: string): Promise<Json> {
  throw new StatesError('States.QueryEvaluationError', `The JSONata expression '${text}' is not evaluated yet.`, field);
}

/** A template whose texts `{% … %}` are evaluated, at any depth; `field` names it in errors. */
export async function fillJsonata(template: Json, environment: Environment, field: string): Promise<Json> {
  if (typeof template === 'string') {
    return template.startsWith('{%') ? evaluateJsonata(template, environment, field) : template;
  }
  return template;
}
