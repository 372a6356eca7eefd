import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { statesExploredState } from './explored-state.ts';
import { statesFaults } from './faults.ts';
import { describeExecution, getExecutionHistory } from './operations/executions.ts';
import { continueExecution, runTask } from './operations/run-task.ts';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './operations/send-task.ts';
import { startExecution } from './operations/start-execution.ts';
import { createStateMachine } from './operations/state-machines.ts';
import { StatesRuntime } from './runtime.ts';
import { openStatesState, type StatesState } from './state.ts';
import { statesWorkflowTasks } from './workflow-tasks.ts';

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
    SendTaskSuccess: sendTaskSuccess,
    SendTaskFailure: sendTaskFailure,
    SendTaskHeartbeat: sendTaskHeartbeat,
    // Ours: made by the scheduler of the kernel alone, the wire does not know them.
    RunTask: runTask,
    ContinueExecution: continueExecution,
  },
  resourceOf: namedBy('stateMachineArn', 'executionArn', 'ExecutionArn', 'activityArn', 'name', 'resourceArn'),
  workflowTasks: statesWorkflowTasks,
  start: () => new StatesRuntime(),
};
