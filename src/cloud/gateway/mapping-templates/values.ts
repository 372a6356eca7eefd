import { isJsonObject } from '../../kernel/json.ts';
import { spend, spendText } from './effort.ts';

/** A Java double: it prints its fraction always (`2.0`), which integers never do. */
export class Double {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A list that came from JSON: it prints as JSON, where a list of the template's own prints as Java does. */
export class JsonList extends Array<Value> {}

/** Makes a list of JSON's. `from` would take a single number for a length. */
export function jsonList(items: Iterable<Value>): JsonList {
  const list = new JsonList();
  for (const item of items) list.push(item);
  return list;
}

/** What is neither data nor text: `$input`, `$util`. */
export interface HostObject {
  /** A member without parentheses; undefined when there is none. */
  get?(name: string): Value | undefined;
  /** Undefined when it has no such method. */
  call?(name: string, args: readonly Value[]): Value | undefined;
  toString(): string;
}

/**
 * A value as templates see it. Whole numbers are JavaScript's, or BigInt where those are not exact; null is Java's, which
 * references never answer: they answer an empty text.
 */
export type Value =
  | null
  | string
  | boolean
  | number
  | bigint
  | Double
  | Value[]
  | Map<Value, Value>
  | { readonly host: HostObject };

/** Whether it is one of `$input` and the like. */
export const isHost = (value: Value): value is { readonly host: HostObject } =>
  typeof value === 'object' && value !== null && 'host' in value;

export const isNumber = (value: Value): value is number | bigint | Double =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof Double;

/** As Java prints it: maps `{a=1, b=2}`, lists `[1, 2]`, lists of JSON as JSON; null is empty. */
export function printed(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  spend(1);
  if (value instanceof JsonList) return toJson(value);
  if (Array.isArray(value)) return spendText(`[${value.map(printedInside).join(', ')}]`);
  if (value instanceof Map) {
    const entries = [...value].map(([key, member]) => `${printedInside(key)}=${printedInside(member)}`);
    return spendText(`{${entries.join(', ')}}`);
  }
  if (value instanceof Double) return printedDouble(value.value);
  return isHost(value) ? value.host.toString() : spendText(String(value));
}

/** Within lists and maps null is written out. */
const printedInside = (value: Value): string => (value === null ? 'null' : printed(value));

/** `Double.toString` of Java: scientific from ten millions on and below a thousandth. */
function printedDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** As JSON text, numbers as they were written. */
export function toJson(value: Value): string {
  spend(1);
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return spendText(`[${value.map(toJson).join(',')}]`);
  if (value instanceof Map) {
    const members = [...value].map(([key, member]) => `${JSON.stringify(printed(key))}:${toJson(member)}`);
    return spendText(`{${members.join(',')}}`);
  }
  if (isHost(value)) return JSON.stringify(value.host.toString());
  return printed(value);
}

/** Any JSON value as templates see it. `source` of numbers tells doubles from whole numbers. */
export function fromJson(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? value : new Double(value);
  if (typeof value === 'bigint' || value instanceof Double) return value;
  if (Array.isArray(value)) return jsonList(value.map(fromJson));
  if (isJsonObject(value)) return new Map(Object.entries(value).map(([key, member]) => [key, fromJson(member)]));
  return String(value);
}

/** Undefined for text that is not JSON. Whole numbers of any size and the `.0` of doubles survive. */
export function parseJsonValue(text: string): Value | undefined {
  try {
    // Telling how numbers were written takes several times as long.
    return fromJson(numberOfNote.test(text) ? JSON.parse(text, exactNumbers) : JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** One whose text says more than its value, or a text that looks like one. */
const numberOfNote = /\d[.eE]|\d{16}|-0/;

/** Java's reader refuses longer ones. https://github.com/FasterXML/jackson-core/issues/815 */
export const digitsMax = 1000;

function exactNumbers(_key: string, value: unknown, { source }: { readonly source?: string } = {}): unknown {
  if (typeof value !== 'number' || source === undefined) return value;
  if (/[.eE]/.test(source)) return new Double(value);
  if (Number.isSafeInteger(value)) return value;
  if (source.length > digitsMax) throw new SyntaxError('a number of too many digits');
  return BigInt(source);
}

/** Only `false` is false, and what is null: empty texts, zero and empty lists are true, as in Velocity 1. */
export const isTrue = (value: Value): boolean => value !== false && value !== null;

/** Numbers by value, things of one kind by content, of two kinds by their texts. */
export function isEqual(left: Value, right: Value): boolean {
  spend(1);
  if (left === null || right === null) return left === right;
  if (isNumber(left) && isNumber(right)) return numeric(left) === numeric(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index] ?? null));
  }
  if (left instanceof Map && right instanceof Map) {
    return left.size === right.size && [...left].every(([key, value]) => isEqual(value, right.get(key) ?? null));
  }
  return printed(left) === printed(right);
}

/** As a JavaScript number; large whole numbers lose their last digits. */
export const numeric = (value: number | bigint | Double): number =>
  value instanceof Double ? value.value : Number(value);
