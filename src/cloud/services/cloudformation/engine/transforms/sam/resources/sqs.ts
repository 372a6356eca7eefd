import { getAtt, ref } from '../language/intrinsics.ts';
import type { Fields } from '../language/values.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const sqsQueue: ResourceType = {
  type: 'AWS::SQS::Queue',
  properties: generated('FifoQueue', 'Tags'),
  runtime: {
    queue_url: ({ logicalId }) => ref(logicalId),
    arn: ({ logicalId }) => getAtt(logicalId, 'Arn'),
  },
};

export const sqsQueuePolicy: ResourceType = {
  type: 'AWS::SQS::QueuePolicy',
  properties: generated('PolicyDocument', 'Queues'),
  runtime: {
    arn: ({ logicalId }) => getAtt(logicalId, 'Arn'),
  },
};

/** Lets a topic send messages to the queue. */
export const topicSendsMessages = (topicArn: unknown, queueArn: unknown): Fields => ({
  Version: '2012-10-17',
  Statement: [
    {
      Action: 'sqs:SendMessage',
      Effect: 'Allow',
      Principal: '*',
      Resource: queueArn,
      Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
    },
  ],
});

/** Lets a rule send to its dead letter queue. */
export const ruleSendsDeadLetters = (ruleArn: unknown, queueArn: unknown): Fields => ({
  Version: '2012-10-17',
  Statement: [
    {
      Action: 'sqs:SendMessage',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Resource: queueArn,
      Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
    },
  ],
});
