import { legacyText } from './legacy/legacy-text.ts';
import { textOf } from './legacy/made-text.ts';
import { isLegacyList, orderOf } from './legacy/ordered-map.ts';
import { pythonScalar, quoted } from './python-scalar.ts';
import { isMap } from './values.ts';

/* AWS's transform is written in Python: what it puts into texts, and what it hashes, is what Python makes of values. */

/** As Python prints a value: `None`, `True`, texts as they are, maps as `{'a': 1}`. */
export const pythonText = (value: unknown): string =>
  typeof value === 'string' ? textOf(value) : pythonRepresentation(value);

/** As Python prints a value within a list or a map: texts in quotes. */
export function pythonRepresentation(value: unknown): string {
  if (Array.isArray(value)) {
    return isLegacyList(value) ? legacyText(value) : `[${value.map(pythonRepresentation).join(', ')}]`;
  }
  if (isMap(value)) {
    if (orderOf(value)) return legacyText(value);
    return `{${Object.entries(value)
      .map(([key, member]) => `${quoted(key)}: ${pythonRepresentation(member)}`)
      .join(', ')}}`;
  }
  return pythonScalar(typeof value === 'string' ? textOf(value) : value);
}

/** What Python calls the type of a value. */
export function pythonType(value: unknown): string {
  if (value === undefined || value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (isMap(value)) return 'dict';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return typeof value === 'boolean' ? 'bool' : 'str';
}

export interface JsonStyle {
  readonly sortKeys?: boolean;
  /** Without blanks behind commas and colons. */
  readonly compact?: boolean;
}

/** As Python's `json.dumps` writes it: ASCII alone, a blank behind each comma and colon. */
export function pythonJson(value: unknown, style: JsonStyle = {}): string {
  const comma = style.compact ? ',' : ', ';
  const colon = style.compact ? ':' : ': ';
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map((item) => pythonJson(item, style)).join(comma)}]`;
  if (isMap(value)) {
    const keys = Object.keys(value);
    if (style.sortKeys) keys.sort(byCodePoint);
    return `{${keys.map((key) => ascii(key) + colon + pythonJson(value[key], style)).join(comma)}}`;
  }
  return typeof value === 'string' ? ascii(textOf(value)) : String(value);
}

/** JavaScript compares texts by UTF-16 units, Python by code points. */
export const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const ascii = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Python's `isalnum`. */
export const isAlphanumeric = (text: string): boolean => /^[\p{L}\p{N}]+$/u.test(text);
