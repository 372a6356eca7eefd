import { getAtt, ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const logsSubscriptionFilter: ResourceType = {
  type: 'AWS::Logs::SubscriptionFilter',
  properties: generated('LogGroupName', 'FilterPattern', 'DestinationArn'),
  runtime: {
    name: ({ logicalId }) => ref(logicalId),
    arn: ({ logicalId }) => getAtt(logicalId, 'Arn'),
  },
};
