import type { CreateDeploymentGroupInput, DeploymentGroupInfo, LastDeploymentInfo } from '@aws-sdk/client-codedeploy';
import { sessionOf } from '../../../kernel/role-session.ts';
import { given } from '../../../service-kit/input.ts';
import { deploymentStyle } from '../deployments/describe-deployment.ts';
import { invalidAlarms, invalidRole, invalidRollback, invalidStyle, invalidTriggers, notLambda } from '../errors.ts';
import { tellRevision } from '../revisions/read-revision.ts';
import { type CodeDeployState, type DeploymentGroup, type LastDeployment, within } from '../state.ts';

type Settings = Partial<Omit<CreateDeploymentGroupInput, 'applicationName' | 'deploymentGroupName' | 'tags'>>;

/** Of machines and containers; empty ones say nothing. */
const otherPlatforms = [
  'ec2TagFilters',
  'onPremisesInstanceTagFilters',
  'autoScalingGroups',
  'blueGreenDeploymentConfiguration',
  'loadBalancerInfo',
  'ec2TagSet',
  'ecsServices',
  'onPremisesTagSet',
  'terminationHookEnabled',
] as const satisfies readonly (keyof Settings)[];

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const alarmsMax = 10;
const triggersMax = 10;
const rollbackEvents: readonly unknown[] = [
  'DEPLOYMENT_FAILURE',
  'DEPLOYMENT_STOP_ON_ALARM',
  'DEPLOYMENT_STOP_ON_REQUEST',
];

/** Throws what AWS throws for the first setting that cannot be. */
export function assertSettings(settings: Settings): void {
  for (const name of otherPlatforms) {
    const value = settings[name];
    const isSaying = typeof value === 'object' ? Object.keys(value).length > 0 : value === true;
    if (isSaying) throw notLambda(`setting ${name} of deployment groups`);
  }
  const { serviceRoleArn, deploymentStyle: style, alarmConfiguration, autoRollbackConfiguration } = settings;
  if (serviceRoleArn !== undefined && !sessionOf(serviceRoleArn, 'CodeDeploy')) throw invalidRole();
  if (style && (style.deploymentType === 'IN_PLACE' || style.deploymentOption === 'WITHOUT_TRAFFIC_CONTROL')) {
    throw invalidStyle('For a Lambda deployment group, the deployment style must be BLUE_GREEN, WITH_TRAFFIC_CONTROL.');
  }
  assertAlarms(alarmConfiguration);
  assertRollback(autoRollbackConfiguration);
  for (const { triggerName, triggerTargetArn, triggerEvents = [] } of settings.triggerConfigurations ?? []) {
    const isWhole = triggerName && /^arn:[^:]+:sns:/.test(triggerTargetArn ?? '') && triggerEvents.length > 0;
    if (!isWhole) throw invalidTriggers('The trigger was specified in an invalid format.');
  }
  if ((settings.triggerConfigurations ?? []).length > triggersMax) {
    throw invalidTriggers(`A deployment group has at most ${triggersMax} triggers.`);
  }
}

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AlarmConfiguration.html */
export function assertAlarms(configuration: Settings['alarmConfiguration']): void {
  const { enabled = false, alarms = [] } = configuration ?? {};
  if (enabled && alarms.length === 0) throw invalidAlarms('The alarm configuration is enabled and has no alarms.');
  if (alarms.length > alarmsMax) throw invalidAlarms(`The maximum number of alarms is ${alarmsMax}.`);
  const names = alarms.map(({ name }) => name);
  if (new Set(names).size < names.length) throw invalidAlarms('An alarm appears more than once in the list.');
  if (names.some((name) => !name)) throw invalidAlarms('The alarm name is empty.');
}

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AutoRollbackConfiguration.html */
export function assertRollback(configuration: Settings['autoRollbackConfiguration']): void {
  const { enabled = false, events = [] } = configuration ?? {};
  if (enabled && events.length === 0) {
    throw invalidRollback('The automatic rollback configuration is enabled, but no event types are listed.');
  }
  if (events.some((event) => !rollbackEvents.includes(event))) {
    throw invalidRollback('An invalid automatic rollback event type was listed.');
  }
}

/** Triggers and alarms as an update gives them: an empty list takes them away. */
export const settingsOf = (settings: Settings): Partial<DeploymentGroup> =>
  given({
    serviceRoleArn: settings.serviceRoleArn,
    alarms: settings.alarmConfiguration,
    autoRollback: settings.autoRollbackConfiguration,
    triggers: settings.triggerConfigurations,
    outdatedInstances: settings.outdatedInstancesStrategy,
  });

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentGroupInfo.html */
export function describeGroup(state: CodeDeployState, group: DeploymentGroup): DeploymentGroupInfo {
  const last = group.lastSuccessful;
  const revision = last && state.revisions.get(within(group.applicationName, last.revision));
  return {
    applicationName: group.applicationName,
    deploymentGroupId: group.id,
    deploymentGroupName: group.name,
    deploymentConfigName: group.configName,
    ec2TagFilters: [],
    onPremisesInstanceTagFilters: [],
    autoScalingGroups: [],
    serviceRoleArn: group.serviceRoleArn,
    ...(revision && { targetRevision: tellRevision(revision.location, revision.sha256) }),
    triggerConfigurations: [...group.triggers],
    ...given({
      alarmConfiguration: group.alarms,
      autoRollbackConfiguration: group.autoRollback,
      lastSuccessfulDeployment: tellLast(state, group.lastSuccessful),
      lastAttemptedDeployment: tellLast(state, group.lastAttempted),
    }),
    deploymentStyle,
    outdatedInstancesStrategy: group.outdatedInstances ?? 'UPDATE',
    computePlatform: 'Lambda',
    terminationHookEnabled: false,
  };
}

function tellLast(state: CodeDeployState, last: LastDeployment | undefined): LastDeploymentInfo | undefined {
  const deployment = last && state.deployments.get(last.deploymentId);
  if (!deployment) return undefined;
  const { id, status, createdMs, completedMs } = deployment;
  return {
    deploymentId: id,
    status,
    createTime: new Date(createdMs),
    ...(completedMs !== undefined && { endTime: new Date(completedMs) }),
  };
}
