import { getAtt, ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const iotTopicRule: ResourceType = {
  type: 'AWS::IoT::TopicRule',
  properties: generated('TopicRulePayload', 'Tags'),
  runtime: {
    name: ({ logicalId }) => ref(logicalId),
    arn: ({ logicalId }) => getAtt(logicalId, 'Arn'),
  },
};
