import type {
  DeleteScalingPolicyRequest,
  ScalingPolicy as Described,
  DescribeScalingActivitiesRequest,
  DescribeScalingActivitiesResponse,
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse,
  PutScalingPolicyRequest,
  PutScalingPolicyResponse,
} from '@aws-sdk/client-application-auto-scaling';
import { formatArn } from '../../../kernel/arns.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidNextToken, notRegistered, policyNotFound, validation } from '../errors.ts';
import { type AutoScalingState, ownedKey, type ScalingPolicy } from '../state.ts';
import { isAsked } from './is-asked.ts';
import { assertRegistered } from './scalable-targets.ts';

const pageSizeDefault = 50;

/**
 * Kept; nothing scales, so that no alarms are made for it.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
 */
export const putScalingPolicy: Operation<Given<PutScalingPolicyRequest>, PutScalingPolicyResponse, AutoScalingState> = (
  state,
  input,
  { account, clock, random, region },
) => {
  assertRegistered(state, input, notRegistered);
  const { PolicyName: name, ServiceNamespace, ResourceId, ScalableDimension, ...rest } = input;
  const existing = state.policies.get(ownedKey(input, name));
  const settings = { ...rest, PolicyType: rest.PolicyType ?? existing?.settings.PolicyType ?? 'StepScaling' };
  assertConfiguration(settings);
  const resource = `scalingPolicy:${random.uuid()}:resource/${ServiceNamespace}/${ResourceId}:policyName/${name}`;
  const policy: ScalingPolicy = {
    ServiceNamespace,
    ResourceId,
    ScalableDimension,
    name,
    arn: existing?.arn ?? formatArn({ service: 'autoscaling', region, account, resource }),
    createdMs: existing?.createdMs ?? clock.now(),
    settings,
  };
  state.policies.set(ownedKey(input, name), policy);
  return { PolicyARN: policy.arn, Alarms: [] };
};

const configurations = {
  StepScaling: 'StepScalingPolicyConfiguration',
  TargetTrackingScaling: 'TargetTrackingScalingPolicyConfiguration',
  PredictiveScaling: 'PredictiveScalingPolicyConfiguration',
} as const;

/** A policy has the configuration of its type, and of no other. */
function assertConfiguration(settings: ScalingPolicy['settings']): void {
  const { PolicyType = 'StepScaling' } = settings;
  const wanted = configurations[PolicyType];
  const foreign = Object.values(configurations).find((name) => name !== wanted && settings[name] !== undefined);
  if (settings[wanted] === undefined || foreign !== undefined) {
    throw validation(`${wanted} must be specified, and no other configuration, for policy type ${PolicyType}`);
  }
  const tracking = settings.TargetTrackingScalingPolicyConfiguration;
  if (tracking && !tracking.PredefinedMetricSpecification === !tracking.CustomizedMetricSpecification) {
    throw validation(
      'Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified',
    );
  }
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScalingPolicy.html */
export const deleteScalingPolicy: Operation<Given<DeleteScalingPolicyRequest>, object, AutoScalingState> = (
  state,
  input,
) => {
  if (!state.policies.delete(ownedKey(input, input.PolicyName))) throw policyNotFound(input, input.PolicyName);
  return {};
};

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingPolicies.html */
export const describeScalingPolicies: Operation<
  Given<DescribeScalingPoliciesRequest>,
  DescribeScalingPoliciesResponse,
  AutoScalingState
> = (state, input) => {
  const { MaxResults: limit = pageSizeDefault, NextToken: token, PolicyNames: names = [] } = input;
  const found = [...state.policies.values()].filter(
    (policy) => isAsked(policy, input) && (names.length === 0 || names.includes(policy.name)),
  );
  const keyOf = (policy: ScalingPolicy) => ownedKey(policy, policy.name);
  const { items, next } = pageOf(found, { limit, token, keyOf, invalidToken: invalidNextToken });
  return { ScalingPolicies: items.map(described), ...(next !== undefined && { NextToken: next }) };
};

const described = ({
  arn,
  createdMs,
  name,
  settings,
  ServiceNamespace,
  ResourceId,
  ScalableDimension,
}: ScalingPolicy) =>
  ({
    PolicyARN: arn,
    PolicyName: name,
    ServiceNamespace,
    ResourceId,
    ScalableDimension,
    ...settings,
    Alarms: [],
    CreationTime: new Date(createdMs),
  }) as Described;

/** Nothing was ever scaled. */
export const describeScalingActivities: Operation<
  Given<DescribeScalingActivitiesRequest>,
  DescribeScalingActivitiesResponse,
  AutoScalingState
> = () => ({ ScalingActivities: [] });
