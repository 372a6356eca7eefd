import type {
  PutScalingPolicyResponse,
  RegisterScalableTargetResponse,
} from '@aws-sdk/client-application-auto-scaling';
import type { ResourceContext } from '../../service-kit/contract.ts';
import { type Kinds, retag, unlessGone, type Values } from '../../service-kit/properties.ts';
import { codedResourceType, resourceTypes } from '../../service-kit/resource-type.ts';
import { tagRecord } from '../../service-kit/tags.ts';

const service = 'applicationautoscaling';

const capacity = { MaxCapacity: 'number', MinCapacity: 'number' } as const;

const targetProperties = {
  ...capacity,
  ResourceId: 'text',
  RoleARN: 'text',
  ScalableDimension: 'text',
  ScheduledActions: {
    list: {
      members: {
        EndTime: 'text',
        ScalableTargetAction: { members: capacity },
        Schedule: 'text',
        ScheduledActionName: 'text',
        StartTime: 'text',
        Timezone: 'text',
      },
    },
  },
  ServiceNamespace: 'text',
  SuspendedState: {
    members: {
      DynamicScalingInSuspended: 'flag',
      DynamicScalingOutSuspended: 'flag',
      ScheduledScalingSuspended: 'flag',
    },
  },
  Tags: 'tags',
} as const satisfies Kinds;

type Target = Values<typeof targetProperties>;

const addressOf = ({ ResourceId, ScalableDimension, ServiceNamespace }: Target) => ({
  ServiceNamespace,
  ResourceId,
  ScalableDimension,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalabletarget.html */
const scalableTarget = codedResourceType({
  type: 'AWS::ApplicationAutoScaling::ScalableTarget',
  properties: targetProperties,
  attributes: ['Id'],
  async create(p, context) {
    await context.call(service, 'RegisterScalableTarget', { ...settingsOf(p), Tags: tagRecord(p.Tags) });
    await putActions(p, undefined, context);
    const Id = `${p.ResourceId}|${p.ScalableDimension}|${p.ServiceNamespace}`;
    return { physicalId: Id, attributes: { Id } };
  },
  async update(state, p, previous, context) {
    const { ScalableTargetARN: ResourceARN } = await context.call<RegisterScalableTargetResponse>(
      service,
      'RegisterScalableTarget',
      settingsOf(p),
    );
    await putActions(p, previous, context);
    await retag(p.Tags, previous.Tags, {
      untag: (TagKeys) => context.call(service, 'UntagResource', { ResourceARN, TagKeys }),
      tag: (tags) => context.call(service, 'TagResource', { ResourceARN, Tags: tagRecord(tags) }),
    });
    return state;
  },
  delete: ({ physicalId }, _, context) => {
    const [ResourceId, ScalableDimension, ServiceNamespace] = physicalId.split('|');
    const input = { ServiceNamespace, ResourceId, ScalableDimension };
    return unlessGone(context.call(service, 'DeregisterScalableTarget', input), 'ObjectNotFoundException');
  },
});

const settingsOf = (p: Target) => ({
  ...addressOf(p),
  MaxCapacity: p.MaxCapacity,
  MinCapacity: p.MinCapacity,
  RoleARN: p.RoleARN,
  SuspendedState: p.SuspendedState,
});

/** Makes and changes the actions of the template, and takes back those that it dropped. */
async function putActions(p: Target, previous: Target | undefined, context: ResourceContext): Promise<void> {
  const actions = p.ScheduledActions ?? [];
  const kept = new Set(actions.map(({ ScheduledActionName }) => ScheduledActionName));
  for (const { ScheduledActionName } of previous?.ScheduledActions ?? []) {
    if (kept.has(ScheduledActionName)) continue;
    const deletion = context.call(service, 'DeleteScheduledAction', { ...addressOf(p), ScheduledActionName });
    await unlessGone(deletion, 'ObjectNotFoundException');
  }
  for (const { EndTime, StartTime, ...action } of actions) {
    await context.call(service, 'PutScheduledAction', {
      ...addressOf(p),
      ...action,
      ...(StartTime !== undefined && { StartTime: new Date(StartTime) }),
      ...(EndTime !== undefined && { EndTime: new Date(EndTime) }),
    });
  }
}

const metricDimensions = { list: { members: { Name: 'text', Value: 'text' } } } as const;

const policyProperties = {
  PolicyName: 'text',
  PolicyType: 'text',
  PredictiveScalingPolicyConfiguration: 'record',
  ResourceId: 'text',
  ScalableDimension: 'text',
  ScalingTargetId: 'text',
  ServiceNamespace: 'text',
  StepScalingPolicyConfiguration: {
    members: {
      AdjustmentType: 'text',
      Cooldown: 'number',
      MetricAggregationType: 'text',
      MinAdjustmentMagnitude: 'number',
      StepAdjustments: {
        list: {
          members: {
            MetricIntervalLowerBound: 'number',
            MetricIntervalUpperBound: 'number',
            ScalingAdjustment: 'number',
          },
        },
      },
    },
  },
  TargetTrackingScalingPolicyConfiguration: {
    members: {
      CustomizedMetricSpecification: {
        members: {
          Dimensions: metricDimensions,
          MetricName: 'text',
          Metrics: {
            list: {
              members: {
                Expression: 'text',
                Id: 'text',
                Label: 'text',
                MetricStat: {
                  members: {
                    Metric: { members: { Dimensions: metricDimensions, MetricName: 'text', Namespace: 'text' } },
                    Stat: 'text',
                    Unit: 'text',
                  },
                },
                ReturnData: 'flag',
              },
            },
          },
          Namespace: 'text',
          Statistic: 'text',
          Unit: 'text',
        },
      },
      DisableScaleIn: 'flag',
      PredefinedMetricSpecification: { members: { PredefinedMetricType: 'text', ResourceLabel: 'text' } },
      ScaleInCooldown: 'number',
      ScaleOutCooldown: 'number',
      TargetValue: 'number',
    },
  },
} as const satisfies Kinds;

type Policy = Values<typeof policyProperties>;

/** The target is named by its id or in three parts. */
function policyInput({ ScalingTargetId, ...p }: Policy) {
  const [ResourceId, ScalableDimension, ServiceNamespace] = ScalingTargetId?.split('|') ?? [
    p.ResourceId,
    p.ScalableDimension,
    p.ServiceNamespace,
  ];
  return { ...p, ServiceNamespace, ResourceId, ScalableDimension };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalingpolicy.html */
const scalingPolicy = codedResourceType({
  type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
  properties: policyProperties,
  attributes: ['Arn'],
  async create(p, context) {
    const { PolicyARN = '' } = await context.call<PutScalingPolicyResponse>(
      service,
      'PutScalingPolicy',
      policyInput(p),
    );
    return { physicalId: PolicyARN, attributes: { Arn: PolicyARN } };
  },
  async update(state, p, _previous, context) {
    await context.call(service, 'PutScalingPolicy', policyInput(p));
    return state;
  },
  delete: (_, p, context) => {
    const { PolicyName, ServiceNamespace, ResourceId, ScalableDimension } = policyInput(p);
    const input = { PolicyName, ServiceNamespace, ResourceId, ScalableDimension };
    return unlessGone(context.call(service, 'DeleteScalingPolicy', input), 'ObjectNotFoundException');
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApplicationAutoScaling.html */
export const autoScalingResources = resourceTypes(scalableTarget, scalingPolicy);
