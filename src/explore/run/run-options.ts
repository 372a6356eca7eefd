import type { FaultSet } from '../faults/fault-set.ts';
import type { When } from '../simulation/scenario-verbs.ts';
import type { BoundaryCall } from './boundary-call.ts';
import type { PlannedInput } from './plan.ts';
import type { Run } from './run.ts';

export interface RunnerOptions {
  readonly when: (w: When) => unknown;
  readonly faults: FaultSet;
  readonly warm: boolean;
  /** What `when` sends, where that is generated; without a word of the plan the example. */
  readonly inputOf?: (input: PlannedInput | undefined) => Promise<unknown>;
}

export interface RunOptions {
  /** Moves the beginning, to find out what depends on time. */
  readonly shiftMs?: number;
  readonly seed?: number;
  /** Lets every call of a function take so many milliseconds, to find out what depends on how long things take. */
  readonly slow?: (call: number) => number;
  /** While such a call takes its time nothing else goes on: all comes in the order in which it comes without. */
  readonly isSlowAlone?: boolean;
  /** Whether the client asks for the same once more when all is over. */
  readonly replay?: boolean | ((finalState: FinalState) => boolean);
  /** How much later it does so, in milliseconds. */
  readonly againAfterMs?: number;
  /** Looks at a run while all of it stands still: before each call is let through. Must change nothing. */
  readonly onRelease?: (boundaryCall: BoundaryCall) => void;
}

/** How a run ended, for deciding what more is to be learnt from it. */
export type FinalState = Pick<Run, 'state' | 'outcomes'>;
