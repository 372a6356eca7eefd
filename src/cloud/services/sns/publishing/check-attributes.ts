import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { parseJson } from '../../../kernel/json.ts';
import { invalidValue } from '../errors.ts';
import type { PublishedAttribute } from './published-message.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
const nameLengthMax = 256;

type Given = Readonly<Record<string, MessageAttributeValue>>;

/** Checked attributes as they are kept. Throws ParameterValueInvalid. */
export function readMessageAttributes(given: Given): Readonly<Record<string, PublishedAttribute>> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, readAttribute(name, value)]));
}

function readAttribute(
  name: string,
  { DataType, StringValue, BinaryValue }: MessageAttributeValue,
): PublishedAttribute {
  assertName(name);
  if (!DataType) {
    throw invalidValue(`The message attribute '${name}' must contain non-empty message attribute type.`);
  }
  const [kind = ''] = DataType.split('.');
  if (!['Binary', 'Number', 'String'].includes(kind)) {
    throw invalidValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const field = kind === 'Binary' ? 'Binary' : 'String';
  const own = kind === 'Binary' ? BinaryValue : StringValue;
  const other = kind === 'Binary' ? StringValue : BinaryValue;
  if (own === undefined && other !== undefined && other.length > 0) {
    throw invalidValue(`The message attribute '${name}' with type '${DataType}' must use field '${field}'.`);
  }
  if (own === undefined || own.length === 0) {
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
    );
  }
  if (typeof own !== 'string') return { type: DataType, value: Buffer.from(own).toString('base64') };
  assertText(name, DataType, own);
  return { type: DataType, value: own };
}

function assertName(name: string): void {
  if (!/^[\w.-]+$/.test(name) || name.length > nameLengthMax) {
    throw invalidValue(
      `Invalid non-alphanumeric character was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name.startsWith('.') || name.endsWith('.')) {
    throw invalidValue("Invalid message attribute name starting or ending with character '.' was found.");
  }
  if (name.includes('..')) throw invalidValue("Message attribute name can not have successive '.' characters.");
}

function assertText(name: string, type: string, text: string): void {
  if (type.startsWith('Number') && (text.trim() === '' || !Number.isFinite(Number(text)))) {
    throw invalidValue(`Could not cast message attribute '${name}' value to number.`);
  }
  if (type === 'String.Array' && !isStringArray(text)) {
    throw invalidValue(`Message attribute value for String.Array '${name}' is not a valid JSON array.`);
  }
}

/** Of strings, numbers, booleans and null. */
function isStringArray(text: string): boolean {
  const list = parseJson(text);
  return Array.isArray(list) && list.every((item) => item === null || typeof item !== 'object');
}
