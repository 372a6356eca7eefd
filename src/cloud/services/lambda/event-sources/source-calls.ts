import type { DeleteMessageBatchResult, GetQueueAttributesResult, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { isPassing } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { ConnectionFailure } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { TraceOrigin } from '../../../kernel/trace.ts';
import { functionArn } from '../function-reference.ts';
import type { EventSourceMapping } from '../state.ts';

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

/** What a poller asks of SQS and Lambda, as Lambda itself, through the pipeline like everybody. */
export class SourceCalls {
  readonly queueArn: string;
  readonly #lambda: LambdaCalls;
  readonly #queueUrl: string;

  constructor(kernel: Kernel, scope: Scope, queueArn: string) {
    this.#lambda = new LambdaCalls(kernel, scope);
    this.queueArn = queueArn;
    this.#queueUrl = queueUrlOf(kernel, queueArn);
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

  invoke(mapping: EventSourceMapping, payload: string, trace?: TraceOrigin): Promise<InvokeAnswer> {
    return this.#lambda.invoke(mapping, payload, trace);
  }

  #sqs<Output>(operation: string, input: object): Promise<Output> {
    return this.#lambda.call<Output>('sqs', operation, { QueueUrl: this.#queueUrl, ...input }, sqsLimitMs);
  }
}

/** `http://127.0.0.1:4566/000000000000/orders` */
export function queueUrlOf(kernel: Pick<Kernel, 'endpoint'>, queueArn: string): string {
  const [, , , , account = '', name = ''] = queueArn.split(':');
  return `${kernel.endpoint}/${account}/${name}`;
}

/** Longer than any function may run (15 minutes): its own timeout comes first. */
const invokeLimitMs = 16 * 60_000;

/** What an Invoke answers, as far as pollers look. */
export interface InvokeAnswer {
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
}

/** Calls that pollers make as Lambda itself, through the pipeline like everybody. */
export class LambdaCalls {
  readonly #kernel: Kernel;
  readonly #scope: Scope;

  constructor(kernel: Kernel, scope: Scope) {
    this.#kernel = kernel;
    this.#scope = scope;
  }

  invoke({ functionName, qualifier }: EventSourceMapping, payload: string, trace?: TraceOrigin): Promise<InvokeAnswer> {
    const input = {
      FunctionName: functionArn(this.#scope, functionName, qualifier),
      InvocationType: 'RequestResponse',
      Payload: Buffer.from(payload),
    };
    return this.call<InvokeAnswer>('lambda', 'Invoke', input, invokeLimitMs, trace);
  }

  /** Throws when no answer has come within `limitMs`. */
  call<Output>(
    service: string,
    operation: string,
    input: object,
    limitMs: number,
    trace?: TraceOrigin,
  ): Promise<Output> {
    const caller = serviceCaller('lambda.amazonaws.com', this.#scope.account);
    const call = this.#kernel.call<Output>(service, operation, input, { ...this.#scope, caller, trace });
    return answered(this.#kernel.clock, limitMs, call);
  }
}

/** The call's answer; throws when none has come within `limitMs`, for calls may hang for ever. */
async function answered<T>(clock: Clock, limitMs: number, call: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = clock.setTimer(limitMs, () => reject(new ConnectionFailure('hang')));
  try {
    return await Promise.race([call, promise]);
  } finally {
    timer.cancel();
  }
}

/** Ours; AWS does not say how long its pollers wait. */
const backoffMinMs = 1000;
const backoffMaxMs = 60_000;

/** The wait after failure number `count` in a row, counted from 0. */
export const backoffMs = (count: number): number => Math.min(backoffMaxMs, backoffMinMs * 2 ** count);
