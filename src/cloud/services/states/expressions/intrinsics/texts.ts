import { createHash } from 'node:crypto';
import type { Json } from '../../definition/json.ts';
import { isRecord } from '../paths/equal.ts';
import { aShortString, aString } from './arguments.ts';
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

/** `template` is raw: `{}` takes a value, `\{` is a brace, and a brace alone is none. */
export function format(template: string, values: readonly Json[]): string {
  let used = 0;
  const formatted = template.replace(/\\.|\{\}|[{}]/gs, (found) => {
    if (found.startsWith('\\')) return unescaped(found);
    if (found !== '{}') throw invalidTemplate(found === '{' ? ['}', '{'] : ['{', '}']);
    const value = values[used];
    used += 1;
    return value === undefined ? '' : textOf(value);
  });
  if (used === values.length) return formatted;
  throw new IntrinsicFailure(
    'Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.',
  );
}

const invalidTemplate = ([missing, found]: readonly [string, string]): IntrinsicFailure =>
  new IntrinsicFailure(`Invalid template in States.Format: matching '${missing}' not found for '${found}'.`);

/** What a text in quotes says. */
export const unescapedText = (raw: string): string => raw.replace(/\\./gs, unescaped);

function unescaped(found: string): string {
  if (!/^\\[\\'{}]$/.test(found)) throw new IntrinsicFailure();
  return found.slice(1);
}

/** A text as it is, all else as JSON. */
export const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

export function stringToJson([text]: readonly Json[]): Json {
  const json = aString(text);
  if (json.trim() === '') return null;
  const value = parsed(json);
  if (value === undefined) {
    throw new IntrinsicFailure();
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

export const base64Encode = ([text]: readonly Json[]): Json => Buffer.from(aShortString(text)).toString('base64');

/** AWS skips what is no Base64. */
export const base64Decode = ([text]: readonly Json[]): Json => Buffer.from(aShortString(text), 'base64').toString();

export function hash([data, algorithm]: readonly Json[]): Json {
  const name = algorithms[aString(algorithm)];
  if (name === undefined) throw new IntrinsicFailure();
  return createHash(name)
    .update(aShortString(textOf(data ?? null)))
    .digest('hex');
}

/** Each character of the second is a delimiter; nothing between two of them is left out. */
export function stringSplit([text, delimiters]: readonly Json[]): Json {
  const marks = new Set(aString(delimiters));
  const parts: string[] = [];
  let part = '';
  for (const character of aString(text)) {
    if (!marks.has(character)) part += character;
    else if (part) {
      parts.push(part);
      part = '';
    }
  }
  return part ? [...parts, part] : parts;
}

export function jsonMerge([one, other, isDeep]: readonly Json[]): Json {
  if (!isRecord(one)) throw new IntrinsicFailure();
  if (!isRecord(other)) throw new IntrinsicFailure();
  // AWS merges deeply for nobody, and takes whatever else is said for false.
  if (isDeep === true) throw new IntrinsicFailure();
  return { ...one, ...other };
}
