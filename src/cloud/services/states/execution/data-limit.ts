import type { Json } from '../definition/json.ts';
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

export const dataLimitExceeded = (source: string): StatesError =>
  new StatesError(
    'States.DataLimitExceeded',
    `The state/task '${source}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
