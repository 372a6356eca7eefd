import { JsonReader } from '../../../event-patterns/json-reader.ts';
import { MalformedPattern } from '../../../event-patterns/malformed-pattern.ts';
import type { Json } from '../definition/json.ts';
import { invalidInput, validation } from '../errors.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const inputBytesMax = 262_144;

/** The input of an execution. Throws InvalidExecutionInput in the words of AWS's parser. */
export function readInput(text: string): Json {
  if (Buffer.byteLength(text) > inputBytesMax) {
    throw validation(
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${inputBytesMax}`,
    );
  }
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw invalidInput(complaintOf(text) ?? (error as Error).message);
  }
}

function complaintOf(text: string): string | undefined {
  const reader = new JsonReader(text);
  try {
    reader.next();
    reader.skip();
    reader.text();
    reader.end();
    return undefined;
  } catch (error) {
    if (error instanceof MalformedPattern) return error.reason;
    throw error;
  }
}
