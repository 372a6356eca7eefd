import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { subscription } from './subscription.ts';
import { topic } from './topic.ts';
import { topicInlinePolicy, topicPolicy } from './topic-policy.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SNS.html */
export const snsResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  subscription,
  topic,
  topicInlinePolicy,
  topicPolicy,
);
