import type { DeleteMessageBatchResult, GetQueueAttributesResult, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { functionArn } from '../function-name.ts';
import type { EventSourceMapping } from '../state.ts';
import { answered, isPassing } from './answered.ts';
import type { QueueMessage } from './sqs-event.ts';

/** Calls to SQS answer at once or not at all. */
const sqsLimitMs = 10_000;
/** Longer than any function may run (15 minutes): its own timeout comes first. */
const invokeLimitMs = 16 * 60_000;

/** What an Invoke answers, as far as pollers look. */
export interface InvokeAnswer {
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
}

/** What a poller asks of SQS and Lambda, as Lambda itself, through the pipeline like everybody. */
export class SourceCalls {
  readonly queueArn: string;
  readonly #kernel: Kernel;
  readonly #where: { readonly account: string; readonly region: string };
  readonly #queueUrl: string;

  constructor(kernel: Kernel, where: { readonly account: string; readonly region: string }, queueArn: string) {
    this.#kernel = kernel;
    this.#where = where;
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

  invoke({ functionName, qualifier }: EventSourceMapping, payload: string): Promise<InvokeAnswer> {
    const input = {
      FunctionName: functionArn(this.#where, functionName, qualifier),
      InvocationType: 'RequestResponse',
      Payload: Buffer.from(payload),
    };
    return this.#call<InvokeAnswer>('lambda', 'Invoke', input, invokeLimitMs);
  }

  #sqs<Output>(operation: string, input: object): Promise<Output> {
    return this.#call<Output>('sqs', operation, { QueueUrl: this.#queueUrl, ...input }, sqsLimitMs);
  }

  #call<Output>(service: string, operation: string, input: object, limitMs: number): Promise<Output> {
    const caller = serviceCaller('lambda.amazonaws.com', this.#where.account);
    const call = this.#kernel.call<Output>(service, operation, input, { ...this.#where, caller });
    return answered(this.#kernel.clock, limitMs, call);
  }
}

/** `http://127.0.0.1:4566/000000000000/orders` */
export function queueUrlOf(kernel: Pick<Kernel, 'endpoint'>, queueArn: string): string {
  const [, , , , account = '', name = ''] = queueArn.split(':');
  return `${kernel.endpoint}/${account}/${name}`;
}
