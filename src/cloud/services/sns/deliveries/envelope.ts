import type { Kernel } from '../../../kernel/kernel.ts';
import { textFor } from '../publishing/published-message.ts';
import { isFifo, type Subscription, type Topic } from '../state.ts';
import type { Delivering } from './queued-delivery.ts';
import { certificatePath, signatureOf } from './signature.ts';

/** The address under which subscribers reach us, and how the topic signs. */
export interface Signing {
  readonly endpoint: string;
  /** Of the certificate: validators take `https:` alone. */
  readonly certificateUrl: string;
  readonly version: string;
}

export function signingOf(
  topic: Topic | undefined,
  { endpoint, settings }: Pick<Kernel, 'endpoint' | 'settings'>,
): Signing {
  const host = settings.answersTls ? endpoint.replace(/^http:/, 'https:') : endpoint;
  return { endpoint, certificateUrl: host + certificatePath, version: topic?.attributes.SignatureVersion ?? '1' };
}

/** Members of a message in AWS's order, those that it does not have as undefined. */
export type Envelope = Readonly<Record<string, string | undefined>>;

/** One attribute as notifications tell it. */
interface EnvelopeAttribute {
  readonly Type: string;
  readonly Value: string;
}

/**
 * A message to HTTP endpoints and queues, without its attributes.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function envelopeOf(delivering: Delivering, signing: Signing): Envelope {
  const { kind, subscription, message } = delivering;
  const { messageId, topicArn, sequenceNumber, subject, timestampMs } = message;
  const Timestamp = new Date(timestampMs).toISOString();
  const Message = textFor(message, subscription.protocol);
  if (kind !== 'Notification') {
    const { token = '' } = subscription;
    const SubscribeURL = `${signing.endpoint}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`;
    const signed = {
      Message,
      MessageId: messageId,
      SubscribeURL,
      Timestamp,
      Token: token,
      TopicArn: topicArn,
      Type: kind,
    };
    const head = {
      Type: kind,
      MessageId: messageId,
      Token: token,
      TopicArn: topicArn,
      Message,
      SubscribeURL,
      Timestamp,
    };
    return { ...head, ...signatureMembers(signed, signing) };
  }
  const signed = { Message, MessageId: messageId, Subject: subject, Timestamp, TopicArn: topicArn, Type: kind };
  return {
    Type: kind,
    MessageId: messageId,
    SequenceNumber: sequenceNumber,
    TopicArn: topicArn,
    Subject: subject,
    Message,
    Timestamp,
    // Messages of FIFO topics are not signed.
    ...(!isFifo({ name: topicArn }) && signatureMembers(signed, signing)),
    UnsubscribeURL: unsubscribeUrl(subscription, signing),
  };
}

const signatureMembers = (signed: Envelope, signing: Signing): Envelope => ({
  SignatureVersion: signing.version,
  Signature: signatureOf(signed, signing.version),
  SigningCertURL: signing.certificateUrl,
});

export const unsubscribeUrl = ({ arn }: Subscription, { endpoint }: Signing): string =>
  `${endpoint}/?Action=Unsubscribe&SubscriptionArn=${arn}`;

/** Attributes go with text alone: where protocols have texts of their own, they are left out. */
export const envelopeAttributes = ({ message }: Delivering): Readonly<Record<string, EnvelopeAttribute>> | undefined =>
  message.attributes &&
  Object.fromEntries(
    Object.entries(message.attributes).map(([name, { type, value }]) => [name, { Type: type, Value: value }]),
  );

/** As AWS writes it: a line for each member, blanks around colons. */
export function envelopeText(delivering: Delivering, signing: Signing): string {
  const lines = Object.entries(envelopeOf(delivering, signing)).flatMap(([name, value]) =>
    value === undefined ? [] : [`  "${name}" : ${JSON.stringify(value)}`],
  );
  const attributes = Object.entries(envelopeAttributes(delivering) ?? {}).map(
    ([name, attribute]) => `    ${JSON.stringify(name)} : ${JSON.stringify(attribute)}`,
  );
  if (attributes.length > 0) lines.push(`  "MessageAttributes" : {\n${attributes.join(',\n')}\n  }`);
  return `{\n${lines.join(',\n')}\n}`;
}
