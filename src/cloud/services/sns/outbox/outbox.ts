import { type Envelope, envelopeOf, type Signing, unsubscribeUrl } from '../deliveries/envelope.ts';
import type { Delivering } from '../deliveries/queued-delivery.ts';
import type { SnsContext } from '../operation.ts';
import { textFor } from '../publishing/published-message.ts';
import type { OutboxEntry, SnsState } from '../state.ts';

/** The oldest go first. */
const entriesMax = 10_000;

/** What is sent to people and phones goes no further than here, where tests and the console read it. */
export function addToOutbox(state: SnsState, entry: Omit<OutboxEntry, 'sentMs'>, { clock, kernel }: SnsContext): void {
  const nowMs = clock.now();
  const [last = ''] = state.outbox.keys({ reverse: true });
  const sequence = Number(last.slice(last.indexOf('-') + 1)) + 1;
  const key = `${String(nowMs).padStart(15, '0')}-${String(sequence).padStart(12, '0')}`;
  state.outbox.set(key, { ...entry, sentMs: nowMs });
  kernel.log.info(`sns: ${entry.protocol} to ${entry.endpoint} is in the outbox: GET /_squall/sns/outbox`);
  const [first = ''] = state.outbox.keys();
  if (state.outbox.size > entriesMax) state.outbox.delete(first);
}

/** A message of a topic to an email address, a phone or a device. */
export function putIntoOutbox(state: SnsState, delivering: Delivering, signing: Signing, context: SnsContext): void {
  const { subscription, message, kind } = delivering;
  const { protocol, endpoint } = subscription;
  const subject = kind === 'Notification' ? message.subject : 'AWS Notification - Subscription Confirmation';
  const isMail = protocol === 'email' || protocol === 'email-json';
  addToOutbox(
    state,
    {
      protocol,
      endpoint,
      messageId: message.messageId,
      topicArn: message.topicArn,
      ...(isMail && { subject: subject ?? 'AWS Notification Message' }),
      body: bodyOf(delivering, signing),
    },
    context,
  );
}

function bodyOf(delivering: Delivering, signing: Signing): string {
  const { subscription, message, kind } = delivering;
  const envelope: Envelope = envelopeOf(delivering, signing);
  if (subscription.protocol === 'email-json') return JSON.stringify(envelope);
  if (subscription.protocol !== 'email') return textFor(message, subscription.protocol);
  if (kind !== 'Notification') {
    return [
      'You have chosen to subscribe to the topic: ',
      message.topicArn,
      '',
      'To confirm this subscription, click or visit the link below (If this was in error no action is necessary): ',
      envelope.SubscribeURL,
    ].join('\n');
  }
  return [
    textFor(message, 'email'),
    '',
    '--',
    'If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:',
    unsubscribeUrl(subscription, signing),
  ].join('\n');
}
