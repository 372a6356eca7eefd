import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { statesAccess } from './access.ts';
import { dropSyncExecutions } from './execution/drop-sync-executions.ts';
import { statesExploredState } from './explored-state.ts';
import { statesFaults } from './faults.ts';
import { advanceMapRun } from './map-runs/advance-map-run.ts';
import { writeMapResults } from './map-runs/results/write-map-results.ts';
import { stopMapRun } from './map-runs/stop-map-run.ts';
import { statesMetrics } from './metrics.ts';
import { mocksPlane } from './mocks/mocks-plane.ts';
import * as activities from './operations/activities.ts';
import * as aliases from './operations/aliases.ts';
import { describeExecution, describeStateMachineForExecution } from './operations/executions.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { listExecutions } from './operations/list-executions.ts';
import { describeMapRun, listMapRuns, updateMapRun } from './operations/map-runs.ts';
import { redriveExecution } from './operations/redrive-execution.ts';
import { continueExecution, runTask } from './operations/run-task.ts';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './operations/send-task.ts';
import { startExecution } from './operations/start-execution.ts';
import { startSyncExecution } from './operations/start-sync-execution.ts';
import * as machines from './operations/state-machines.ts';
import { stopExecution } from './operations/stop-execution.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { testState } from './operations/test-state.ts';
import { validateStateMachineDefinition } from './operations/validate-definition.ts';
import * as versions from './operations/versions.ts';
import { resourceName } from './resource-name.ts';
import { statesResources } from './resources/resources.ts';
import { StatesRuntime } from './runtime.ts';
import { statesShapes } from './shapes.ts';
import { openStatesState, type StatesState } from './state.ts';
import { statesStoredOnly } from './stored-only.ts';
import { statesTagging } from './tagging.ts';
import { statesWorkflowTasks } from './workflow-tasks.ts';

const namedByInput = namedBy(
  'stateMachineArn',
  'stateMachineAliasArn',
  'stateMachineVersionArn',
  'executionArn',
  'ExecutionArn',
  'activityArn',
  'mapRunArn',
  'MapRunArn',
  'name',
  'resourceArn',
);

import { invokeHttpEndpoint } from './tasks/http/invoke-http-endpoint.ts';

/** AWS Step Functions: state machines in the Amazon States Language. */
export const states: Service<StatesState, StatesRuntime> = {
  name: 'states',
  title: 'Step Functions',
  faults: statesFaults,
  exploredState: statesExploredState,
  state: openStatesState,
  shapes: statesShapes,
  access: statesAccess,
  resources: statesResources,
  storedOnly: statesStoredOnly,
  tagging: statesTagging,
  operations: {
    ValidateStateMachineDefinition: validateStateMachineDefinition,
    CreateStateMachine: machines.createStateMachine,
    UpdateStateMachine: machines.updateStateMachine,
    DescribeStateMachine: machines.describeStateMachine,
    DeleteStateMachine: machines.deleteStateMachine,
    ListStateMachines: machines.listStateMachines,
    PublishStateMachineVersion: versions.publishStateMachineVersion,
    DeleteStateMachineVersion: versions.deleteStateMachineVersion,
    ListStateMachineVersions: versions.listStateMachineVersions,
    CreateStateMachineAlias: aliases.createStateMachineAlias,
    UpdateStateMachineAlias: aliases.updateStateMachineAlias,
    DescribeStateMachineAlias: aliases.describeStateMachineAlias,
    DeleteStateMachineAlias: aliases.deleteStateMachineAlias,
    ListStateMachineAliases: aliases.listStateMachineAliases,
    ListExecutions: listExecutions,
    ListTagsForResource: listTagsForResource,
    TagResource: tagResource,
    UntagResource: untagResource,
    TestState: testState,
    StartExecution: startExecution,
    StartSyncExecution: startSyncExecution,
    DescribeExecution: describeExecution,
    GetExecutionHistory: getExecutionHistory,
    SendTaskSuccess: sendTaskSuccess,
    SendTaskFailure: sendTaskFailure,
    SendTaskHeartbeat: sendTaskHeartbeat,
    StopExecution: stopExecution,
    RedriveExecution: redriveExecution,
    DescribeMapRun: describeMapRun,
    ListMapRuns: listMapRuns,
    UpdateMapRun: updateMapRun,
    DescribeStateMachineForExecution: describeStateMachineForExecution,
    CreateActivity: activities.createActivity,
    DescribeActivity: activities.describeActivity,
    DeleteActivity: activities.deleteActivity,
    ListActivities: activities.listActivities,
    GetActivityTask: activities.getActivityTask,
    // Ours: made by the scheduler of the kernel alone, the wire does not know them.
    RunTask: runTask,
    ContinueExecution: continueExecution,
    AdvanceMapRun: advanceMapRun,
    StopMapRun: stopMapRun,
    WriteMapResults: writeMapResults,
    InvokeHTTPEndpoint: invokeHttpEndpoint,
  },
  resourceOf(operation, input) {
    const named = namedByInput(operation, input);
    return named === undefined ? undefined : resourceName(named);
  },
  dataPlanes: [mocksPlane],
  workflowTasks: statesWorkflowTasks,
  metrics: statesMetrics,
  start(kernel) {
    dropSyncExecutions(kernel);
    return new StatesRuntime(kernel);
  },
};
