import type { Context } from '../../../service-kit/contract.ts';
import type { HistoryEvent } from '../execution/history-event.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Execution, Revision, StatesState } from '../state.ts';

/** Of an event of a task: what the task calls, and when its state was entered. */
export interface TaskOfEvent {
  readonly resource: string;
  readonly enteredMs: number;
}

/** A turn that is written down. */
export interface ToldTurn {
  /** As it is after the turn. */
  readonly execution: Execution;
  readonly revision: Revision;
  readonly events: readonly HistoryEvent[];
  /** By the id of an event. */
  readonly tasks: ReadonlyMap<number, TaskOfEvent>;
  readonly state: StatesState;
  readonly context: Context<StatesRuntime>;
}
