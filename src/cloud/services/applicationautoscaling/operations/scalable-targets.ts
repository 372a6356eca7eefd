import type {
  DeregisterScalableTargetRequest,
  ScalableTarget as Described,
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse,
  SuspendedState,
} from '@aws-sdk/client-application-auto-scaling';
import { formatArn, partitionOf } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidNextToken, targetNotFound, validation } from '../errors.ts';
import { type AutoScalingState, type ScalableTarget, type TargetKey, targetKey } from '../state.ts';
import { assertTagCount } from './tags.ts';

type Input = Given<RegisterScalableTargetRequest>;

const notSuspended: SuspendedState = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

/**
 * Makes a target, or changes what is given of one. Nothing scales it.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export const registerScalableTarget: Operation<Input, RegisterScalableTargetResponse, AutoScalingState> = (
  state,
  input,
  context,
) => {
  assertDimension(input);
  const existing = state.targets.get(targetKey(input));
  if (existing && Object.keys(input.Tags ?? {}).length > 0) {
    throw validation(
      'The scalable target that you tried to tag already exists. To update tags on an existing scalable target, use the TagResource API.',
    );
  }
  const target = { ...(existing ?? newTarget(input, context)), settings: settingsOf(input, existing, context) };
  state.targets.set(targetKey(input), target);
  return { ScalableTargetARN: target.arn };
};

/** With its policies and scheduled actions. */
export const deregisterScalableTarget: Operation<Given<DeregisterScalableTargetRequest>, object, AutoScalingState> = (
  state,
  input,
) => {
  if (!state.targets.delete(targetKey(input))) throw targetNotFound(input);
  for (const owned of [state.policies, state.actions]) {
    const prefix = `${targetKey(input)}\n`;
    for (const [key] of [...owned.entries({ from: prefix })]) if (key.startsWith(prefix)) owned.delete(key);
  }
  return {};
};

const pageSize = 50;

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
export const describeScalableTargets: Operation<
  Given<DescribeScalableTargetsRequest>,
  DescribeScalableTargetsResponse,
  AutoScalingState
> = (state, input) => {
  const { MaxResults: limit = pageSize, NextToken: token, ResourceIds: ids = [] } = input;
  const found = [...state.targets.values()].filter(
    (target) =>
      target.ServiceNamespace === input.ServiceNamespace &&
      (ids.length === 0 || ids.includes(target.ResourceId)) &&
      (input.ScalableDimension === undefined || target.ScalableDimension === input.ScalableDimension),
  );
  const { items, next } = pageOf(found, { limit, token, keyOf: targetKey, invalidToken: invalidNextToken });
  return { ScalableTargets: items.map(described), ...(next !== undefined && { NextToken: next }) };
};

/** What a target is told as; the model's enumerations are wider than what was checked at its registration. */
const described = ({ arn, createdMs, settings, ServiceNamespace, ResourceId, ScalableDimension }: ScalableTarget) =>
  ({
    ServiceNamespace,
    ResourceId,
    ScalableDimension,
    ...settings,
    CreationTime: new Date(createdMs),
    ScalableTargetARN: arn,
  }) as Described;

function newTarget(input: Input, { account, clock, random, region }: Context): Omit<ScalableTarget, 'settings'> {
  const { ServiceNamespace, ResourceId, ScalableDimension, Tags = {} } = input;
  const resource = `scalable-target/${random.hex(36)}`;
  const arn = formatArn({ service: 'application-autoscaling', region, account, resource });
  assertTagCount(arn, Tags);
  return { ServiceNamespace, ResourceId, ScalableDimension, arn, createdMs: clock.now(), tags: Tags };
}

/** What is not given stays. */
function settingsOf(input: Input, existing: ScalableTarget | undefined, context: Context): ScalableTarget['settings'] {
  const { MaxCapacity = existing?.settings.MaxCapacity, MinCapacity = existing?.settings.MinCapacity } = input;
  if (MinCapacity === undefined || MaxCapacity === undefined) {
    throw validation('Both MinCapacity and MaxCapacity must be specified when registering a new scalable target');
  }
  if (MinCapacity < 0) throw validation('Minimum capacity cannot be negative');
  if (MaxCapacity < MinCapacity) throw validation('Maximum capacity cannot be less than minimum capacity');
  return {
    MinCapacity,
    MaxCapacity,
    RoleARN: roleOf(input, existing, context),
    SuspendedState: { ...notSuspended, ...existing?.settings.SuspendedState, ...input.SuspendedState },
  };
}

/** Service-linked roles, which AWS uses whatever role is given, by namespace. */
const linkedRoles: Readonly<Record<string, string>> = {
  appstream: 'AppStreamFleet',
  cassandra: 'CassandraTable',
  comprehend: 'ComprehendEndpoint',
  'custom-resource': 'CustomResource',
  dynamodb: 'DynamoDBTable',
  ec2: 'EC2SpotFleetRequest',
  ecs: 'ECSService',
  elasticache: 'ElastiCacheRG',
  kafka: 'KafkaCluster',
  lambda: 'LambdaConcurrency',
  neptune: 'NeptuneCluster',
  rds: 'RDSCluster',
  sagemaker: 'SageMakerEndpoint',
  workspaces: 'WorkSpacesPool',
};

/** https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html */
function roleOf(
  { ServiceNamespace: namespace, RoleARN }: Input,
  existing: ScalableTarget | undefined,
  { account, region }: Context,
): string {
  const name = linkedRoles[namespace];
  if (name === undefined) return RoleARN ?? existing?.settings.RoleARN ?? '';
  const path = `aws-service-role/${namespace}.application-autoscaling.amazonaws.com`;
  return `arn:${partitionOf(region)}:iam::${account}:role/${path}/AWSServiceRoleForApplicationAutoScaling_${name}`;
}

/** How ids of resources begin, where a dimension belongs to one kind of them. */
const resourceForms: Readonly<Record<string, RegExp>> = {
  'dynamodb:table': /^table\/[^/]+$/,
  'dynamodb:index': /^table\/[^/]+\/index\/[^/]+$/,
  'ecs:service': /^service\/[^/]+\/[^/]+$/,
  'lambda:function': /^function:[^:]+:[^:]+$/,
  'rds:cluster': /^cluster:[^:]+$/,
};

function assertDimension({ ServiceNamespace, ResourceId, ScalableDimension }: TargetKey): void {
  const kind = ScalableDimension.split(':').slice(0, 2).join(':');
  const form = resourceForms[kind];
  if (ScalableDimension.startsWith(`${ServiceNamespace}:`) && (!form || form.test(ResourceId))) return;
  throw validation('Unsupported service namespace, resource type or scalable dimension');
}

/** Throws ObjectNotFoundException unless the target is there. */
export const assertRegistered = (
  state: AutoScalingState,
  target: TargetKey,
  refuse: (target: TargetKey) => Error,
): ScalableTarget => state.targets.get(targetKey(target)) ?? raise(refuse(target));
