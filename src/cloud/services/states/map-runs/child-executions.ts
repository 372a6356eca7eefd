import type { Execution, StatesState } from '../state.ts';
import { childRange } from './map-run.ts';

/** A child of a map run, as lists of executions tell it. */
export type ChildExecution = Pick<Execution, 'arn' | 'name' | 'machineArn' | 'status' | 'startMs' | 'stopMs'> & {
  readonly itemCount: number;
};

/** The children of a map run that were begun, in the order of their items. EXPRESS ones are no longer there. */
export function* childExecutions(state: StatesState, mapRunArn: string): Generator<ChildExecution> {
  for (const { executionArn, items } of state.mapChildren.values(childRange(mapRunArn))) {
    const execution = executionArn === undefined ? undefined : state.executions.get(executionArn);
    if (execution) yield { ...execution, itemCount: items };
  }
}
