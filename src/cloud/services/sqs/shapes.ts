import type { InputShape } from '../../service-kit/shapes.ts';

/*
 * SQS answers what is missing or out of range in words of its own, one parameter at a time, and some of it entry by
 * entry: the operations check. What is here as data are the ranges.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html
 */

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Attributes of queues that are numbers: their bounds and their defaults. */
export const numericAttributes: Readonly<Record<string, Bounds & { readonly default?: number }>> = {
  DelaySeconds: { min: 0, max: 900, default: 0 },
  // 1 MiB since August 2025; a new queue takes all of it.
  MaximumMessageSize: { min: 1024, max: 1_048_576, default: 1_048_576 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, default: 345_600 },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, default: 0 },
  VisibilityTimeout: { min: 0, max: 43_200, default: 30 },
  KmsDataKeyReusePeriodSeconds: { min: 60, max: 86_400 },
};

/** Attributes of queues that are one of some words. */
export const enumeratedAttributes: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ['true', 'false'],
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
  SqsManagedSseEnabled: ['true', 'false'],
};

/** Attributes that only FIFO queues have, with what they are when nobody says. */
export const fifoDefaults: Readonly<Record<string, string>> = {
  FifoQueue: 'true',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

/** Of these a standard queue is told why it cannot have them. */
export const throughputAttributes: readonly string[] = ['DeduplicationScope', 'FifoThroughputLimit'];

/** Attributes that are gone when they are set to nothing. */
export const textAttributes: readonly string[] = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId'];

/** Everything that a queue can be asked for beside what can be set. */
export const computedAttributes: readonly string[] = [
  'QueueArn',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
];

export const isSettable = (name: string): boolean =>
  Object.hasOwn(numericAttributes, name) || Object.hasOwn(enumeratedAttributes, name) || textAttributes.includes(name);

const operations = [
  'AddPermission',
  'CancelMessageMoveTask',
  'ChangeMessageVisibility',
  'ChangeMessageVisibilityBatch',
  'CreateQueue',
  'DeleteMessage',
  'DeleteMessageBatch',
  'DeleteQueue',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'ListMessageMoveTasks',
  'ListQueueTags',
  'PurgeQueue',
  'ReceiveMessage',
  'RemovePermission',
  'SendMessage',
  'SendMessageBatch',
  'SetQueueAttributes',
  'StartMessageMoveTask',
  'TagQueue',
  'UntagQueue',
];

/** Empty, so that the pipeline leaves missing parameters to the operations. */
export const sqsShapes: Readonly<Record<string, InputShape>> = Object.fromEntries(operations.map((name) => [name, {}]));
