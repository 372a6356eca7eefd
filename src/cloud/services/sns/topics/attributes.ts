import { parseJsonObject } from '../../../kernel/json.ts';
import type { Refuse } from '../errors.ts';
import { isFifo, type SnsState, subscriptionsOf, type Topic } from '../state.ts';
import { assertDeliveryPolicy, effectiveTopicPolicy } from './delivery-policy.ts';
import { assertPolicy, policyTextOf } from './policy.ts';

type Attributes = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html, and the settings of delivery status logging. */
const feedbackProtocols = ['Application', 'Firehose', 'HTTP', 'Lambda', 'SQS'];
const feedbackAttributes = feedbackProtocols.flatMap((protocol) => [
  `${protocol}SuccessFeedbackRoleArn`,
  `${protocol}SuccessFeedbackSampleRate`,
  `${protocol}FailureFeedbackRoleArn`,
]);
const settable: ReadonlySet<string> = new Set([
  'DeliveryPolicy',
  'DisplayName',
  'Policy',
  'KmsMasterKeyId',
  'SignatureVersion',
  'TracingConfig',
  'MaximumMessageSize',
  'ContentBasedDeduplication',
  'FifoThroughputScope',
  'ArchivePolicy',
  ...feedbackAttributes,
]);

/** Of a message with its attributes: https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html */
export const messageBytesDefault = 262_144;
const messageBytesMin = 1024;
const messageBytesMax = 1_048_576;
const displayNameMax = 100;
const largeSubscriptionsMax = 100;
const archiveDaysMax = 365;

export const isTopicAttribute = (name: string): boolean => settable.has(name);
export const bytesMaxOf = ({ attributes }: Topic): number =>
  Number(attributes.MaximumMessageSize ?? messageBytesDefault);

/** Whether endpoints of that protocol may have messages over 256 KiB. */
export const takesLargeMessages = (protocol: string): boolean => ['sqs', 'lambda', 'firehose'].includes(protocol);

/** Throws what AWS answers to a value that an attribute cannot have. */
export function assertTopicAttribute(name: string, value: string, topic: Pick<Topic, 'name'>, refuse: Refuse): void {
  const oneOf = (...words: string[]) => {
    if (!words.includes(value)) throw refuse(`${name}: Invalid value [${value}]. Must be one of [${words.join(', ')}]`);
  };
  if (!isFifo(topic)) {
    if (name === 'ContentBasedDeduplication') {
      throw refuse('Content-based deduplication can only be set for FIFO topics');
    }
    if (name === 'ArchivePolicy' && value !== '') throw refuse('ArchivePolicy: Only supported for FIFO topics');
    if (name === 'FifoThroughputScope') throw refuse('FifoThroughputScope can only be set for FIFO topics');
  }
  if (name === 'Policy' && value !== '') assertPolicy(value, refuse);
  if (name === 'DeliveryPolicy') assertDeliveryPolicy(value, 'topic', refuse);
  if (name === 'DisplayName' && value.length > displayNameMax) throw refuse('DisplayName');
  if (name === 'SignatureVersion') oneOf('1', '2');
  if (name === 'TracingConfig') oneOf('PassThrough', 'Active');
  if (name === 'ContentBasedDeduplication') oneOf('true', 'false');
  if (name === 'FifoThroughputScope') oneOf('Topic', 'MessageGroup');
  if (name === 'MaximumMessageSize') assertWithin(name, value, messageBytesMin, messageBytesMax, refuse);
  if (name.endsWith('SampleRate') && !isPercentage(value)) {
    throw refuse(`${name}: value provided is not an integer between 0-100`);
  }
  if (name === 'ArchivePolicy' && !isArchivePolicy(value)) throw refuse('ArchivePolicy: Invalid policy');
}

const isPercentage = (value: string): boolean => /^\d+$/.test(value) && Number(value) <= 100;

function assertWithin(name: string, value: string, min: number, max: number, refuse: Refuse): void {
  const isWithin = /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max;
  if (!isWithin) throw refuse(`${name} Reason: must be between ${min} and ${max}`);
}

/** `{"MessageRetentionPeriod":"30"}`, in days; `{}` ends the archive. */
function isArchivePolicy(text: string): boolean {
  const policy = parseJsonObject(text || '{}');
  if (!policy) return false;
  const days = policy.MessageRetentionPeriod;
  return days === undefined || (/^\d+$/.test(String(days)) && Number(days) >= 1 && Number(days) <= archiveDaysMax);
}

/** Throws where the topic's subscriptions cannot take messages that large. */
export function assertLargeMessages(state: SnsState, topic: Topic, value: string, refuse: Refuse): void {
  if (Number(value) <= messageBytesDefault) return;
  const all = [...subscriptionsOf(state, topic.arn)];
  if (all.length <= largeSubscriptionsMax && all.every(({ protocol }) => takesLargeMessages(protocol))) return;
  throw refuse('MaximumMessageSize Reason: the subscriptions of the topic do not support messages over 256 KiB');
}

/** Of a topic that archives: how long, in days. */
export function archiveDaysOf({ attributes }: Pick<Topic, 'attributes'>): number | undefined {
  const days = parseJsonObject(attributes.ArchivePolicy || '{}')?.MessageRetentionPeriod;
  return days === undefined ? undefined : Number(days);
}

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export function describeTopic(state: SnsState, topic: Topic): Attributes {
  const { Policy: _policy, DisplayName = '', ...set } = topic.attributes;
  const all = [...subscriptionsOf(state, topic.arn)];
  const pending = all.filter(({ isPending }) => isPending).length;
  return {
    Policy: policyTextOf(topic),
    Owner: topic.owner,
    SubscriptionsPending: String(pending),
    TopicArn: topic.arn,
    EffectiveDeliveryPolicy: JSON.stringify(effectiveTopicPolicy(set.DeliveryPolicy)),
    SubscriptionsConfirmed: String(all.length - pending),
    DisplayName,
    SubscriptionsDeleted: String(topic.deletedCount),
    ...(archiveDaysOf(topic) !== undefined && { BeginningArchiveTime: archiveStartOf(state, topic) }),
    ...set,
  };
}

function archiveStartOf(state: SnsState, topic: Topic): string {
  const [first] = state.archive.values({ from: `${topic.name}/`, before: `${topic.name}0` });
  return new Date(first?.timestampMs ?? topic.archiveSinceMs ?? topic.createdMs).toISOString();
}
