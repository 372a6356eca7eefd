import type { DeploymentInfo, DeploymentTarget, LifecycleEvent } from '@aws-sdk/client-codedeploy';
import { given } from '../../../service-kit/input.ts';
import { tellRevision } from '../revisions/read-revision.ts';
import { type Deployment, isUnderWay, type LifecycleRecord, type Target } from '../state.ts';

/** Lambda deployments have no other. */
export const deploymentStyle = { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' } as const;

const dateOf = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms));

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html */
export function describeDeployment(deployment: Deployment): DeploymentInfo {
  const { previousRevision, revisionPlace, rollback } = deployment;
  return {
    applicationName: deployment.applicationName,
    deploymentGroupName: deployment.groupName,
    deploymentConfigName: deployment.configName,
    deploymentId: deployment.id,
    ...(previousRevision !== undefined && {
      previousRevision: tellRevision({ type: 'AppSpecContent' }, previousRevision),
    }),
    revision: tellRevision(revisionPlace, deployment.revision),
    status: deployment.status,
    ...given({
      errorInformation: deployment.error,
      description: deployment.description,
      autoRollbackConfiguration: deployment.autoRollback,
      overrideAlarmConfiguration: deployment.overrideAlarms,
      startTime: dateOf(deployment.startedMs),
      completeTime: dateOf(deployment.completedMs),
    }),
    createTime: new Date(deployment.createdMs),
    deploymentOverview: overviewOf(deployment),
    creator: deployment.creator,
    ignoreApplicationStopFailures: false,
    updateOutdatedInstancesOnly: false,
    ...(rollback && {
      rollbackInfo: given({
        rollbackDeploymentId: rollback.deploymentId,
        rollbackTriggeringDeploymentId: rollback.triggeredBy,
        rollbackMessage: rollback.message,
      }),
    }),
    deploymentStyle,
    instanceTerminationWaitTimeStarted: false,
    fileExistsBehavior: 'DISALLOW',
    deploymentStatusMessages: [],
    computePlatform: 'Lambda',
  };
}

function overviewOf({ status }: Deployment) {
  const counts = { Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0 };
  if (status === 'Created') return { ...counts, Pending: 1 };
  if (status === 'InProgress') return { ...counts, InProgress: 1 };
  if (status === 'Succeeded') return { ...counts, Succeeded: 1 };
  return status === 'Failed' ? { ...counts, Failed: 1 } : { ...counts, Skipped: 1 };
}

const statuses = { Created: 'Pending', InProgress: 'InProgress', Succeeded: 'Succeeded', Failed: 'Failed' } as const;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_LambdaTarget.html */
export function describeTarget(deployment: Deployment, target: Target, targetArn: string): DeploymentTarget {
  const { functionName, alias, currentVersion, targetVersion } = target;
  const isBack = !isUnderWay(deployment) && deployment.rollback?.deploymentId !== undefined;
  return {
    deploymentTargetType: 'LambdaTarget',
    lambdaTarget: {
      deploymentId: deployment.id,
      targetId: target.id,
      targetArn,
      status: Object.hasOwn(statuses, deployment.status)
        ? statuses[deployment.status as keyof typeof statuses]
        : 'Skipped',
      lastUpdatedAt: new Date(deployment.changedMs),
      lifecycleEvents: deployment.events.map(tellEvent),
      lambdaFunctionInfo: {
        functionName,
        functionAlias: alias,
        currentVersion,
        targetVersion,
        targetVersionWeight: isBack ? 0 : deployment.weight,
      },
    },
  };
}

const tellEvent = ({ name, status, startedMs, endedMs, message }: LifecycleRecord): LifecycleEvent => ({
  lifecycleEventName: name,
  status,
  ...given({ startTime: dateOf(startedMs), endTime: dateOf(endedMs) }),
  ...(message !== undefined && {
    diagnostics: { errorCode: 'ScriptFailed', scriptName: '', message, logTail: '' },
  }),
});
