import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { dropSyncExecutions } from './execution/drop-sync-executions.ts';
import { statesExploredState } from './explored-state.ts';
import { statesFaults } from './faults.ts';
import { statesMetrics } from './metrics.ts';
import { describeExecution, describeStateMachineForExecution } from './operations/executions.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { continueExecution, runTask } from './operations/run-task.ts';
import { startExecution } from './operations/start-execution.ts';
import { startSyncExecution } from './operations/start-sync-execution.ts';
import { createStateMachine } from './operations/state-machines.ts';
import { StatesRuntime } from './runtime.ts';
import { statesShapes } from './shapes.ts';
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
    StartSyncExecution: startSyncExecution,
    DescribeExecution: describeExecution,
    GetExecutionHistory: getExecutionHistory,
    DescribeStateMachineForExecution: describeStateMachineForExecution,
    // Ours: made by the scheduler of the kernel alone, the wire does not know them.
    RunTask: runTask,
    ContinueExecution: continueExecution,
  },
  resourceOf: namedBy('stateMachineArn', 'executionArn', 'ExecutionArn', 'activityArn', 'name', 'resourceArn'),
  metrics: statesMetrics,
  shapes: statesShapes,
  start(kernel) {
    dropSyncExecutions(kernel);
    return new StatesRuntime(kernel);
  },
};
