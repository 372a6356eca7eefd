import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { codedeployEmptyReads } from './empty-reads.ts';
import { codeDeployExploredState } from './explored-state.ts';
import { codeDeployFaults } from './faults.ts';
import * as applications from './operations/applications.ts';
import * as configs from './operations/configs.ts';
import * as deployments from './operations/deployments.ts';
import * as groups from './operations/groups.ts';
import * as revisions from './operations/revisions.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import * as targets from './operations/targets.ts';
import { codeDeployResources } from './resources/resources.ts';
import { type CodeDeployRuntime, startRuntime } from './runtime.ts';
import { type CodeDeployState, openCodeDeployState } from './state.ts';
import { codeDeployTagging } from './tagging.ts';

/** CodeDeploy: shifts the traffic of Lambda aliases, and takes it back. */
export const codedeploy: Service<CodeDeployState, CodeDeployRuntime> = {
  name: 'codedeploy',
  title: 'CodeDeploy',
  faults: codeDeployFaults,
  exploredState: codeDeployExploredState,
  state: openCodeDeployState,
  requiredMembers: 'itself',
  operations: {
    CreateApplication: applications.createApplication,
    GetApplication: applications.getApplication,
    BatchGetApplications: applications.batchGetApplications,
    ListApplications: applications.listApplications,
    UpdateApplication: applications.updateApplication,
    DeleteApplication: applications.deleteApplication,
    CreateDeploymentConfig: configs.createDeploymentConfig,
    GetDeploymentConfig: configs.getDeploymentConfig,
    ListDeploymentConfigs: configs.listDeploymentConfigs,
    DeleteDeploymentConfig: configs.deleteDeploymentConfig,
    CreateDeploymentGroup: groups.createDeploymentGroup,
    GetDeploymentGroup: groups.getDeploymentGroup,
    BatchGetDeploymentGroups: groups.batchGetDeploymentGroups,
    ListDeploymentGroups: groups.listDeploymentGroups,
    UpdateDeploymentGroup: groups.updateDeploymentGroup,
    DeleteDeploymentGroup: groups.deleteDeploymentGroup,
    RegisterApplicationRevision: revisions.registerApplicationRevision,
    GetApplicationRevision: revisions.getApplicationRevision,
    BatchGetApplicationRevisions: revisions.batchGetApplicationRevisions,
    ListApplicationRevisions: revisions.listApplicationRevisions,
    CreateDeployment: deployments.createDeployment,
    GetDeployment: deployments.getDeployment,
    BatchGetDeployments: deployments.batchGetDeployments,
    ListDeployments: deployments.listDeployments,
    StopDeployment: deployments.stopDeployment,
    ContinueDeployment: deployments.continueDeployment,
    GetDeploymentTarget: targets.getDeploymentTarget,
    BatchGetDeploymentTargets: targets.batchGetDeploymentTargets,
    ListDeploymentTargets: targets.listDeploymentTargets,
    PutLifecycleEventHookExecutionStatus: targets.putLifecycleEventHookExecutionStatus,
    ListTagsForResource: listTagsForResource,
    TagResource: tagResource,
    UntagResource: untagResource,
    // Ours: made inside of the process alone, the wire does not know it.
    AdvanceDeployment: deployments.advanceDeployment,
    ...emptyOperations('codedeploy', codedeployEmptyReads),
  },
  emptyReads: codedeployEmptyReads,
  resourceOf: namedBy(
    'deploymentId',
    'deploymentGroupName',
    'currentDeploymentGroupName',
    'applicationName',
    'deploymentConfigName',
    'ResourceArn',
  ),
  resources: codeDeployResources,
  tagging: codeDeployTagging,
  start: startRuntime,
};
