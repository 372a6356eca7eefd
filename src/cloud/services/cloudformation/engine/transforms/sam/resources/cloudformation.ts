import { ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const nestedStack: ResourceType = {
  type: 'AWS::CloudFormation::Stack',
  properties: generated('TemplateURL', 'Parameters', 'NotificationARNs', 'Tags', 'TimeoutInMinutes'),
  runtime: { stack_id: ({ logicalId }) => ref(logicalId) },
};
