import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { cloudformationEmptyReads } from './empty-reads.ts';
import { describeAccountLimits, estimateTemplateCost } from './operations/account.ts';
import { deleteChangeSet, listChangeSets } from './operations/change-sets.ts';
import { createChangeSet } from './operations/create-change-set.ts';
import { createStack } from './operations/create-stack.ts';
import { deleteStack } from './operations/delete-stack.ts';
import { describeChangeSet } from './operations/describe-change-set.ts';
import {
  describeStackDriftDetectionStatus,
  describeStackResourceDrifts,
  detectStackDrift,
  detectStackResourceDrift,
} from './operations/drift.ts';
import { describeEvents, describeStackEvents } from './operations/events.ts';
import { executeChangeSet } from './operations/execute-change-set.ts';
import { listExports, listImports } from './operations/exports.ts';
import { cancelUpdateStack, continueUpdateRollback, rollbackStack } from './operations/rollbacks.ts';
import { signalResource } from './operations/signal-resource.ts';
import {
  createStackInstances,
  deleteStackInstances,
  describeStackInstance,
  listStackInstances,
  updateStackInstances,
} from './operations/stack-instances.ts';
import {
  createStackRefactor,
  describeStackRefactor,
  executeStackRefactor,
  listStackRefactorActions,
  listStackRefactors,
} from './operations/stack-refactors.ts';
import { describeStackResource, describeStackResources, listStackResources } from './operations/stack-resources.ts';
import {
  describeStackSetOperation,
  listStackSetOperationResults,
  listStackSetOperations,
  stopStackSetOperation,
} from './operations/stack-set-operations.ts';
import {
  createStackSet,
  deleteStackSet,
  describeStackSetById,
  listStackSets,
  updateStackSet,
} from './operations/stack-sets.ts';
import {
  getStackPolicy,
  listHookResults,
  setStackPolicy,
  updateTerminationProtection,
} from './operations/stack-settings.ts';
import { describeStacks, listStacks } from './operations/stacks.ts';
import { getTemplate, getTemplateSummary, validateTemplate } from './operations/templates.ts';
import { describeType, listTypes, listTypeVersions } from './operations/types.ts';
import { updateStack } from './operations/update-stack.ts';
import { cloudFormationResources } from './resources.ts';
import { responsePlane } from './response-plane.ts';
import { type CloudFormationRuntime, startRuntime } from './runtime.ts';
import { cloudFormationShapes } from './shapes.ts';
import { type CloudFormationState, cloudFormationState } from './state.ts';
import { cloudFormationStoredOnly } from './stored-only.ts';
import { cloudFormationTagging } from './tagging.ts';

/** CloudFormation: templates become stacks of resources, which the services that own them make. */
export const cloudformation: Service<CloudFormationState, CloudFormationRuntime> = {
  name: 'cloudformation',
  title: 'CloudFormation',
  faults: usualFaults,
  exploredState: { none: 'stacks are how the app came to be, and no data of it' },
  state: cloudFormationState,
  shapes: cloudFormationShapes,
  wording: { code: 'ValidationError' },
  operations: {
    CancelUpdateStack: cancelUpdateStack,
    ContinueUpdateRollback: continueUpdateRollback,
    CreateChangeSet: createChangeSet,
    CreateStack: createStack,
    CreateStackInstances: createStackInstances,
    CreateStackRefactor: createStackRefactor,
    CreateStackSet: createStackSet,
    DeleteChangeSet: deleteChangeSet,
    DeleteStack: deleteStack,
    DeleteStackInstances: deleteStackInstances,
    DeleteStackSet: deleteStackSet,
    DescribeAccountLimits: describeAccountLimits,
    DescribeChangeSet: describeChangeSet,
    DescribeEvents: describeEvents,
    DescribeStackDriftDetectionStatus: describeStackDriftDetectionStatus,
    DescribeStackEvents: describeStackEvents,
    DescribeStackInstance: describeStackInstance,
    DescribeStackRefactor: describeStackRefactor,
    DescribeStackResource: describeStackResource,
    DescribeStackResourceDrifts: describeStackResourceDrifts,
    DescribeStackResources: describeStackResources,
    DescribeStackSet: describeStackSetById,
    DescribeStackSetOperation: describeStackSetOperation,
    DescribeStacks: describeStacks,
    DescribeType: describeType,
    DetectStackDrift: detectStackDrift,
    DetectStackResourceDrift: detectStackResourceDrift,
    EstimateTemplateCost: estimateTemplateCost,
    ExecuteChangeSet: executeChangeSet,
    ExecuteStackRefactor: executeStackRefactor,
    GetStackPolicy: getStackPolicy,
    GetTemplate: getTemplate,
    GetTemplateSummary: getTemplateSummary,
    ListChangeSets: listChangeSets,
    ListExports: listExports,
    ListHookResults: listHookResults,
    ListImports: listImports,
    ListStackInstances: listStackInstances,
    ListStackRefactorActions: listStackRefactorActions,
    ListStackRefactors: listStackRefactors,
    ListStackResources: listStackResources,
    ListStackSetOperationResults: listStackSetOperationResults,
    ListStackSetOperations: listStackSetOperations,
    ListStackSets: listStackSets,
    ListStacks: listStacks,
    ListTypeVersions: listTypeVersions,
    ListTypes: listTypes,
    RollbackStack: rollbackStack,
    SetStackPolicy: setStackPolicy,
    SignalResource: signalResource,
    StopStackSetOperation: stopStackSetOperation,
    UpdateStack: updateStack,
    UpdateStackInstances: updateStackInstances,
    UpdateStackSet: updateStackSet,
    UpdateTerminationProtection: updateTerminationProtection,
    ValidateTemplate: validateTemplate,
    ...emptyOperations('cloudformation', cloudformationEmptyReads),
  },
  emptyReads: cloudformationEmptyReads,
  resources: cloudFormationResources,
  tagging: cloudFormationTagging,
  storedOnly: cloudFormationStoredOnly,
  dataPlanes: [responsePlane],
  resourceOf: (_operation, input) =>
    nameOf(input.StackName) ?? nameOf(input.StackSetName) ?? nameOf(input.ChangeSetName),
  start: startRuntime,
};

/** A name as it is, or the name within an id: `arn:…:stack/name/uuid`. */
function nameOf(nameOrId: unknown): string | undefined {
  if (typeof nameOrId !== 'string') return undefined;
  return nameOrId.startsWith('arn:') ? nameOrId.split('/')[1] : nameOrId;
}
