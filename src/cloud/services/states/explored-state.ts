import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import type { StatesState } from './state.ts';

/** Executions by how they ended, their names aside. */
export const statesExploredState: ExploredState<StatesState> = {
  kind: 'state machine',
  resourceTypes: ['AWS::StepFunctions::StateMachine'],
  nameOf: lastStep,
  rows: (state) =>
    [...state.machines.values()].map(({ name, arn }) => ({
      name,
      rows: [...state.executions.values()]
        .filter(({ machineArn }) => machineArn === arn)
        .map(({ status, input, output, error }) => ({ status, input, output: output ?? null, error: error ?? null })),
    })),
};
