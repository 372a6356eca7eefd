import type * as Sdk from '@aws-sdk/client-codedeploy';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { findConfig } from '../configs/predefined.ts';
import { advance, defer, rollsBackOn } from '../deployments/advance.ts';
import { newDeploymentId } from '../deployments/deployment-id.ts';
import { describeDeployment } from '../deployments/describe-deployment.ts';
import { end } from '../deployments/end-deployment.ts';
import { deploymentCompleted, deploymentUnderWay, descriptionTooLong, invalidOperation, notLambda } from '../errors.ts';
import { assertBatch, findDeployment, findGroup, listPage, nameOf } from '../find.ts';
import { assertAlarms, assertRollback } from '../groups/group-settings.ts';
import { type ReadRevision, readRevision } from '../revisions/read-revision.ts';
import { registerRevision } from '../revisions/register-revision.ts';
import type { CodeDeployRuntime } from '../runtime.ts';
import {
  type CodeDeployState,
  type Deployment,
  type DeploymentGroup,
  eventNames,
  isUnderWay,
  nextOrder,
  within,
} from '../state.ts';

type Op<Input, Output> = Operation<Input, Output, CodeDeployState>;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html */
const descriptionLengthMax = 1000;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html */
export const createDeployment: Op<Sdk.CreateDeploymentInput, Sdk.CreateDeploymentOutput> = async (
  state,
  input,
  context,
) => {
  nameOf('ApplicationName', input.applicationName);
  const find = () => findGroup(state, input.applicationName, input.deploymentGroupName);
  find();
  assertInput(input);
  const read = await readRevision(input.revision, context);
  // While its object was read, somebody else may have started another one.
  const group = find();
  const active = [...state.deployments.values()].find((each) => isUnderWay(each) && each.groupId === group.id);
  if (active) throw deploymentUnderWay(group.name, active.id);
  const deployment = newDeployment(state, group, input, read, context);
  registerRevision(state, group.applicationName, { ...read, groupName: group.name }, context);
  state.groups.set(within(group.applicationName, group.name), {
    ...group,
    lastAttempted: { deploymentId: deployment.id, revision: read.sha256 },
  });
  defer(state, deployment, context.clock.now(), context);
  return { deploymentId: deployment.id };
};

function assertInput({ targetInstances, autoRollbackConfiguration, ...input }: Sdk.CreateDeploymentInput): void {
  if (targetInstances && Object.keys(targetInstances).length > 0) throw notLambda('setting targetInstances');
  if (input.updateOutdatedInstancesOnly) throw notLambda('setting updateOutdatedInstancesOnly');
  if ((input.description ?? '').length > descriptionLengthMax) throw descriptionTooLong('The description is too long.');
  assertRollback(autoRollbackConfiguration);
  assertAlarms(input.overrideAlarmConfiguration);
}

function newDeployment(
  state: CodeDeployState,
  group: DeploymentGroup,
  input: Sdk.CreateDeploymentInput,
  { sha256, location }: ReadRevision,
  { random, clock }: Context,
): Deployment {
  const config = findConfig(state, input.deploymentConfigName ?? group.configName);
  const nowMs = clock.now();
  return {
    id: newDeploymentId(random),
    applicationName: group.applicationName,
    groupName: group.name,
    groupId: group.id,
    configName: config.name,
    serviceRoleArn: group.serviceRoleArn,
    routing: config.routing,
    revision: sha256,
    revisionPlace: location,
    previousRevision: group.lastSuccessful?.revision,
    description: input.description,
    creator: 'user',
    status: 'Created',
    alarms: group.alarms,
    overrideAlarms: input.overrideAlarmConfiguration,
    autoRollback: input.autoRollbackConfiguration ?? group.autoRollback,
    triggers: group.triggers,
    hooks: {},
    events: eventNames.map((name) => ({ name, status: 'Pending' })),
    weight: 0,
    steps: 0,
    createdMs: nowMs,
    changedMs: nowMs,
    order: nextOrder(state),
  };
}

/** Ours: made by the kernel's scheduler, and by whoever waits for a deployment; the wire does not know it. */
export const advanceDeployment: Operation<
  { readonly deploymentId: string },
  object,
  CodeDeployState,
  CodeDeployRuntime
> = async (state, { deploymentId }, context) => {
  const deployment = state.deployments.get(deploymentId);
  const isPlanned = context.delivery === undefined || deployment?.nextKey === context.delivery.key;
  if (deployment && isPlanned) await context.runtime.alone(deploymentId, () => advance(state, deploymentId, context));
  return {};
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeployment.html */
export const getDeployment: Op<Sdk.GetDeploymentInput, Sdk.GetDeploymentOutput> = (state, { deploymentId }) => ({
  deploymentInfo: describeDeployment(findDeployment(state, deploymentId)),
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html */
export const batchGetDeployments: Op<Sdk.BatchGetDeploymentsInput, Sdk.BatchGetDeploymentsOutput> = (
  state,
  { deploymentIds },
) => {
  assertBatch(deploymentIds, 25, 'deployments');
  return { deploymentsInfo: (deploymentIds ?? []).map((id) => describeDeployment(findDeployment(state, id))) };
};

/** Newest first. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeployments.html */
export const listDeployments: Op<Sdk.ListDeploymentsInput, Sdk.ListDeploymentsOutput> = (state, input) => {
  const { applicationName, deploymentGroupName, includeOnlyStatuses = [], createTimeRange = {} } = input;
  if (applicationName !== undefined || deploymentGroupName !== undefined) {
    findGroup(state, applicationName, deploymentGroupName);
  }
  const { start, end: until } = createTimeRange;
  const found = [...state.deployments.values()]
    .filter((each) => applicationName === undefined || each.applicationName === applicationName)
    .filter((each) => deploymentGroupName === undefined || each.groupName === deploymentGroupName)
    .filter(({ status }) => includeOnlyStatuses.length === 0 || includeOnlyStatuses.includes(status))
    .filter(({ createdMs }) => !start || createdMs >= start.getTime())
    .filter(({ createdMs }) => !until || createdMs < until.getTime())
    .sort((a, b) => b.order - a.order);
  const page = listPage(found, input.nextToken, ({ id }) => id);
  return { deployments: page.items.map(({ id }) => id), ...(page.next !== undefined && { nextToken: page.next }) };
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_StopDeployment.html */
export const stopDeployment: Op<Sdk.StopDeploymentInput, Sdk.StopDeploymentOutput> = async (
  state,
  { deploymentId, autoRollbackEnabled },
  context,
) => {
  const deployment = findDeployment(state, deploymentId);
  if (!isUnderWay(deployment)) throw deploymentCompleted(deployment.id);
  const isRolledBack = autoRollbackEnabled ?? rollsBackOn(deployment, 'DEPLOYMENT_STOP_ON_REQUEST');
  await end(state, deployment, { status: 'Stopped', isRolledBack }, context);
  return {
    status: 'Succeeded',
    statusMessage: 'No more commands will be scheduled for execution in the deployment instances',
  };
};

/** Waits are those of other platforms. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ContinueDeployment.html */
export const continueDeployment: Op<Sdk.ContinueDeploymentInput, object> = (state, { deploymentId }) => {
  const deployment = findDeployment(state, deploymentId);
  if (!isUnderWay(deployment)) throw deploymentCompleted(deployment.id);
  throw invalidOperation(`Deployment ${deployment.id} does not wait to be continued.`);
};
