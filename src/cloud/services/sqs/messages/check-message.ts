import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import type { SentMessage } from '../contents/message.ts';
import {
  invalidContents,
  invalidParameter,
  invalidValue,
  messageTooLong,
  missingParameter,
  noDeduplicationId,
  notForQueueType,
} from '../errors.ts';
import { assertBounds } from '../operations/parameters.ts';
import { numericAttributes } from '../shapes.ts';
import { isFifo, numberOf, type Queue } from '../state.ts';
import { assertMessageAttributes, assertSystemAttributes, forbiddenCharacter } from './check-attributes.ts';
import { sha256Of } from './describe-message.ts';

/** A message as SendMessage gives it, or as an entry of a batch does. */
export type GivenMessage = Partial<Omit<SendMessageBatchRequestEntry, 'Id'>>;

/** Ids of groups and duplicates: letters, digits and punctuation, up to 128 of them. */
const idPattern = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;

const delayBounds = numericAttributes.DelaySeconds ?? { min: 0, max: 900 };

/**
 * Throws what AWS answers to a message that the queue does not take. `entry` is the name of a batch's entry, which some
 * complaints tell: `SendMessageBatchRequestEntry.1`.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function assertMessage(queue: Queue, given: GivenMessage, entry?: string): void {
  const body = given.MessageBody ?? '';
  if (body === '') throw missingParameter(entry === undefined ? 'MessageBody' : `${entry}.MessageBody`);
  const forbidden = forbiddenCharacter(body);
  if (forbidden !== undefined) throw invalidContents(forbidden);
  assertMessageAttributes(given.MessageAttributes ?? {});
  assertSystemAttributes(given.MessageSystemAttributes ?? {});
  const bytesMax = numberOf(queue, 'MaximumMessageSize');
  if (bytesOf(given) > bytesMax) throw messageTooLong(bytesMax);
  const reason = `DelaySeconds must be >= ${delayBounds.min} and <= ${delayBounds.max}.`;
  assertBounds('DelaySeconds', given.DelaySeconds, delayBounds, reason);
  assertIds(given);
  if (isFifo(queue)) assertFifoMessage(queue, given, entry !== undefined);
  else if (given.MessageDeduplicationId !== undefined) throw notForQueueType('MessageDeduplicationId');
}

function assertIds({ MessageGroupId, MessageDeduplicationId }: GivenMessage): void {
  for (const [name, id] of Object.entries({ MessageGroupId, MessageDeduplicationId })) {
    if (id === undefined || idPattern.test(id)) continue;
    const reason = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
    throw invalidValue(name, id, reason);
  }
}

function assertFifoMessage(queue: Queue, given: GivenMessage, isEntry: boolean): void {
  if (given.MessageGroupId === undefined) {
    const error = missingParameter('MessageGroupId');
    throw isEntry ? invalidParameter(error.message) : error;
  }
  if (given.MessageDeduplicationId === undefined && queue.attributes.ContentBasedDeduplication !== 'true') {
    throw noDeduplicationId();
  }
  if (given.DelaySeconds) {
    const reason = 'The request include parameter that is not valid for this queue type.';
    throw invalidValue('DelaySeconds', given.DelaySeconds, reason);
  }
}

/** What a message weighs: its body, and of each attribute name, type and value. */
export function bytesOf({ MessageBody = '', MessageAttributes = {} }: GivenMessage): number {
  let bytes = Buffer.byteLength(MessageBody);
  for (const [name, { DataType = '', StringValue = '', BinaryValue }] of Object.entries(MessageAttributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes += BinaryValue?.byteLength ?? Buffer.byteLength(StringValue);
  }
  return bytes;
}

/** A checked message as it is kept. */
export function sentMessage(
  queue: Queue,
  given: GivenMessage,
  sender: Pick<SentMessage, 'id' | 'senderId' | 'sentMs' | 'trace' | 'traceHeader'>,
): SentMessage {
  const body = given.MessageBody ?? '';
  const traceHeader = given.MessageSystemAttributes?.AWSTraceHeader?.StringValue ?? sender.traceHeader;
  const hasAttributes = Object.keys(given.MessageAttributes ?? {}).length > 0;
  const deduplicationId = given.MessageDeduplicationId ?? (isFifo(queue) ? sha256Of(body) : undefined);
  return {
    ...sender,
    body,
    ...(hasAttributes && given.MessageAttributes && { attributes: given.MessageAttributes }),
    ...(traceHeader !== undefined && { traceHeader }),
    ...(given.MessageGroupId !== undefined && { groupId: given.MessageGroupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  };
}
