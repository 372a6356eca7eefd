import type { Execution, Revision, StatesState } from '../state.ts';
import { eventKey, type HistoryEvent } from './history-event.ts';

/** Said of data that is there as a whole: one object for all events that are kept. */
export const whole: { readonly truncated: boolean } = Object.freeze({ truncated: false });

/** The first event of every history. It is not kept: it says nothing that the execution does not say. */
export const startedEvent = (execution: Execution, { roleArn }: Revision): HistoryEvent => ({
  id: 1,
  type: 'ExecutionStarted',
  atMs: execution.startMs,
  previous: 0,
  executionStartedEventDetails: {
    input: execution.input,
    inputDetails: whole,
    roleArn,
    ...(execution.aliasArn !== undefined && { stateMachineAliasArn: execution.aliasArn }),
    ...(execution.versionArn !== undefined && { stateMachineVersionArn: execution.versionArn }),
  },
});

/** Keeps the events of a turn. Those of express executions are told and forgotten. */
export function keepEvents(state: StatesState, { arn, type }: Execution, events: readonly HistoryEvent[]): void {
  if (type === 'EXPRESS') return;
  for (const event of events) if (event.id > 1) state.events.set(eventKey(arn, event.id), event);
}

interface Ids {
  readonly from: number;
  readonly to: number;
  readonly reverse?: boolean;
}

/** Events of an execution from one id to another, both included. */
export function eventsBetween(
  state: StatesState,
  execution: Execution,
  { from, to, reverse = false }: Ids,
): HistoryEvent[] {
  const { arn } = execution;
  const kept = [...state.events.values({ from: eventKey(arn, from), to: eventKey(arn, to), reverse })];
  const revision = from <= 1 && to >= 1 ? state.revisions.get(execution.revision) : undefined;
  if (!revision) return kept;
  const started = startedEvent(execution, revision);
  return reverse ? [...kept, started] : [started, ...kept];
}
