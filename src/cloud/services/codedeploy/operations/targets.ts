import type * as Sdk from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { defer, fail, HookFailed } from '../deployments/advance.ts';
import { describeTarget } from '../deployments/describe-deployment.ts';
import { eventCompleted, invalidExecutionId, invalidExecutionStatus, required, targetMissing } from '../errors.ts';
import { findDeployment } from '../find.ts';
import { type CodeDeployState, type Deployment, isUnderWay } from '../state.ts';

type Op<Input, Output> = Operation<Input, Output, CodeDeployState>;

function tellTarget(deployment: Deployment, targetId: string | undefined, { region, account }: Context) {
  if (!targetId) throw required('DeploymentTargetId', 'targetId');
  const { target } = deployment;
  if (!target || target.id !== targetId) throw targetMissing(targetId);
  return describeTarget(deployment, target, `arn:aws:lambda:${region}:${account}:function:${target.functionName}`);
}

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentTarget.html */
export const getDeploymentTarget: Op<Sdk.GetDeploymentTargetInput, Sdk.GetDeploymentTargetOutput> = (
  state,
  { deploymentId, targetId },
  context,
) => ({ deploymentTarget: tellTarget(findDeployment(state, deploymentId), targetId, context) });

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeploymentTargets.html */
export const batchGetDeploymentTargets: Op<Sdk.BatchGetDeploymentTargetsInput, Sdk.BatchGetDeploymentTargetsOutput> = (
  state,
  { deploymentId, targetIds },
  context,
) => {
  const deployment = findDeployment(state, deploymentId);
  if ((targetIds ?? []).length > 25) {
    throw new AwsError('DeploymentTargetListSizeExceededException', 'The maximum number of targets is 25.');
  }
  return { deploymentTargets: (targetIds ?? []).map((id) => tellTarget(deployment, id, context)) };
};

/** There is one, once the AppSpec file was read. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentTargets.html */
export const listDeploymentTargets: Op<Sdk.ListDeploymentTargetsInput, Sdk.ListDeploymentTargetsOutput> = (
  state,
  { deploymentId, targetFilters = {} },
) => {
  const deployment = findDeployment(state, deploymentId);
  const { target } = deployment;
  if (!target) return { targetIds: [] };
  const { status = 'Unknown' } = describeTarget(deployment, target, '').lambdaTarget ?? {};
  const wanted = targetFilters.TargetStatus ?? [];
  return { targetIds: wanted.length === 0 || wanted.includes(status) ? [target.id] : [] };
};

/**
 * What a hook's function found. The deployment goes on, or fails.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_PutLifecycleEventHookExecutionStatus.html
 */
export const putLifecycleEventHookExecutionStatus: Op<
  Sdk.PutLifecycleEventHookExecutionStatusInput,
  Sdk.PutLifecycleEventHookExecutionStatusOutput
> = async (state, { deploymentId, lifecycleEventHookExecutionId: executionId, status }, context) => {
  const deployment = findDeployment(state, deploymentId);
  if (status !== 'Succeeded' && status !== 'Failed') throw invalidExecutionStatus();
  const { hook } = deployment;
  if (!hook || !isUnderWay(deployment)) throw eventCompleted();
  if (hook.executionId !== executionId) throw invalidExecutionId();
  const message = `The function for the lifecycle event ${hook.event} reported that its validation failed.`;
  if (status === 'Failed') await fail(state, deployment, new HookFailed(message), context);
  else settle(state, deployment, context);
  return { lifecycleEventHookExecutionId: executionId };
};

/** The event is over. Whoever waits for the end of the invocation goes on then; else the deployment goes on now. */
function settle(state: CodeDeployState, deployment: Deployment, context: Context): void {
  const { hook, ...rest } = deployment;
  const endedMs = context.clock.now();
  const settled: Deployment = {
    ...rest,
    events: rest.events.map((each) => (each.name === hook?.event ? { ...each, status: 'Succeeded', endedMs } : each)),
  };
  if (hook?.isInvoking) state.deployments.set(settled.id, settled);
  else defer(state, settled, context.clock.now(), context);
}
