import { createHash } from 'node:crypto';
import type { PublishBatchRequestEntry } from '@aws-sdk/client-sns';
import { parseJsonObject } from '../../../kernel/json.ts';
import { invalidParameter } from '../errors.ts';
import { isFifo, type Topic } from '../state.ts';
import { bytesMaxOf } from '../topics/attributes.ts';
import { readMessageAttributes } from './check-attributes.ts';
import type { PublishedMessage } from './published-message.ts';

/** A message as Publish gives it, or as an entry of a batch does. */
export type GivenMessage = Partial<Omit<PublishBatchRequestEntry, 'Id'>>;

type CheckedMessage = Omit<PublishedMessage, 'messageId' | 'topicArn' | 'timestampMs' | 'sequenceNumber'>;

const subjectLengthMax = 100;
const idPattern = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;

/**
 * A message that a topic takes. Throws what AWS answers to others.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function checkMessage(topic: Topic, given: GivenMessage): CheckedMessage {
  const content = checkContent(given, bytesMaxOf(topic));
  const { MessageGroupId, MessageDeduplicationId } = given;
  assertFifoIds(topic, given);
  if (!isFifo(topic) && MessageDeduplicationId !== undefined) {
    throw invalidParameter(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    );
  }
  for (const [name, id] of Object.entries({ MessageGroupId, MessageDeduplicationId })) {
    if (id === undefined || idPattern.test(id)) continue;
    throw invalidParameter(
      `${name} Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
  }
  const byContent = () => createHash('sha256').update(content.text).digest('hex');
  return {
    ...content,
    ...(MessageGroupId !== undefined && { groupId: MessageGroupId }),
    ...(isFifo(topic) && { deduplicationId: MessageDeduplicationId ?? byContent() }),
  };
}

function assertFifoIds(topic: Topic, { MessageGroupId, MessageDeduplicationId }: GivenMessage): void {
  if (!isFifo(topic)) return;
  if (!MessageGroupId) throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  const isByContent = topic.attributes.ContentBasedDeduplication === 'true';
  if (!MessageDeduplicationId && !isByContent) {
    throw invalidParameter(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
}

/** What refuses a whole batch for one of its entries; other faults fail the entry alone. */
export function assertEntry(topic: Topic, given: GivenMessage): void {
  readMessageAttributes(given.MessageAttributes ?? {});
  if (given.MessageStructure === 'json') readTexts(given.Message ?? '');
  assertFifoIds(topic, given);
}

/** The message alone, for whomever. `platform`: of a device, for which a text of its own is enough. */
export function checkContent(given: GivenMessage, bytesMax: number, platform?: string): CheckedMessage {
  const { Message = '', Subject, MessageStructure, MessageAttributes = {} } = given;
  if (Message === '') throw invalidParameter('Empty message');
  const attributes = readMessageAttributes(MessageAttributes);
  if (bytesOf(given) > bytesMax) throw invalidParameter('Message too long');
  if (Subject !== undefined && !isSubject(Subject)) throw invalidParameter('Subject');
  if (MessageStructure !== undefined && MessageStructure !== 'json' && MessageStructure !== '') {
    throw invalidParameter('MessageStructure');
  }
  const texts = MessageStructure === 'json' ? readTexts(Message, platform) : undefined;
  return {
    text: texts?.default ?? Message,
    ...(texts && { texts }),
    ...(Subject !== undefined && { subject: Subject }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
}

/** Begins with a letter, a digit or punctuation; no line breaks and control characters; up to 100 of them. */
const isSubject = (text: string): boolean =>
  text.length <= subjectLengthMax && text !== '' && !/^\s|\p{Cc}/u.test(text);

/** Keys that name no protocol are ignored, and so are those whose values are no texts. */
function readTexts(
  message: string,
  platform?: string,
): Readonly<Record<string, string>> & { readonly default: string } {
  const given = parseJsonObject(message);
  if (!given) throw invalidParameter('Message Structure - JSON message body failed to parse');
  const texts = Object.entries(given).filter(([, text]) => typeof text === 'string');
  const read = Object.fromEntries(texts) as Record<string, string>;
  const own = platform === undefined ? undefined : read[platform];
  const text = read.default ?? own;
  if (text === undefined) {
    throw invalidParameter(
      platform === undefined
        ? 'Message Structure - No default entry in JSON message body'
        : `JSON must contain an entry for 'default' or '${platform}'.`,
    );
  }
  return { ...read, default: text };
}

/** What a message weighs: its body, and of each attribute name, type and value. */
export function bytesOf({ Message = '', MessageAttributes = {} }: GivenMessage): number {
  let bytes = Buffer.byteLength(Message);
  for (const [name, { DataType = '', StringValue = '', BinaryValue }] of Object.entries(MessageAttributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes += BinaryValue?.byteLength ?? Buffer.byteLength(StringValue);
  }
  return bytes;
}
