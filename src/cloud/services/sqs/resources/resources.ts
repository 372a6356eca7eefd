import type { ResourceType } from '../../../service-kit/contract.ts';
import { queue } from './queue.ts';
import { queueInlinePolicy, queuePolicy } from './queue-policy.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SQS.html */
export const sqsResources: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueueInlinePolicy': queueInlinePolicy,
  'AWS::SQS::QueuePolicy': queuePolicy,
};
