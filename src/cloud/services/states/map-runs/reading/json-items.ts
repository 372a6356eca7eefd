import type { Json } from '../../definition/json.ts';
import { readerFailed } from './items.ts';

const code = (character: string): number => character.charCodeAt(0);
const open: ReadonlySet<number> = new Set([code('['), code('{')]);
const closed: ReadonlySet<number> = new Set([code(']'), code('}')]);
const space: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const quote = code('"');
const backslash = code('\\');

/**
 * The items in a JSON document: those of its array, or the members of its object as `{ Key, Value }`. One is read after
 * the other, so that a large document is never there as a whole. `pointer` (RFC 6901) leads to the array within.
 * Throws States.ItemReaderFailed.
 */
export function* jsonItems(bytes: Buffer, pointer = ''): Generator<{ readonly value: Json; readonly key?: string }> {
  const start = pointedAt(bytes, pointer);
  const isObject = bytes[start] === code('{');
  if (!isObject && bytes[start] !== code('[')) {
    parse(bytes, start, endOfValue(bytes, start));
    throw readerFailed('Attempting to map over non-iterable node.');
  }
  let end = start;
  for (const member of membersAt(bytes, start)) {
    const value = parse(bytes, member.start, member.end);
    yield member.key === undefined ? { value } : { value: { Key: member.key, Value: value }, key: member.key };
    end = member.end;
  }
  if (pointer === '') assertNothingBehind(bytes, end === start ? start + 1 : end);
}

interface Member {
  readonly key?: string;
  readonly start: number;
  readonly end: number;
}

/** Where the members of the array or object stand that begins at `start`. */
function* membersAt(bytes: Buffer, start: number): Generator<Member> {
  const isObject = bytes[start] === code('{');
  const last = code(isObject ? '}' : ']');
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === last) return;
  for (;;) {
    let key: string | undefined;
    if (isObject) {
      const end = endOfValue(bytes, at);
      key = String(parse(bytes, at, end));
      at = skipSpace(bytes, end);
      expectAt(bytes, at, code(':'));
      at = skipSpace(bytes, at + 1);
    }
    const end = endOfValue(bytes, at);
    yield { start: at, end, ...(key !== undefined && { key }) };
    at = skipSpace(bytes, end);
    if (bytes[at] === last) return;
    expectAt(bytes, at, code(','));
    at = skipSpace(bytes, at + 1);
  }
}

/** Where the value begins that a JSON pointer names. */
function pointedAt(bytes: Buffer, pointer: string): number {
  // A byte order mark is none of the document's.
  let at = skipSpace(bytes, bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!open.has(bytes[at] ?? 0)) throw notFound(pointer);
    let index = 0;
    let found: number | undefined;
    for (const { key, start } of membersAt(bytes, at)) {
      if ((key ?? String(index)) === name) {
        found = start;
        break;
      }
      index += 1;
    }
    if (found === undefined) throw notFound(pointer);
    at = found;
  }
  return at;
}

const notFound = (pointer: string) =>
  readerFailed(`The ItemsPointer '${pointer}' leads to nothing in the JSON document.`);

/** Behind the value that begins at `start`; whether it is one, its parser says. */
function endOfValue(bytes: Buffer, start: number): number {
  if (start >= bytes.length) throw malformed('it ends too early');
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) {
      at = endOfText(bytes, at);
      if (depth === 0) return at + 1;
    } else if (open.has(byte)) {
      depth += 1;
    } else if (closed.has(byte)) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (byte === code(',') || byte === code(':') || space.has(byte))) {
      return at;
    }
  }
  if (depth > 0) throw malformed('it ends too early');
  return bytes.length;
}

/** Where the text's last quotation mark is. */
function endOfText(bytes: Buffer, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1) {
    if (bytes[at] === backslash) at += 1;
    else if (bytes[at] === quote) return at;
  }
  throw malformed('it ends within a text');
}

function skipSpace(bytes: Buffer, start: number): number {
  let at = start;
  while (space.has(bytes[at] ?? 0)) at += 1;
  return at;
}

function expectAt(bytes: Buffer, at: number, byte: number): void {
  if (bytes[at] !== byte) throw malformed(`'${String.fromCharCode(byte)}' is missing at byte ${at}`);
}

/** Behind the last member only the document's own end may follow. */
function assertNothingBehind(bytes: Buffer, end: number): void {
  const behind = skipSpace(bytes, skipSpace(bytes, end) + (closed.has(bytes[skipSpace(bytes, end)] ?? 0) ? 1 : 0));
  if (behind < bytes.length) throw malformed(`something follows it at byte ${behind}`);
}

function parse(bytes: Buffer, start: number, end: number): Json {
  try {
    return JSON.parse(bytes.toString('utf8', start, end)) as Json;
  } catch (error) {
    throw malformed((error as Error).message);
  }
}

const malformed = (why: string) => readerFailed(`The object is not a valid JSON document: ${why}`);
