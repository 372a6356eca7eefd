import type { ExploredState } from '../../service-kit/explored-state.ts';
import { executionsOf } from './machines/find-machine.ts';
import { resourceName } from './resource-name.ts';
import type { Execution, StatesState } from './state.ts';
import { toldExecutions } from './telling/told-executions.ts';

/** Executions of each machine by what they were given, where they are and how they ended; their names aside. */
export const statesExploredState: ExploredState<StatesState> = {
  kind: 'state machine',
  shortName: 'sfn',
  resourceTypes: ['AWS::StepFunctions::StateMachine'],
  nameOf: resourceName,
  executions: toldExecutions,
  rows: (state) =>
    [...state.machines.values()].map(({ name, arn }) => ({
      name,
      rows: Array.from(executionsOf(state, arn), (execution) => rowOf(state, execution)),
    })),
};

function rowOf(state: StatesState, execution: Execution) {
  const { arn, status, input, output, error, redrives = 0 } = execution;
  const frames = [...state.frames.values({ from: `${arn}|`, before: `${arn}}` })];
  return {
    status,
    input: parsed(input),
    output: output === undefined ? null : parsed(output),
    error: error ?? null,
    redrives,
    lines: frames.map((frame) => ({ state: frame.state, variables: frame.variables })),
  };
}

const parsed = (text: string): unknown => JSON.parse(text);
