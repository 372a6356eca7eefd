import type { ToldExecution } from '../../../service-kit/explored-state.ts';
import { eventKey } from '../execution/history-event.ts';
import type { StatesState } from '../state.ts';

/** All executions with a history, in the order in which they began. */
export function toldExecutions(state: StatesState): readonly ToldExecution[] {
  return [...state.executions.values()]
    .filter(({ type }) => type === 'STANDARD')
    .sort((a, b) => a.startMs - b.startMs)
    .map(({ arn, machineArn, name, status, startMs, stopMs, error, cause }) => ({
      execution: {
        executionArn: arn,
        stateMachineArn: machineArn,
        name,
        status,
        startDate: new Date(startMs),
        ...(stopMs !== undefined && { stopDate: new Date(stopMs) }),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      },
      events: Array.from(
        state.events.values({ from: eventKey(arn, 0), to: eventKey(arn, 9_999_999) }),
        ({ atMs, previous, ...event }) => ({ ...event, timestamp: new Date(atMs), previousEventId: previous }),
      ),
    }));
}
