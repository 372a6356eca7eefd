import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { queue } from './queue.ts';
import { queueInlinePolicy, queuePolicy } from './queue-policy.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SQS.html */
export const sqsResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  queue,
  queueInlinePolicy,
  queuePolicy,
);
