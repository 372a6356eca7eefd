import { queueByArn } from '../queues/find-queue.ts';
import { redrivePolicyOf, takesDeadLettersOf } from '../queues/redrive-policies.ts';
import { isFifo, type Queue, type SqsState } from '../state.ts';
import type { Message } from './message.ts';
import { removeMessage } from './places.ts';
import { sentPartOf, store } from './put-message.ts';

/**
 * Moves a message that was received `maxReceiveCount` times to the dead-letter queue, and tells which. That happens when
 * somebody would receive it once more. It stays where it is when there is no such queue any more.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function buryIfExhausted(state: SqsState, queue: Queue, message: Message, nowMs: number): Queue | undefined {
  const policy = redrivePolicyOf(queue);
  if (!policy || message.receivesHere < policy.maxReceiveCount) return undefined;
  const target = queueByArn(state, policy.deadLetterTargetArn);
  if (!target || !takesDeadLettersOf(target, queue.arn)) return undefined;
  removeMessage(state.contents(queue.name), message);
  // Standard queues count a message's age from when it was first sent, FIFO queues from when it came to them.
  const sent = { ...sentPartOf(message), ...(isFifo(target) && { sentMs: nowMs }) };
  store(target, state.contents(target.name), sent, 0, {
    receiveCount: message.receiveCount,
    ...(message.firstReceivedMs !== undefined && { firstReceivedMs: message.firstReceivedMs }),
    deadLetterSource: queue.arn,
  });
  return target;
}
