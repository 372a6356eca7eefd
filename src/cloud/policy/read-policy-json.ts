import { type JsonObject, parseJsonObject } from '../kernel/json.ts';
import { PolicySyntaxError } from './policy-syntax-error.ts';

/** Bounds work alone: AWS's own limits (2 to 20 KB without white space) are the services' to word. */
const policyCharactersMax = 256 * 1024;
/** The grammar needs six: policy, statements, statement, conditions, keys, values. */
const depthMax = 16;

/**
 * Reads a policy's text as JSON. `JSON.parse` takes the last of several equal keys, which IAM's grammar forbids.
 * @throws PolicySyntaxError for text that is too long or too deep, no JSON object, or has a key twice
 */
export function readPolicyJson(text: string): JsonObject {
  if (text.length > policyCharactersMax) {
    throw new PolicySyntaxError('size', '', `a policy has at most ${policyCharactersMax} characters`);
  }
  const document = parseJsonObject(text);
  if (!document) throw new PolicySyntaxError('json', '', 'a policy is a JSON object');
  assertKeysOnce(text);
  return document;
}

/** `text` is valid JSON: a string before a colon is a key, and every bracket has its partner. */
function assertKeysOnce(text: string): void {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      if (open.length === depthMax) throw new PolicySyntaxError('depth', '', `nested deeper than ${depthMax} levels`);
      open.push(new Set());
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (isBeforeColon(text, end)) addKey(open.at(-1), JSON.parse(text.slice(at, end)) as string);
      at = end - 1;
    }
  }
}

function addKey(keys: Set<string> | undefined, key: string): void {
  if (keys?.has(key)) throw new PolicySyntaxError('duplicate key', '', `${key} is there more than once`, key);
  keys?.add(key);
}

/** The position after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function isBeforeColon(text: string, end: number): boolean {
  let at = end;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  return text[at] === ':';
}
