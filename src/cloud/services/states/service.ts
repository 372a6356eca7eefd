import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { statesExploredState } from './explored-state.ts';
import { statesFaults } from './faults.ts';
import { describeExecution, getExecutionHistory } from './operations/executions.ts';
import { redriveExecution } from './operations/redrive-execution.ts';
import { continueExecution, runTask } from './operations/run-task.ts';
import { startExecution } from './operations/start-execution.ts';
import { createStateMachine } from './operations/state-machines.ts';
import { stopExecution } from './operations/stop-execution.ts';
import { StatesRuntime } from './runtime.ts';
import { openStatesState, type StatesState } from './state.ts';

/** AWS Step Functions: state machines in the Amazon States Language. */
export const states: Service<StatesState, StatesRuntime> = {
  name: 'states',
  title: 'Step Functions',
  faults: statesFaults,
  exploredState: statesExploredState,
  state: openStatesState,
  operations: {
    CreateStateMachine: createStateMachine,
    StartExecution: startExecution,
    DescribeExecution: describeExecution,
    GetExecutionHistory: getExecutionHistory,
    StopExecution: stopExecution,
    RedriveExecution: redriveExecution,
    // Ours: made by the scheduler of the kernel alone, the wire does not know them.
    RunTask: runTask,
    ContinueExecution: continueExecution,
  },
  resourceOf: namedBy('stateMachineArn', 'executionArn', 'ExecutionArn', 'activityArn', 'name', 'resourceArn'),
  start: () => new StatesRuntime(),
};
