import { whole } from '../arithmetic.ts';
import { TemplateError } from '../template-error.ts';
import { Double, digitsMax, numeric, printed, type Value } from '../values.ts';
import type { Method } from './method.ts';

type JavaNumber = number | bigint | Double;

const truncated = (on: JavaNumber): Value => (on instanceof Double ? Math.trunc(on.value) : on);

/** Those of Java's numbers, static ones with them: `$x.parseInt("7")` is how templates read numbers. */
export const numberMethods: Readonly<Record<string, Method<JavaNumber>>> = {
  intValue: truncated,
  longValue: truncated,
  shortValue: truncated,
  doubleValue: (on) => new Double(numeric(on)),
  floatValue: (on) => new Double(numeric(on)),
  parseInt: (_, [text, radix]) => parseWhole(text, radix),
  parseLong: (_, [text, radix]) => parseWhole(text, radix),
  parseDouble: (_, [text]) => parseDouble(text),
  parseFloat: (_, [text]) => parseDouble(text),
  valueOf: (on: JavaNumber, [text, radix]: readonly Value[]) =>
    on instanceof Double ? parseDouble(text) : parseWhole(text, radix),
  toHexString: (_, [value]) => (typeof value === 'number' ? (value >>> 0).toString(16) : undefined),
  toBinaryString: (_, [value]) => (typeof value === 'number' ? (value >>> 0).toString(2) : undefined),
  max: (_, [a, b]) => (typeof a === 'number' && typeof b === 'number' ? Math.max(a, b) : undefined),
  min: (_, [a, b]) => (typeof a === 'number' && typeof b === 'number' ? Math.min(a, b) : undefined),
  compareTo: (on, [other]) =>
    other !== undefined && (typeof other === 'number' || typeof other === 'bigint' || other instanceof Double)
      ? Math.sign(numeric(on) - numeric(other))
      : undefined,
  toString: (on: JavaNumber, [value]: readonly Value[]) => printed(value ?? on),
};

/** Those of `java.lang.Boolean`. */
export const booleanMethods: Readonly<Record<string, Method<boolean>>> = {
  booleanValue: (on) => on,
  parseBoolean: (_, [text]) => printed(text ?? null).toLowerCase() === 'true',
  valueOf: (_: boolean, [text]: readonly Value[]) => printed(text ?? null).toLowerCase() === 'true',
  toString: (on: boolean) => String(on),
};

function parseWhole(text: Value | undefined, radix: Value | undefined): Value {
  const source = printed(text ?? null);
  const base = typeof radix === 'number' ? radix : 10;
  if (base !== 10) return Number.parseInt(source, base);
  if (source.length > digitsMax || !/^[+-]?\d+$/.test(source))
    throw new TemplateError(`For input string: "${source.slice(0, digitsMax)}"`);
  return whole(BigInt(source.replace(/^\+/, '')));
}

function parseDouble(text: Value | undefined): Value {
  const source = printed(text ?? null).trim();
  const value = Number(source);
  if (source === '' || Number.isNaN(value))
    throw new TemplateError(`For input string: "${source.slice(0, digitsMax)}"`);
  return new Double(value);
}
