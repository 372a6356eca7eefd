import { type Envelope, envelopeAttributes, envelopeOf, type Signing } from './envelope.ts';
import type { Delivering } from './queued-delivery.ts';

/** What a function gets. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function lambdaEvent(delivering: Delivering, signing: Signing): object {
  const { SigningCertURL, UnsubscribeURL, ...envelope }: Envelope = envelopeOf(delivering, signing);
  const { Type, MessageId, TopicArn, Subject = null, Message, Timestamp, SignatureVersion, Signature } = envelope;
  const Sns = {
    Type,
    MessageId,
    TopicArn,
    Subject,
    Message,
    Timestamp,
    SignatureVersion,
    Signature,
    SigningCertUrl: SigningCertURL,
    UnsubscribeUrl: UnsubscribeURL,
    MessageAttributes: envelopeAttributes(delivering) ?? {},
  };
  const record = {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: delivering.subscription.arn,
    Sns,
  };
  return { Records: [record] };
}
