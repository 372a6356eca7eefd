import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { MessageAttributes } from '../contents/message.ts';

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
