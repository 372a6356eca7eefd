import { createHash } from 'node:crypto';
import type { MessageAttributeValue, Message as ReceivedMessage, ReceiveMessageRequest } from '@aws-sdk/client-sqs';
import type { Message, MessageAttributes } from '../contents/message.ts';
import { receiptHandle } from '../contents/take-messages.ts';
import { unknownAttribute } from '../errors.ts';
import { computedAttributes, isSettable } from '../shapes.ts';
import { isFifo, type Queue } from '../state.ts';

const systemAttributeNames = [
  'All',
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'SequenceNumber',
  'MessageDeduplicationId',
  'MessageGroupId',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
];

/** The system attributes that a receive asks for, under their old name and their new one. */
export function wantedSystemAttributes(input: Partial<ReceiveMessageRequest>): ReadonlySet<string> {
  const names: readonly string[] = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  for (const name of names) {
    // The old parameter is typed after attributes of queues; those are nothing to messages, but no error either.
    const isKnown = systemAttributeNames.includes(name) || isSettable(name) || computedAttributes.includes(name);
    if (!isKnown) throw unknownAttribute(name);
  }
  return new Set(names);
}

/** A message as its receiver sees it. */
export function describeMessage(
  queue: Queue,
  message: Message,
  systemNames: ReadonlySet<string>,
  attributeNames: readonly string[],
): ReceivedMessage {
  const MessageAttributes = selectAttributes(message.attributes, attributeNames);
  const MD5OfMessageAttributes = md5OfAttributes(MessageAttributes);
  const all = Object.entries(systemAttributes(queue, message));
  const Attributes = Object.fromEntries(all.filter(([name]) => systemNames.has('All') || systemNames.has(name)));
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle(queue, message.key, message.receipt ?? ''),
    MD5OfBody: md5Of(message.body),
    Body: message.body,
    ...(Object.keys(Attributes).length > 0 && { Attributes }),
    ...(MD5OfMessageAttributes !== undefined && { MD5OfMessageAttributes, MessageAttributes }),
  };
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Message.html */
function systemAttributes(queue: Queue, message: Message): Record<string, string> {
  const { groupId, deduplicationId, traceHeader, deadLetterSource } = message;
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentMs),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    ...(isFifo(queue) && { SequenceNumber: sequenceNumber(message.sequence) }),
    ...(traceHeader !== undefined && { AWSTraceHeader: traceHeader }),
    ...(deadLetterSource !== undefined && { DeadLetterQueueSourceArn: deadLetterSource }),
  };
}

/** Twenty digits that grow, with gaps, as AWS's do. */
export const sequenceNumber = (sequence: number): string =>
  (18_850_000_000_000_000_000n + BigInt(sequence) * 256n).toString();

/** By name, by prefix (`order.*`), or all of them (`All`, `.*`). */
function selectAttributes(
  attributes: MessageAttributes | undefined,
  names: readonly string[],
): Record<string, MessageAttributes[string]> | undefined {
  if (!attributes || names.length === 0) return undefined;
  const isWanted = (attribute: string): boolean =>
    names.some((name) => {
      if (name === 'All' || name === '.*' || name === '*' || name === attribute) return true;
      return name.endsWith('.*') && attribute.startsWith(name.slice(0, -2));
    });
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}

/** What SDKs compare with their own sum. */
export const md5Of = (text: string): string => createHash('md5').update(text).digest('hex');

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

const stringMark = Buffer.of(1);
const binaryMark = Buffer.of(2);

/**
 * The sum over attributes in the order of their names: each of name, type and value with its length ahead.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function md5OfAttributes(attributes: MessageAttributes | undefined): string | undefined {
  const names = Object.keys(attributes ?? {}).sort();
  if (!attributes || names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const { DataType = '', ...value } = attributes[name] ?? ({} as MessageAttributeValue);
    for (const text of [name, DataType]) hash.update(withLength(Buffer.from(text)));
    const isBinary = DataType.startsWith('Binary');
    hash.update(isBinary ? binaryMark : stringMark);
    hash.update(withLength(isBinary ? (value.BinaryValue ?? Buffer.of()) : Buffer.from(value.StringValue ?? '')));
  }
  return hash.digest('hex');
}

function withLength(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.byteLength);
  return Buffer.concat([length, bytes]);
}
