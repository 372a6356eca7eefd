import type { DeleteMessageBatchResult, GetQueueAttributesResult, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { isPassing } from '../../../kernel/backoff.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { TraceOrigin } from '../../../kernel/trace.ts';
import type { EventSourceMapping } from '../state.ts';
import { type InvokeAnswer, LambdaCalls } from './lambda-calls.ts';
import type { QueueMessage } from './sqs-event.ts';

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
