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

export function anArray(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new IntrinsicFailure();
  return value;
}

export function aString(value: Json | undefined): string {
  if (typeof value !== 'string') throw new IntrinsicFailure();
  return value;
}

export function aShortString(value: Json | undefined): string {
  const text = aString(value);
  if (text.length > charactersMax) throw new IntrinsicFailure();
  return text;
}

/** What is no whole number loses its fraction: AWS rounds off, as it says, in MathAdd alone. */
export function anInteger(value: Json | undefined, rounded: (value: number) => number = Math.trunc): number {
  if (typeof value !== 'number') throw new IntrinsicFailure();
  return inRange(rounded(value));
}

export function inRange(value: number): number {
  if (value > integerMax || value < -integerMax - 1) throw new IntrinsicFailure();
  return value + 0;
}
