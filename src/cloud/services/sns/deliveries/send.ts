import { type MessageAttribute, targetCall } from '../../../delivery/targets.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { SnsContext } from '../operation.ts';
import { putIntoOutbox } from '../outbox/outbox.ts';
import { type PublishedMessage, textFor } from '../publishing/published-message.ts';
import type { SnsState, Topic } from '../state.ts';
import { isRaw } from '../subscriptions/attributes.ts';
import { isHttp } from '../subscriptions/endpoints.ts';
import { effectivePolicy } from '../topics/delivery-policy.ts';
import { type Envelope, envelopeAttributes, envelopeOf, envelopeText, type Signing, signingOf } from './envelope.ts';
import { lambdaEvent } from './lambda-event.ts';
import type { Delivering } from './queued-delivery.ts';
import { sendHttp } from './send-http.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
const rawAttributesMax = 10;

/** Makes one attempt to hand a message to an endpoint. Throws where it was not taken. */
export async function send(
  state: SnsState,
  delivering: Delivering,
  topic: Topic | undefined,
  context: SnsContext,
): Promise<void> {
  const { kind, subscription } = delivering;
  const { protocol, attributes } = subscription;
  const signing = signingOf(topic, context.kernel);
  if (isHttp(protocol)) {
    const { requestPolicy } = effectivePolicy(attributes.DeliveryPolicy, topic?.attributes.DeliveryPolicy);
    const hasOwn = kind === 'Notification' && requestPolicy.headerContentType;
    await sendHttp(delivering, signing, hasOwn || 'text/plain; charset=UTF-8', context);
  } else if (protocol === 'sqs') await sendToQueue(delivering, signing, context);
  else if (protocol === 'lambda' || protocol === 'firehose') {
    const payload =
      protocol === 'lambda' ? JSON.stringify(lambdaEvent(delivering, signing)) : streamText(delivering, signing);
    await tell(subscription.endpoint, { payload }, delivering, context);
  } else putIntoOutbox(state, delivering, signing, context);
}

type Handed = Parameters<typeof targetCall>[1];

async function tell(to: string, handed: Handed, { subscription }: Delivering, context: SnsContext): Promise<void> {
  const { service, operation, input, account, region, check } = targetCall(to, handed, context.kernel.endpoint);
  // Of delivery streams the subscription's role decides, of the others their own policy by the topic.
  const sourceArns = service === 'firehose' ? undefined : [subscription.topicArn];
  const output = await context.call(service, operation, input, { account, region, sourceArns });
  check?.(output);
}

function sendToQueue(delivering: Delivering, signing: Signing, context: SnsContext): Promise<void> {
  const { kind, subscription, message } = delivering;
  const isFifoQueue = subscription.endpoint.endsWith('.fifo');
  const ids = {
    ...(message.groupId !== undefined && { groupId: message.groupId }),
    ...(isFifoQueue && message.deduplicationId !== undefined && { deduplicationId: message.deduplicationId }),
  };
  const isRawText = kind === 'Notification' && isRaw(subscription);
  const handed = isRawText
    ? { payload: textFor(message, 'sqs'), attributes: rawAttributes(message) }
    : { payload: envelopeText(delivering, signing) };
  return tell(subscription.endpoint, { ...handed, ...ids }, delivering, context);
}

/** What subscribers of a queue get as attributes of the message itself. Throws for more than a queue takes. */
export function rawAttributes({ attributes = {} }: PublishedMessage): Readonly<Record<string, MessageAttribute>> {
  const entries = Object.entries(attributes);
  if (entries.length > rawAttributesMax) {
    throw new AwsError(
      'InvalidParameterValue',
      `Number of message attributes [${entries.length}] exceeds the maximum allowed [${rawAttributesMax}].`,
    );
  }
  return Object.fromEntries(
    entries.map(([name, { type, value }]) => [
      name,
      type.startsWith('Binary')
        ? { DataType: type, BinaryValue: Buffer.from(value, 'base64') }
        : { DataType: type, StringValue: value },
    ]),
  );
}

/** A line of JSON. https://docs.aws.amazon.com/sns/latest/dg/firehose-message-formats.html */
function streamText(delivering: Delivering, signing: Signing): string {
  const { message, subscription } = delivering;
  if (isRaw(subscription)) return `${textFor(message, 'firehose')}\n`;
  const {
    SignatureVersion: _v,
    Signature: _s,
    SigningCertURL: _u,
    ...envelope
  }: Envelope = envelopeOf(delivering, signing);
  const MessageAttributes = envelopeAttributes(delivering);
  return `${JSON.stringify({ ...envelope, ...(MessageAttributes && { MessageAttributes }) })}\n`;
}
