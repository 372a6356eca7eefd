import { InvalidResource } from '../language/errors.ts';
import {
  assertConditionalItems,
  getAtt,
  isConditional,
  isIntrinsic,
  isNoValue,
  ref,
  sub,
} from '../language/intrinsics.ts';
import { copyOf, type Fields, isTruthy } from '../language/values.ts';
import { codeDeployApplication as application, codeDeployDeploymentGroup } from '../resources/codedeploy.ts';
import { iamRole } from '../resources/iam.ts';
import { Resource } from '../resources/resource.ts';
import { tagList } from '../resources/tags.ts';
import { awsPolicyArn } from '../roles/managed-policies.ts';
import { assumedBy } from '../roles/policy-documents.ts';

export const applicationId = 'ServerlessDeploymentApplication';
const roleId = 'CodeDeployServiceRole';

/** Configurations of CodeDeploy that are named without what stands before them there. */
const configurations: ReadonlySet<unknown> = new Set([
  'Canary10Percent5Minutes',
  'Canary10Percent10Minutes',
  'Canary10Percent15Minutes',
  'Canary10Percent30Minutes',
  'Linear10PercentEvery1Minute',
  'Linear10PercentEvery2Minutes',
  'Linear10PercentEvery3Minutes',
  'Linear10PercentEvery10Minutes',
  'AllAtOnce',
]);

/** What a function says of its gradual deployment. */
export interface DeploymentPreference {
  /** The name of a deployment configuration. */
  readonly type: unknown;
  readonly hooks: Fields;
  readonly alarms: unknown;
  /** The role of CodeDeploy; one is made where it is missing. */
  readonly role: unknown;
  readonly triggers: unknown;
  /** The function's condition, where CodeDeploy's resources shall have it as well. */
  readonly condition: unknown;
  /** Tags that CodeDeploy's resources get as well. */
  readonly tags: Fields | undefined;
}

/** The one application of all functions. */
export function codeDeployApplication(tags: Fields): Resource {
  const resource = new Resource(application, applicationId);
  resource.set('ComputePlatform', 'Lambda');
  if (isTruthy(tags)) resource.set('Tags', tagList(tags));
  return resource;
}

/** The one role of all functions that name none. */
export function codeDeployRole(tags: Fields, partition: string): Resource {
  const role = new Resource(iamRole, roleId);
  const policy = ['aws-iso', 'aws-iso-b'].includes(partition)
    ? 'service-role/AWSCodeDeployRoleForLambdaLimited'
    : 'service-role/AWSCodeDeployRoleForLambda';
  role.set('AssumeRolePolicyDocument', assumedBy('codedeploy.amazonaws.com'));
  role.set('ManagedPolicyArns', [awsPolicyArn({ partition }, policy)]);
  if (isTruthy(tags)) role.set('Tags', tagList(tags));
  return role;
}

/** @throws InvalidResource for alarms that are none */
export function deploymentGroup(functionId: string, preference: DeploymentPreference): Resource {
  const { role, triggers, tags, condition } = preference;
  const group = new Resource(codeDeployDeploymentGroup, `${functionId}DeploymentGroup`);
  group.set('AlarmConfiguration', alarmConfiguration(functionId, preference.alarms));
  group.set('ApplicationName', ref(applicationId));
  group.set('AutoRollbackConfiguration', {
    Enabled: true,
    Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
  });
  group.set('DeploymentConfigName', withFullNames(copyOf(preference.type)));
  group.set('DeploymentStyle', { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' });
  group.set('ServiceRoleArn', isTruthy(role) ? role : getAtt(roleId, 'Arn'));
  if (isTruthy(triggers)) group.set('TriggerConfigurations', triggers);
  if (isTruthy(tags)) group.set('Tags', tagList(tags));
  if (isTruthy(condition)) group.setAttribute('Condition', condition);
  return group;
}

function alarmConfiguration(functionId: string, alarms: unknown): unknown {
  if (!isTruthy(alarms) || isNoValue(alarms)) return undefined;
  if (!isConditional(alarms)) return alarmsOf(functionId, alarms);
  const items = copyOf(alarms['Fn::If']);
  try {
    assertConditionalItems(items);
  } catch (error) {
    throw error instanceof TypeError ? new InvalidResource(functionId, error.message) : error;
  }
  const [condition, ...sides] = items;
  return { 'Fn::If': [condition, ...sides.map((side) => alarmsOf(functionId, side))] };
}

function alarmsOf(functionId: string, alarms: unknown): Fields {
  if (!Array.isArray(alarms)) throw new InvalidResource(functionId, 'Alarms must be a list');
  if (alarms.length === 0 || isNoValue(alarms[0])) return {};
  return { Enabled: true, Alarms: alarms.map((Name: unknown) => ({ Name })) };
}

/** The names of configurations as CodeDeploy has them, also within calls of functions; changes the value in place. */
function withFullNames(value: unknown, call?: string): unknown {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) value[at] = withFullNames(item);
    return value;
  }
  if (isIntrinsic(value)) {
    for (const [key, argument] of Object.entries(value)) value[key] = withFullNames(argument, key);
    return value;
  }
  if (!configurations.has(value)) return value;
  const named = sub('CodeDeployDefault.Lambda${ConfigName}', { ConfigName: value });
  return call === 'Fn::Sub' ? named['Fn::Sub'] : named;
}
