import type { TraceOrigin } from '../../../kernel/trace.ts';

/** A message as ReceiveMessage answers it, with all its attributes. */
export interface QueueMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MD5OfMessageAttributes?: string;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>>;
  /** Of the call that sent it; not AWS's, and no part of the event. */
  readonly Trace?: TraceOrigin;
}

interface MessageAttribute {
  readonly DataType?: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

/** One of the `Records` that functions get: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function eventRecord(message: QueueMessage, queueArn: string): Readonly<Record<string, unknown>> {
  const attributes = Object.entries(message.MessageAttributes ?? {});
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(attributes.map(([name, value]) => [name, eventAttribute(value)])),
    ...(message.MD5OfMessageAttributes !== undefined && { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3],
  };
}

/** The lists are always there and always empty: SQS has no attributes of these types. */
const eventAttribute = ({ DataType, StringValue, BinaryValue }: MessageAttribute) => ({
  ...(StringValue !== undefined && { stringValue: StringValue }),
  ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
  stringListValues: [],
  binaryListValues: [],
  dataType: DataType,
});

/** Messages that go into one invoke, and its payload. */
export interface EventBatch {
  readonly messages: readonly QueueMessage[];
  readonly payload: string;
}

/** AWS: payloads of synchronous invokes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const payloadBytesMax = 6_291_456;
const envelopeBytes = '{"Records":[]}'.length;

/** What a message adds to a payload, with the comma. */
export const recordBytes = (message: QueueMessage, queueArn: string): number =>
  Buffer.byteLength(JSON.stringify(eventRecord(message, queueArn))) + 1;

/** Messages in their order, in as few events as fit. */
export function eventBatches(messages: readonly QueueMessage[], queueArn: string): EventBatch[] {
  const batches: { messages: QueueMessage[]; records: string[]; bytes: number }[] = [];
  for (const message of messages) {
    const record = JSON.stringify(eventRecord(message, queueArn));
    const bytes = Buffer.byteLength(record) + 1;
    const last = batches.at(-1);
    if (last && last.bytes + bytes <= payloadBytesMax) {
      last.messages.push(message);
      last.records.push(record);
      last.bytes += bytes;
    } else {
      batches.push({ messages: [message], records: [record], bytes: envelopeBytes + bytes });
    }
  }
  return batches.map((batch) => ({ messages: batch.messages, payload: `{"Records":[${batch.records.join(',')}]}` }));
}
