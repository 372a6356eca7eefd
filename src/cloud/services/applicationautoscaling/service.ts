import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import {
  deregisterScalableTarget,
  describeScalableTargets,
  registerScalableTarget,
} from './operations/scalable-targets.ts';
import {
  deleteScalingPolicy,
  describeScalingActivities,
  describeScalingPolicies,
  putScalingPolicy,
} from './operations/scaling-policies.ts';
import { deleteScheduledAction, describeScheduledActions, putScheduledAction } from './operations/scheduled-actions.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { autoScalingResources } from './resources.ts';
import { autoScalingShapes } from './shapes.ts';
import { type AutoScalingState, openAutoScalingState } from './state.ts';
import { autoScalingStoredOnly } from './stored-only.ts';
import { autoScalingTagging } from './tagging.ts';

/** Application Auto Scaling: what should be scaled and how, kept for those who ask. */
export const applicationAutoScaling: Service<AutoScalingState> = {
  name: 'applicationautoscaling',
  title: 'Application Auto Scaling',
  signingNames: ['application-autoscaling'],
  faults: usualFaults,
  exploredState: { none: 'it keeps settings of deploys alone' },
  state: openAutoScalingState,
  shapes: autoScalingShapes,
  operations: {
    RegisterScalableTarget: registerScalableTarget,
    DeregisterScalableTarget: deregisterScalableTarget,
    DescribeScalableTargets: describeScalableTargets,
    PutScalingPolicy: putScalingPolicy,
    DeleteScalingPolicy: deleteScalingPolicy,
    DescribeScalingPolicies: describeScalingPolicies,
    PutScheduledAction: putScheduledAction,
    DeleteScheduledAction: deleteScheduledAction,
    DescribeScheduledActions: describeScheduledActions,
    DescribeScalingActivities: describeScalingActivities,
    TagResource: tagResource,
    UntagResource: untagResource,
    ListTagsForResource: listTagsForResource,
  },
  resourceOf: namedBy('ResourceId', 'ResourceARN'),
  resources: autoScalingResources,
  tagging: autoScalingTagging,
  storedOnly: autoScalingStoredOnly,
};
