import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { MessageAttributes } from '../contents/message.ts';
import { invalidParameter } from '../errors.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
const attributesMax = 10;
const nameBytesMax = 256;
const types = ['Binary', 'Number', 'String'];

/** Numbers have up to 38 digits and lie between 10⁻¹²⁸ and 10¹²⁶. */
const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export function assertMessageAttributes(attributes: MessageAttributes): void {
  const count = Object.keys(attributes).length;
  if (count > attributesMax) {
    throw invalidParameter(`Number of message attributes [${count}] exceeds the allowed maximum [${attributesMax}].`);
  }
  for (const [name, value] of Object.entries(attributes)) {
    assertName(name);
    assertValue(name, value, 'user');
  }
}

/** AWSTraceHeader is the only one that there is. */
export function assertSystemAttributes(attributes: MessageAttributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'AWSTraceHeader') throw invalidParameter(`Message system attribute name '${name}' is invalid.`);
    assertValue(name, value, 'system');
    if (value.DataType === 'String') continue;
    throw invalidParameter(`The type of message (system) attribute '${name}' is invalid. You must use only String.`);
  }
}

function assertName(name: string): void {
  if (name === '') throw invalidParameter('The request must contain non-empty message (user) attribute names.');
  if (Buffer.byteLength(name) > nameBytesMax) {
    throw invalidParameter(`Message (user) attribute name must be shorter than ${nameBytesMax} bytes.`);
  }
  if (/^(?:aws|amazon)\./i.test(name)) {
    throw invalidParameter(
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings are reserved for internal use.",
    );
  }
  if (!/^[\p{L}0-9_.-]+$/u.test(name)) {
    throw invalidParameter(
      'Invalid non-alphanumeric character was found in the message (user) attribute name. ' +
        'Can only include alphanumeric characters, hyphens, underscores, or dots.',
    );
  }
  if (name.startsWith('.') || name.endsWith('.') || name.includes('..')) {
    throw invalidParameter(
      'The message (user) attribute name can neither begin nor end with a dot, nor have two of them in a row.',
    );
  }
}

function assertValue(name: string, value: MessageAttributeValue, kind: 'user' | 'system'): void {
  const subject = `message (${kind}) attribute '${name}'`;
  const { DataType, StringValue, BinaryValue, StringListValues, BinaryListValues } = value;
  if (StringListValues?.length || BinaryListValues?.length) {
    throw invalidParameter('Message attribute list values in SendMessage operation are not supported.');
  }
  if (!DataType) throw invalidParameter(`The ${subject} must contain a non-empty message attribute value.`);
  if (Buffer.byteLength(DataType) > nameBytesMax) {
    throw invalidParameter(`Message (${kind}) attribute type must be shorter than ${nameBytesMax} bytes.`);
  }
  const [type = ''] = DataType.split('.');
  if (!types.includes(type)) {
    throw invalidParameter(
      `The type of ${subject} is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const isBinary = type === 'Binary';
  const isEmpty = isBinary ? !BinaryValue?.byteLength : !StringValue;
  const isMixed = isBinary ? StringValue !== undefined : BinaryValue !== undefined;
  if (isEmpty || isMixed) {
    throw invalidParameter(
      `Message (${kind}) attribute '${name}' must contain a non-empty value of type '${DataType}'.`,
    );
  }
  if (type === 'Number' && !numberPattern.test(StringValue ?? '')) {
    throw invalidParameter(`Can't cast the value of ${subject} to a number.`);
  }
  if (!isBinary) assertAttributeText(subject, StringValue ?? '');
}

function assertAttributeText(subject: string, text: string): void {
  if (forbiddenCharacter(text) !== undefined) {
    throw invalidParameter(`Invalid binary character was found in the value of ${subject}.`);
  }
}

/** The first character that is not one of XML's: #x9, #xA, #xD and everything from #x20 but surrogates and #xFFFE. */
export function forbiddenCharacter(text: string): number | undefined {
  return /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(text)?.[0]?.codePointAt(0);
}
