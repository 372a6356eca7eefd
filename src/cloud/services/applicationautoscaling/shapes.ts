import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html */
const namespace: MemberShape = {
  required: true,
  enum: [
    'ecs',
    'elasticmapreduce',
    'ec2',
    'appstream',
    'dynamodb',
    'rds',
    'sagemaker',
    'custom-resource',
    'comprehend',
    'lambda',
    'cassandra',
    'kafka',
    'elasticache',
    'neptune',
    'workspaces',
  ],
};

const dimensions = [
  'ecs:service:DesiredCount',
  'ec2:spot-fleet-request:TargetCapacity',
  'elasticmapreduce:instancegroup:InstanceCount',
  'appstream:fleet:DesiredCapacity',
  'dynamodb:table:ReadCapacityUnits',
  'dynamodb:table:WriteCapacityUnits',
  'dynamodb:index:ReadCapacityUnits',
  'dynamodb:index:WriteCapacityUnits',
  'rds:cluster:ReadReplicaCount',
  'sagemaker:variant:DesiredInstanceCount',
  'custom-resource:ResourceType:Property',
  'comprehend:document-classifier-endpoint:DesiredInferenceUnits',
  'comprehend:entity-recognizer-endpoint:DesiredInferenceUnits',
  'lambda:function:ProvisionedConcurrency',
  'cassandra:table:ReadCapacityUnits',
  'cassandra:table:WriteCapacityUnits',
  'kafka:broker-storage:VolumeSize',
  'elasticache:cache-cluster:Nodes',
  'elasticache:replication-group:NodeGroups',
  'elasticache:replication-group:Replicas',
  'neptune:cluster:ReadReplicaCount',
  'sagemaker:variant:DesiredProvisionedConcurrency',
  'sagemaker:inference-component:DesiredCopyCount',
  'workspaces:workspacespool:DesiredUserSessions',
];

const resourceId: MemberShape = { min: 1, max: 1600 };
const pageSize: MemberShape = { min: 1, max: 50 };
const address: InputShape = {
  ServiceNamespace: namespace,
  ResourceId: { required: true, ...resourceId },
  ScalableDimension: { required: true, enum: dimensions },
};
const query: InputShape = {
  ServiceNamespace: namespace,
  ResourceId: resourceId,
  ScalableDimension: { enum: dimensions },
  MaxResults: pageSize,
};
const actionName: MemberShape = { required: true, min: 1, max: 1600 };
const resourceArn: MemberShape = { required: true, min: 1, max: 1011 };

/** Constraints of each operation, from its own page. */
export const autoScalingShapes: Readonly<Record<string, InputShape>> = {
  RegisterScalableTarget: { ...address, RoleARN: resourceId },
  DeregisterScalableTarget: address,
  DescribeScalableTargets: {
    ServiceNamespace: namespace,
    ScalableDimension: { enum: dimensions },
    MaxResults: pageSize,
  },
  PutScalingPolicy: {
    PolicyName: { required: true, min: 1, max: 256 },
    ...address,
    PolicyType: { enum: ['StepScaling', 'TargetTrackingScaling', 'PredictiveScaling'] },
  },
  DeleteScalingPolicy: { PolicyName: { required: true, min: 1, max: 1600 }, ...address },
  DescribeScalingPolicies: query,
  PutScheduledAction: { ScheduledActionName: { required: true, min: 1, max: 256 }, Schedule: resourceId, ...address },
  DeleteScheduledAction: { ScheduledActionName: actionName, ...address },
  DescribeScheduledActions: query,
  DescribeScalingActivities: query,
  ListTagsForResource: { ResourceARN: resourceArn },
  TagResource: { ResourceARN: resourceArn, Tags: { required: true } },
  UntagResource: { ResourceARN: resourceArn, TagKeys: { required: true } },
};
