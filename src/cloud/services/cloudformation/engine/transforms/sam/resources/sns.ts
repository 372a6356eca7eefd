import { ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const snsSubscription: ResourceType = {
  type: 'AWS::SNS::Subscription',
  properties: generated(
    'Endpoint',
    'Protocol',
    'TopicArn',
    'Region',
    'FilterPolicy',
    'FilterPolicyScope',
    'RedrivePolicy',
  ),
};

export const snsTopic: ResourceType = {
  type: 'AWS::SNS::Topic',
  properties: generated('TopicName', 'Tags'),
  runtime: {
    arn: ({ logicalId }) => ref(logicalId),
  },
};
