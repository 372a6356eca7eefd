import { createHash } from 'node:crypto';
import type { Json } from '../../definition/json.ts';
import { isRecord } from '../paths/equal.ts';
import { aShortString, aString, invalid } from './arguments.ts';
import { IntrinsicFailure } from './call.ts';

/** AWS's names, and those of OpenSSL. */
const algorithms: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** How deep a text may nest; so deep does the library that AWS parses with. */
const nestingMax = 1_000;

/** `template` is raw: `{}` takes a value, `\{` is a brace. */
export function format(template: string, values: readonly Json[]): string {
  let used = 0;
  const formatted = template.replace(/\\.|\{\}/gs, (found) => {
    if (found !== '{}') return unescaped(found);
    const value = values[used];
    used += 1;
    return value === undefined ? '' : textOf(value);
  });
  if (used !== values.length) {
    throw new IntrinsicFailure(
      `Invalid arguments in States.Format: the template has ${used} occurrences of {} for ${values.length} arguments.`,
    );
  }
  return formatted;
}

/** What a text in quotes says. */
export const unescapedText = (raw: string): string => raw.replace(/\\./gs, unescaped);

function unescaped(found: string): string {
  if (!/^\\[\\'{}]$/.test(found)) throw new IntrinsicFailure(`Invalid escape sequence '${found}'.`);
  return found.slice(1);
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

export function stringToJson([text]: readonly Json[]): Json {
  const json = aString(text ?? null);
  if (json.trim() === '') return null;
  const value = parsed(json);
  if (value === undefined) {
    throw new IntrinsicFailure(`Invalid JSON: '${json.length > 200 ? `${json.slice(0, 200)}…` : json}'.`);
  }
  return value;
}

function parsed(json: string): Json | undefined {
  try {
    return isTooDeep(json) ? undefined : (JSON.parse(json) as Json);
  } catch {
    return undefined;
  }
}

/** What walks through values does so by recursion. */
function isTooDeep(json: string): boolean {
  let depth = 0;
  for (const [found] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (found === '[' || found === '{') depth += 1;
    else if (found === ']' || found === '}') depth -= 1;
    if (depth > nestingMax) return true;
  }
  return false;
}

export const jsonToString = ([value]: readonly Json[]): Json => JSON.stringify(value ?? null);

export const base64Encode = ([text]: readonly Json[]): Json =>
  Buffer.from(aShortString(text ?? null)).toString('base64');

export function base64Decode([text]: readonly Json[]): Json {
  const encoded = aShortString(text ?? null);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) throw new IntrinsicFailure('The input is no valid Base64 text.');
  return Buffer.from(encoded, 'base64').toString();
}

export function hash([data, algorithm]: readonly Json[]): Json {
  const name = algorithms[aString(algorithm ?? null)];
  if (name === undefined) throw new IntrinsicFailure(`Unsupported hash algorithm ${JSON.stringify(algorithm)}.`);
  return createHash(name)
    .update(aShortString(textOf(data ?? null)))
    .digest('hex');
}

/** Each character of the second is a delimiter; nothing between two of them is left out. */
export function stringSplit([text, delimiters]: readonly Json[]): Json {
  const marks = new Set(aString(delimiters ?? null));
  const parts: string[] = [];
  let part = '';
  for (const character of aString(text ?? null)) {
    if (!marks.has(character)) part += character;
    else if (part) {
      parts.push(part);
      part = '';
    }
  }
  return part ? [...parts, part] : parts;
}

export function jsonMerge([one, other, isDeep]: readonly Json[]): Json {
  if (!isRecord(one)) throw invalid('an object', one ?? null);
  if (!isRecord(other)) throw invalid('an object', other ?? null);
  if (typeof isDeep !== 'boolean') throw invalid('a boolean', isDeep ?? null);
  if (isDeep) throw new IntrinsicFailure('Deep merging is not supported: the third argument must be false.');
  return { ...one, ...other };
}
