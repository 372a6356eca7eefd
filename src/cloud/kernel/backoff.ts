import { AwsError, ConnectionFailure } from './errors.ts';
import type { Random } from './random.ts';

/** How waits between attempts grow, as data. */
export interface Backoff {
  /** After the first failure. */
  readonly firstMs: number;
  readonly maxMs: number;
  /** Each wait is so many times the one before it. */
  readonly factor: number;
  /** The share of a wait that chance may take off, from 0 to 1: what failed together must not come again together. */
  readonly jitter: number;
}

/** The wait after failure number `failures`, counted from 1. Without randomness it is the longest. */
export function waitAfter(failures: number, backoff: Backoff, random?: Pick<Random, 'float'>): number {
  const { firstMs, maxMs, factor, jitter } = backoff;
  const longest = Math.min(maxMs, firstMs * factor ** (failures - 1));
  return Math.round(longest * (1 - jitter * (random?.float() ?? 0)));
}

/** Whether a call is worth another try: throttled, a fault of the service, or the connection died. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ConnectionFailure) return true;
  return error instanceof AwsError && (error.fault === 'server' || error.status === 429 || /Throttl/.test(error.code));
}
