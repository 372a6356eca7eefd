import { readFilterPolicy } from '../../../event-patterns/filter-policy.ts';
import { MalformedPattern } from '../../../event-patterns/read-pattern.ts';
import { parseArn } from '../../../kernel/arns.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import type { Refuse } from '../errors.ts';
import { isFifo, type Subscription, type Topic } from '../state.ts';
import { assertDeliveryPolicy, effectivePolicy } from '../topics/delivery-policy.ts';
import { canBeRaw, isHttp } from './endpoints.ts';

type Attributes = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
const settable: ReadonlySet<string> = new Set([
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'ReplayPolicy',
  'SubscriptionRoleArn',
]);

export const isSubscriptionAttribute = (name: string): boolean => settable.has(name);

/** What is being subscribed, or changed. */
type Subject = Pick<Subscription, 'protocol' | 'endpoint'> & { readonly topic: Topic };

/**
 * Checks attributes that are given to a subscription, and answers all that it has then. What is set to nothing is gone.
 * @throws InvalidParameter
 */
export function changeAttributes(subject: Subject, before: Attributes, given: Attributes, refuse: Refuse): Attributes {
  for (const [name, value] of Object.entries(given)) assertAttribute(subject, name, value, refuse);
  const changed: Record<string, string> = { ...before, ...given };
  for (const [name, value] of Object.entries(given)) {
    if (value === '' || isNoFilter(name, value)) delete changed[name];
    else if (name === 'RawMessageDelivery') changed[name] = value.toLowerCase();
  }
  if (changed.FilterPolicy !== undefined) changed.FilterPolicyScope ??= 'MessageAttributes';
  if (changed.FilterPolicy !== undefined) assertFilterPolicy(changed.FilterPolicy, changed.FilterPolicyScope, refuse);
  return changed;
}

/** https://docs.aws.amazon.com/sns/latest/dg/message-filtering-policy-remove.html */
const isNoFilter = (name: string, value: string): boolean =>
  name === 'FilterPolicy' && Object.keys(parseJsonObject(value) ?? { unread: true }).length === 0;

function assertAttribute({ protocol, topic, endpoint }: Subject, name: string, value: string, refuse: Refuse): void {
  if (name === 'RawMessageDelivery') {
    if (!/^(?:true|false)$/i.test(value)) {
      throw refuse(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
    }
    if (!canBeRaw(protocol) && /^true$/i.test(value)) {
      throw refuse(`Delivery protocol [${protocol}] does not support raw message delivery.`);
    }
  }
  if (name === 'FilterPolicyScope' && value !== 'MessageAttributes' && value !== 'MessageBody') {
    throw refuse(`FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`);
  }
  if (value === '') return;
  if (name === 'DeliveryPolicy') assertDeliveryPolicy(value, 'subscription', refuse);
  if (name === 'RedrivePolicy') assertRedrivePolicy(value, isFifo(topic) && endpoint.endsWith('.fifo'), refuse);
  if (name === 'SubscriptionRoleArn' && parseArn(value)?.service !== 'iam') {
    throw refuse('SubscriptionRoleArn: Invalid value');
  }
  if (name === 'ReplayPolicy') assertReplayPolicy(value, topic, refuse);
}

function assertFilterPolicy(text: string, scope: string | undefined, refuse: Refuse): void {
  try {
    readFilterPolicy(text, scope === 'MessageBody' ? 'MessageBody' : 'MessageAttributes');
  } catch (error) {
    throw error instanceof MalformedPattern ? refuse(error.reason) : error;
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
function assertRedrivePolicy(text: string, isForFifo: boolean, refuse: Refuse): void {
  const policy = parseJsonObject(text);
  if (!policy) throw refuse('RedrivePolicy: failed to parse JSON.');
  const unknown = Object.keys(policy).find((name) => name !== 'deadLetterTargetArn');
  if (unknown !== undefined) throw refuse(`RedrivePolicy: invalid JSON. Attribute ${unknown} is unknown.`);
  const target = policy.deadLetterTargetArn;
  if (typeof target !== 'string' || parseArn(target)?.service !== 'sqs') {
    throw refuse('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  }
  if (target.endsWith('.fifo') !== isForFifo) {
    throw refuse(
      isForFifo
        ? 'RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.'
        : 'RedrivePolicy: cannot use a FIFO queue as DLQ for a standard subscription.',
    );
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/message-archiving-and-replay-subscriber.html */
function assertReplayPolicy(text: string, topic: Topic, refuse: Refuse): void {
  if (!isFifo(topic)) throw refuse('ReplayPolicy: Only supported for FIFO topics');
  const policy = parseJsonObject(text);
  if (!policy) throw refuse('ReplayPolicy: failed to parse JSON.');
  const isPoint = (value: unknown) => !Number.isNaN(Date.parse(String(value)));
  const { PointType, StartingPoint, EndingPoint } = policy;
  const hasEnd = EndingPoint === undefined || isPoint(EndingPoint);
  if (PointType !== 'Timestamp' || !isPoint(StartingPoint) || !hasEnd) throw refuse('ReplayPolicy: Invalid policy');
}

/** ARN of the queue for what cannot be delivered. */
export function deadLetterArnOf({ attributes }: Pick<Subscription, 'attributes'>): string | undefined {
  const target = parseJsonObject(attributes.RedrivePolicy ?? '{}')?.deadLetterTargetArn;
  return typeof target === 'string' ? target : undefined;
}

export const isRaw = ({ attributes }: Subscription): boolean => attributes.RawMessageDelivery === 'true';

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
export function describeSubscription(subscription: Subscription, topic: Topic | undefined): Attributes {
  const { arn, topicArn, protocol, endpoint, owner, principal, isAuthenticated, isPending, attributes } = subscription;
  const effective = effectivePolicy(attributes.DeliveryPolicy, topic?.attributes.DeliveryPolicy);
  // A scope may be set ahead of its policy; it is told with it.
  const { FilterPolicyScope, ...others } = attributes;
  return {
    SubscriptionPrincipal: principal,
    Owner: owner,
    RawMessageDelivery: 'false',
    TopicArn: topicArn,
    Endpoint: endpoint,
    Protocol: protocol,
    PendingConfirmation: String(isPending),
    ConfirmationWasAuthenticated: String(isAuthenticated),
    SubscriptionArn: arn,
    ...(isHttp(protocol) && { EffectiveDeliveryPolicy: JSON.stringify(effective) }),
    ...others,
    ...(others.FilterPolicy !== undefined && FilterPolicyScope !== undefined && { FilterPolicyScope }),
  };
}
