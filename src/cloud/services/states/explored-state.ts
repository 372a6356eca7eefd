import type { ExploredState, Step } from '../../service-kit/explored-state.ts';
import type { Frame } from './execution/frame.ts';
import { frameKey } from './execution/history-event.ts';
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
  step: (_operation, { ExecutionArn, MapRunArn, Frame: frame }, state) => {
    if (typeof MapRunArn === 'string') return stepOfMapRun(state, MapRunArn);
    if (typeof ExecutionArn !== 'string' || typeof frame !== 'string') return undefined;
    return stepAt(state, ExecutionArn, frame);
  },
};

function rowOf(state: StatesState, execution: Execution) {
  const { status, input, output, error, redrives = 0 } = execution;
  return {
    status,
    input: parsed(input),
    output: output === undefined ? null : parsed(output),
    error: error ?? null,
    redrives,
    lines: linesOf(state, execution).map((frame) => ({ state: labelOf(frame), variables: frame.variables })),
  };
}

const linesOf = (state: StatesState, { arn }: Execution): Frame[] => [
  ...state.frames.values({ from: frameKey(arn, ''), before: frameKey(arn, '~') }),
];

const parsed = (text: string): unknown => JSON.parse(text);

/** Items are told apart; branches are by their states. */
const labelOf = ({ state, item }: Frame): string => (item ? `${state}[${item.index}]` : state);

function stepAt(state: StatesState, execution: string, id: string): Step | undefined {
  const frame = state.frames.get(frameKey(execution, id));
  if (!frame) return undefined;
  return { thing: resourceName(execution), execution, name: labelOf(frame) };
}

function stepOfMapRun(state: StatesState, arn: string): Step | undefined {
  const run = state.mapRuns.get(arn);
  return run && { thing: resourceName(arn), execution: run.executionArn, name: run.state };
}
