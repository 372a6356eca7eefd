import { invalidValue, missingParameter } from '../errors.ts';
import type { Bounds } from '../shapes.ts';

/** A parameter that must be there, and not empty. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined || value === null || value === '') throw missingParameter(name);
  return value;
}

/** A number within its bounds, if it is there; `reason` tells the bounds as AWS words them for it. */
export function assertBounds(name: string, value: number | undefined, { min, max }: Bounds, reason: string): void {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return;
  throw invalidValue(name, value, reason);
}
