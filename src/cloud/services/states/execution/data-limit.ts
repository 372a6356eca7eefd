import type { Json, JsonRecord } from '../definition/json.ts';
import { StatesError } from '../states-error.ts';

/** AWS: of a task's, a state's or an execution's input and output, in UTF-8. */
export const dataBytesMax = 256 * 1024;

/** Whether a value is larger than what may be handed on. */
export function isTooLarge(value: Json): boolean {
  if (typeof value !== 'object' && typeof value !== 'string') return false;
  return Buffer.byteLength(JSON.stringify(value)) > dataBytesMax;
}

/** `source` is a state's name, or what a task called. */
export function assertWithinDataLimit(value: Json, source: string): void {
  if (isTooLarge(value)) throw dataLimitExceeded(source);
}

/** AWS: of all variables that an execution holds. */
const variablesBytesMax = 10 * 1024 * 1024;

/**
 * A variable may have as much as a state's output, and so may all that one field assigns.
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 *
 * @param held What the execution holds already.
 */
export function assertVariablesWithinLimit(assigned: JsonRecord, held: JsonRecord, state: string): void {
  const names = Object.keys(assigned);
  if (names.length === 0) return;
  for (const name of names) if (isTooLarge(assigned[name] ?? null)) throw variablesTooLarge(state);
  if (names.length > 1 && isTooLarge(assigned)) throw variablesTooLarge(state);
  // So few cannot be too much together.
  const all = { ...held, ...assigned };
  if (Object.keys(all).length <= variablesBytesMax / dataBytesMax) return;
  let bytes = 0;
  for (const value of Object.values(all)) bytes += Buffer.byteLength(JSON.stringify(value));
  if (bytes > variablesBytesMax) throw variablesTooLarge(state);
}

const variablesTooLarge = (state: string): StatesError =>
  new StatesError(
    'States.DataLimitExceeded',
    `The state/task '${state}' assigned variables with a size exceeding the maximum number of bytes service limit.`,
  );

/** What a task would give to what it calls. */
export const parametersTooLarge = (state: string): StatesError =>
  new StatesError(
    'States.DataLimitExceeded',
    `The state/task '${state}' provided parameters with a size exceeding the maximum number of bytes service limit.`,
  );

export const dataLimitExceeded = (source: string): StatesError =>
  new StatesError(
    'States.DataLimitExceeded',
    `The state/task '${source}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
