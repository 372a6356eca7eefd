import { JsonReader } from '../../../event-patterns/json-reader.ts';
import { MalformedPattern } from '../../../event-patterns/malformed-pattern.ts';
import type { Json } from '../definition/json.ts';
import { invalidInput, validation } from '../errors.ts';
import { dataBytesMax } from '../execution/data-limit.ts';

/** The input of an execution. Throws InvalidExecutionInput in the words of AWS's parser. */
export function readInput(text: string): Json {
  if (Buffer.byteLength(text) > dataBytesMax) {
    throw validation(
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${dataBytesMax}`,
    );
  }
  assertNotTooDeep(text);
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw invalidInput(complaintOf(text) ?? (error as Error).message);
  }
}

/** As deep as the parser that AWS reads JSON with goes. */
const nestingMax = 1000;

/** Refuses text that opens more brackets within each other than AWS reads. */
function assertNotTooDeep(text: string): void {
  if (text.length <= nestingMax) return;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfText(text, at);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > nestingMax) {
      throw invalidInput(
        `Document nesting depth (${depth}) exceeds the maximum allowed (${nestingMax}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`,
      );
    }
  }
}

/** Where the quotation mark stands that ends a text of JSON. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
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
