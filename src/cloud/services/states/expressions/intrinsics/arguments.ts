import type { Json } from '../../definition/json.ts';
import { IntrinsicFailure } from './call.ts';

/*
 * What functions ask of their arguments.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */

/** AWS: Base64 and hashes take so many characters. */
const charactersMax = 10_000;
/** AWS: numbers of MathAdd and MathRandom, and what comes out. */
const integerMax = 2_147_483_647;

export function anArray(value: Json): readonly Json[] {
  if (!Array.isArray(value)) throw invalid('an array', value);
  return value;
}

export function aString(value: Json): string {
  if (typeof value !== 'string') throw invalid('a string', value);
  return value;
}

export function aShortString(value: Json): string {
  const text = aString(value);
  if (text.length > charactersMax)
    throw new IntrinsicFailure(`Input exceeds the limit of ${charactersMax} characters.`);
  return text;
}

/** AWS rounds off what is no whole number. */
export function anInteger(value: Json): number {
  if (typeof value !== 'number') throw invalid('an integer', value);
  return inRange(Math.round(value));
}

export function inRange(value: number): number {
  if (value > integerMax || value < -integerMax - 1) {
    throw new IntrinsicFailure(`The number ${value} is out of the range of -2147483648 to 2147483647.`);
  }
  return value;
}

export function invalid(wanted: string, value: Json): IntrinsicFailure {
  const text = JSON.stringify(value);
  return new IntrinsicFailure(`Expected ${wanted} but got ${text.length > 200 ? `${text.slice(0, 200)}…` : text}.`);
}
