import type { SnsContext } from '../operation.ts';
import type { Topic } from '../state.ts';
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
  const role = topic?.attributes[`${prefix}${error === undefined ? 'Success' : 'Failure'}FeedbackRoleArn`];
  if (!topic || role === undefined) return;
  const [, , , region = '', account = ''] = topic.arn.split(':');
  const status = error === undefined ? 'SUCCESS' : 'FAILURE';
  const entry = {
    notification: {
      messageId: message.messageId,
      topicArn: topic.arn,
      timestamp: new Date(message.timestampMs).toISOString().replace('T', ' ').replace('Z', ''),
    },
    delivery: {
      deliveryId: context.random.uuid(),
      destination: subscription.endpoint,
      providerResponse: error === undefined ? '{"sqsRequestId":"-"}' : String(error),
      dwellTimeMs: context.clock.now() - message.timestampMs,
      attempts,
      statusCode: error === undefined ? 200 : 400,
    },
    status,
  };
  context.runtime.logs.write({ account, region, topicName: topic.name, status, text: JSON.stringify(entry) });
}
