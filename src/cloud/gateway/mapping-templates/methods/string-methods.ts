import { spend, spendText } from '../effort.ts';
import { TemplateError } from '../template-error.ts';
import { isNumber, numeric, printed, type Value } from '../values.ts';
import { javaPattern } from './java-pattern.ts';
import type { Method } from './method.ts';

const text = (value: Value | undefined): string => printed(value ?? null);
const index = (value: Value | undefined): number | undefined =>
  value !== undefined && isNumber(value) ? numeric(value) : undefined;

/** Those of `java.lang.String` that templates may call. */
export const stringMethods: Readonly<Record<string, Method<string>>> = {
  length: (on) => on.length,
  isEmpty: (on) => on.length === 0,
  isBlank: (on) => on.trim() === '',
  charAt: (on, [at]) => on.charAt(index(at) ?? 0),
  codePointAt: (on, [at]) => on.codePointAt(index(at) ?? 0) ?? null,
  contains: (on, [part]) => on.includes(text(part)),
  startsWith: (on, [part, at]) => on.startsWith(text(part), index(at) ?? 0),
  endsWith: (on, [part]) => on.endsWith(text(part)),
  indexOf: (on, [part, from]) => on.indexOf(text(part), index(from) ?? 0),
  lastIndexOf: (on, [part, from]) => on.lastIndexOf(text(part), index(from) ?? Number.POSITIVE_INFINITY),
  substring: (on, [from, to]) => substring(on, index(from) ?? 0, index(to) ?? on.length),
  subSequence: (on, [from, to]) => substring(on, index(from) ?? 0, index(to) ?? on.length),
  concat: (on, [part]) => on + text(part),
  replace: (on, [from, to]) => on.replaceAll(text(from), replacement(text(to))),
  replaceAll: (on, [pattern, to]) => on.replace(javaPattern(text(pattern), 'g'), javaReplacement(text(to))),
  replaceFirst: (on, [pattern, to]) => on.replace(javaPattern(text(pattern)), javaReplacement(text(to))),
  matches: (on, [pattern]) => javaPattern(`^(?:${text(pattern)})$`).test(on),
  split: (on, [pattern, limit]) => split(on, text(pattern), index(limit) ?? 0),
  toLowerCase: (on) => on.toLowerCase(),
  toUpperCase: (on) => on.toUpperCase(),
  trim: (on) => on.replace(/^[\0-\x20]+|[\0-\x20]+$/g, ''),
  strip: (on) => on.trim(),
  repeat: (on, [times]) => repeat(on, index(times) ?? 0),
  equals: (on, [other]) => on === other,
  equalsIgnoreCase: (on, [other]) => typeof other === 'string' && on.toLowerCase() === other.toLowerCase(),
  compareTo: (on, [other]) => compare(on, text(other)),
  compareToIgnoreCase: (on, [other]) => compare(on.toLowerCase(), text(other).toLowerCase()),
  hashCode: hashCode,
  toCharArray: (on) => listed([...on]),
  intern: (on) => on,
  getBytes: (on) => listed([...Buffer.from(on)].map((byte) => (byte > 127 ? byte - 256 : byte))),
  valueOf: (_: string, [value]: readonly Value[]) => text(value),
  join: (_, [separator, ...parts]) =>
    parts
      .flatMap((part) => (Array.isArray(part) ? part : [part]))
      .map(printed)
      .join(text(separator)),
};

function substring(on: string, from: number, to: number): string {
  if (from < 0 || to > on.length || from > to) throw new TemplateError('String index out of range');
  return on.slice(from, to);
}

function repeat(on: string, times: number): string {
  if (times < 0 || on.length * times > 1024 * 1024) throw new TemplateError('A text is repeated too often');
  return on.repeat(times);
}

/** Put in for each match; the count keeps few characters from becoming very many. */
const replacement = (to: string) => (): string => {
  spend(1);
  return spendText(to);
};

function listed<Item extends Value>(items: Item[]): Item[] {
  spend(items.length);
  return items;
}

/** Without a limit, empty texts at the end are dropped. */
function split(on: string, pattern: string, limit: number): Value {
  const parts = on.split(javaPattern(pattern)).map((part) => part ?? '');
  if (limit > 0 && parts.length > limit) return splitUpTo(on, pattern, limit);
  if (on === '' || limit !== 0) return parts;
  while (parts.length > 0 && parts.at(-1) === '') parts.pop();
  return parts[0] === '' && parts.length > 1 && pattern === '' ? parts.slice(1) : parts;
}

function splitUpTo(on: string, pattern: string, limit: number): Value {
  const parts: string[] = [];
  let rest = 0;
  for (const match of on.matchAll(javaPattern(pattern, 'g'))) {
    if (parts.length === limit - 1) break;
    parts.push(on.slice(rest, match.index));
    rest = match.index + match[0].length;
  }
  return [...parts, on.slice(rest)];
}

/** The difference of the first characters that differ, or of the lengths. */
function compare(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const difference = left.charCodeAt(at) - right.charCodeAt(at);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function hashCode(on: string): number {
  let hash = 0;
  for (let at = 0; at < on.length; at++) hash = (Math.imul(hash, 31) + on.charCodeAt(at)) | 0;
  return hash;
}

/** `$1` and `\$` as `Matcher.appendReplacement` reads them. */
const javaReplacement =
  (replacement: string) =>
  (...match: unknown[]): string => {
    spend(1);
    return spendText(
      replacement.replace(/\\([\s\S])|\$(\d)|\$\{(\w+)\}/g, (_, escaped?: string, group?: string, name?: string) => {
        if (escaped !== undefined) return escaped;
        const groups = match.at(-1);
        if (name !== undefined) {
          return typeof groups === 'object' && groups !== null ? String(Reflect.get(groups, name) ?? '') : '';
        }
        return String(match[Number(group)] ?? '');
      }),
    );
  };
