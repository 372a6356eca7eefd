import { InvalidEvent } from '../../language/errors.ts';
import { type Fields, has, isNothing, isTruthy } from '../../language/values.ts';
import { Resource } from '../../resources/resource.ts';
import { ruleSendsDeadLetters, sqsQueue, sqsQueuePolicy } from '../../resources/sqs.ts';

/** Where events go that could not be delivered. */
export interface DeadLetters {
  readonly arn: unknown;
  /** What is made for it: nothing where the template names the queue. */
  readonly resources: readonly Resource[];
}

/**
 * The queue that `DeadLetterConfig` names or asks for; undefined where there is no such property.
 * @throws InvalidEvent
 */
export function deadLetterQueue(event: Resource, attributes: Fields): DeadLetters | undefined {
  const config = event.get('DeadLetterConfig') as Fields | undefined;
  if (config === undefined) return undefined;
  assertConfig(event.logicalId, config);
  if (!isNothing(config.Arn)) return { arn: config.Arn, resources: [] };
  const { QueueLogicalId: given } = config;
  if (!isNothing(given) && typeof given !== 'string') {
    throw new InvalidEvent(event.logicalId, 'QueueLogicalId must be a string');
  }
  const queue = new Resource(sqsQueue, isTruthy(given) ? given : `${event.logicalId}Queue`, { attributes });
  return { arn: queue.runtimeAttribute('arn'), resources: [queue] };
}

/** The same, with a policy of the queue: a rule has no role by which it could send to it. */
export function ruleDeadLetters(event: Resource, ruleArn: unknown, attributes: Fields): DeadLetters | undefined {
  const letters = deadLetterQueue(event, attributes);
  const queue = letters?.resources[0];
  if (!letters || !queue) return letters;
  const policy = new Resource(sqsQueuePolicy, `${event.logicalId}QueuePolicy`, { attributes });
  policy.set('PolicyDocument', ruleSendsDeadLetters(ruleArn, letters.arn));
  policy.set('Queues', [queue.runtimeAttribute('queue_url')]);
  return { ...letters, resources: [queue, policy] };
}

function assertConfig(id: string, config: Fields): void {
  const hasArn = has(config, 'Arn');
  const hasType = has(config, 'Type');
  if (hasArn && hasType) {
    throw new InvalidEvent(id, "You can either define 'Arn' or 'Type' property of DeadLetterConfig.");
  }
  if (hasType && config.Type !== 'SQS') {
    throw new InvalidEvent(id, "The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.");
  }
  if (!hasArn && !hasType) {
    throw new InvalidEvent(id, "No 'Arn' or 'Type' property provided for DeadLetterConfig.");
  }
}
