import { createHash } from 'node:crypto';
import type { SnsContext } from '../operation.ts';
import { textFor } from '../publishing/published-message.ts';
import type { Topic } from '../state.ts';
import { refused, taken } from './provider-response.ts';
import type { Delivering } from './queued-delivery.ts';

/** How a delivery ended. */
interface Ending {
  readonly attempts: number;
  readonly error?: unknown;
}

const prefixes: Readonly<Record<string, string>> = {
  http: 'HTTP',
  https: 'HTTP',
  sqs: 'SQS',
  lambda: 'Lambda',
  firehose: 'Firehose',
  application: 'Application',
};

/**
 * Tells CloudWatch Logs of a delivery, where the topic names a role for that.
 * https://docs.aws.amazon.com/sns/latest/dg/topics-attrib.html
 */
export function logDelivery(
  { subscription, message }: Delivering,
  topic: Topic | undefined,
  { attempts, error }: Ending,
  context: SnsContext,
): void {
  const prefix = prefixes[subscription.protocol];
  const hasFailed = error !== undefined;
  const role = topic?.attributes[`${prefix}${hasFailed ? 'Failure' : 'Success'}FeedbackRoleArn`];
  if (!topic || role === undefined) return;
  // Failures are told all; of successes a share, in hundredths.
  const sampled = Number(topic.attributes[`${prefix}SuccessFeedbackSampleRate`] ?? 100);
  if (!hasFailed && context.random.float() * 100 >= sampled) return;
  const { kernel, requestId } = context;
  const response = hasFailed ? refused(subscription, error, kernel.endpoint) : taken(subscription, requestId);
  const [, , , region = '', account = ''] = topic.arn.split(':');
  const status = hasFailed ? 'FAILURE' : 'SUCCESS';
  const entry = {
    notification: {
      messageMD5Sum: createHash('md5').update(textFor(message, subscription.protocol)).digest('hex'),
      messageId: message.messageId,
      topicArn: topic.arn,
      timestamp: new Date(message.timestampMs).toISOString().replace('T', ' ').replace('Z', ''),
    },
    delivery: {
      deliveryId: context.random.uuid(),
      destination: subscription.endpoint,
      providerResponse: response.text,
      dwellTimeMs: context.clock.now() - message.timestampMs,
      attempts,
      statusCode: response.status,
    },
    status,
  };
  context.runtime.logs.write({ account, region, topicName: topic.name, status, text: JSON.stringify(entry) });
}
