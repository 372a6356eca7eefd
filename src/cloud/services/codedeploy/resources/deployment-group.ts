import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';

const otherPlatforms = 'of the compute platforms, Lambda alone is emulated';

const properties = {
  AlarmConfiguration: {
    members: { Enabled: 'flag', IgnorePollAlarmFailure: 'flag', Alarms: { list: { members: { Name: 'text' } } } },
  },
  ApplicationName: 'text',
  AutoRollbackConfiguration: { members: { Enabled: 'flag', Events: { list: 'text' } } },
  DeploymentConfigName: 'text',
  DeploymentGroupName: 'text',
  DeploymentStyle: { members: { DeploymentOption: 'text', DeploymentType: 'text' } },
  ServiceRoleArn: 'text',
  Tags: 'tags',
  TriggerConfigurations: {
    list: { members: { TriggerName: 'text', TriggerTargetArn: 'text', TriggerEvents: { list: 'text' } } },
  },
} as const satisfies Kinds;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentgroup.html */
export const deploymentGroup = resourceType({
  type: 'AWS::CodeDeploy::DeploymentGroup',
  service: 'codedeploy',
  properties,
  refused: {
    AutoScalingGroups: otherPlatforms,
    BlueGreenDeploymentConfiguration: otherPlatforms,
    Deployment: 'deployments of machines are not emulated',
    ECSServices: otherPlatforms,
    Ec2TagFilters: otherPlatforms,
    Ec2TagSet: otherPlatforms,
    LoadBalancerInfo: otherPlatforms,
    OnPremisesInstanceTagFilters: otherPlatforms,
    OnPremisesTagSet: otherPlatforms,
    OutdatedInstancesStrategy: otherPlatforms,
    TerminationHookEnabled: otherPlatforms,
  },
  name: { property: 'DeploymentGroupName', max: 100 },
  create: {
    operation: 'CreateDeploymentGroup',
    input: (p, { id }) => ({ ...settingsOf(p), deploymentGroupName: id, tags: p.Tags }),
  },
  update: {
    operation: 'UpdateDeploymentGroup',
    // What the template dropped is off again.
    input: (p, { id }) => ({
      alarmConfiguration: { enabled: false, alarms: [] },
      autoRollbackConfiguration: { enabled: false, events: [] },
      triggerConfigurations: [],
      ...settingsOf(p),
      currentDeploymentGroupName: id,
    }),
  },
  tagging: {
    tag: 'TagResource',
    untag: 'UntagResource',
    on: ({ ApplicationName }, { id, context: { region, account } }) => ({
      ResourceArn: `arn:aws:codedeploy:${region}:${account}:deploymentgroup:${ApplicationName}/${id}`,
    }),
  },
  delete: {
    operation: 'DeleteDeploymentGroup',
    input: ({ ApplicationName }, { id }) => ({ applicationName: ApplicationName, deploymentGroupName: id }),
  },
});

function settingsOf(p: Values<typeof properties>): object {
  const { AlarmConfiguration: alarms, AutoRollbackConfiguration: rollback, DeploymentStyle: style } = p;
  return {
    applicationName: p.ApplicationName,
    serviceRoleArn: p.ServiceRoleArn,
    ...(p.DeploymentConfigName !== undefined && { deploymentConfigName: p.DeploymentConfigName }),
    ...(alarms && {
      alarmConfiguration: {
        // A list alone counts: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AlarmConfiguration.html
        enabled: alarms.Enabled ?? (alarms.Alarms ?? []).length > 0,
        ignorePollAlarmFailure: alarms.IgnorePollAlarmFailure ?? false,
        alarms: (alarms.Alarms ?? []).map(({ Name }) => ({ name: Name })),
      },
    }),
    ...(rollback && {
      autoRollbackConfiguration: { enabled: rollback.Enabled ?? false, events: rollback.Events ?? [] },
    }),
    ...(style && {
      deploymentStyle: { deploymentOption: style.DeploymentOption, deploymentType: style.DeploymentType },
    }),
    ...(p.TriggerConfigurations && {
      triggerConfigurations: p.TriggerConfigurations.map(({ TriggerName, TriggerTargetArn, TriggerEvents }) => ({
        triggerName: TriggerName,
        triggerTargetArn: TriggerTargetArn,
        triggerEvents: TriggerEvents,
      })),
    }),
  };
}
