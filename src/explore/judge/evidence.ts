import type { Run } from '../run/run.ts';
import type { Baseline } from './baseline.ts';
import type { Serial } from './serial.ts';
import type { Difference, NormalState } from './state.ts';
import type { Violation } from './verdict.ts';

/** What the oracles look at. */
export interface Evidence {
  readonly run: Run;
  readonly baseline: Baseline;
  readonly difference: readonly Difference[];
  /** Every request ended as in the fault-free run. */
  readonly isSuccess: boolean;
  /** In a race state and sideEffects are held against runs one after the other, by others. */
  readonly isRace: boolean;
  /** Clients that may each have an effect: those with different keys. */
  readonly distinct: number;
  /** What clients one after the other do; present in a race. */
  readonly serial?: Serial;
  /** The state of the run, ready to be compared. */
  readonly state?: NormalState;
}

/** An oracle needs no specification: it holds a run against the fault-free one, and against what is never right. */
export type Oracle = (evidence: Evidence) => readonly Violation[];

/** The first three, and whether there are more. */
export const list = (items: readonly string[]): string => items.slice(0, 3).join('; ') + (items.length > 3 ? ' …' : '');
