import type { DeleteMessageBatchResult, GetQueueAttributesResult, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { isPassing } from '../../kernel/backoff.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { TraceOrigin } from '../../kernel/trace.ts';
import type { Consumer } from '../consumer.ts';
import { SourceCalls } from '../source-calls.ts';

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

/** Calls to SQS answer at once or not at all. */
const sqsLimitMs = 10_000;

/** What a poller asks of SQS, as the service it works for. */
export class QueueCalls {
  readonly queueArn: string;
  readonly #calls: SourceCalls;
  readonly #queueUrl: string;

  constructor(
    kernel: Kernel,
    { sourceArn, principal, ...scope }: Pick<Consumer, 'sourceArn' | 'principal' | keyof Scope>,
  ) {
    this.#calls = new SourceCalls(kernel, scope, principal);
    this.queueArn = sourceArn;
    this.#queueUrl = queueUrlOf(kernel, sourceArn);
  }

  async receive(max: number): Promise<QueueMessage[]> {
    const { Messages = [] } = await this.#sqs<ReceiveMessageResult>('ReceiveMessage', {
      MaxNumberOfMessages: max,
      WaitTimeSeconds: 0,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    return Messages as QueueMessage[];
  }

  /** Up to ten messages; those that SQS could not delete now come back. */
  async remove(messages: readonly QueueMessage[]): Promise<QueueMessage[]> {
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const { Failed = [] } = await this.#sqs<DeleteMessageBatchResult>('DeleteMessageBatch', { Entries });
    return Failed.flatMap(({ Id, SenderFault }) => {
      const message = messages[Number(Id)];
      // Ours (a handle that has expired) will not get better.
      return message && !SenderFault ? [message] : [];
    });
  }

  /** How long received messages are hidden. Falls back to SQS's default where the queue does not say. */
  async visibilityMs(): Promise<number> {
    const defaultMs = 30_000;
    try {
      const asked = { AttributeNames: ['VisibilityTimeout'] };
      const { Attributes } = await this.#sqs<GetQueueAttributesResult>('GetQueueAttributes', asked);
      return Attributes?.VisibilityTimeout === undefined ? defaultMs : Number(Attributes.VisibilityTimeout) * 1000;
    } catch (error) {
      if (isPassing(error)) return defaultMs;
      throw error;
    }
  }

  #sqs<Output>(operation: string, input: object): Promise<Output> {
    return this.#calls.call<Output>('sqs', operation, { QueueUrl: this.#queueUrl, ...input }, sqsLimitMs);
  }
}

/** `http://127.0.0.1:4566/000000000000/orders` */
export function queueUrlOf(kernel: Pick<Kernel, 'endpoint'>, queueArn: string): string {
  const [, , , , account = '', name = ''] = queueArn.split(':');
  return `${kernel.endpoint}/${account}/${name}`;
}
