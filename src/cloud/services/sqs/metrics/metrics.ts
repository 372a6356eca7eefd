import type {
  BatchResultErrorEntry,
  DeleteMessageBatchRequest,
  ReceiveMessageResult,
  SendMessageBatchRequest,
} from '@aws-sdk/client-sqs';
import type { Count, ServiceMetrics } from '../../../service-kit/service-metrics.ts';
import { bytesOf, type GivenMessage } from '../messages/check-message.ts';
import type { SqsState } from '../state.ts';
import { ofQueue, tellMinutes } from './queue-gauges.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export const sqsMetrics: ServiceMetrics<SqsState> = {
  namespace: 'AWS/SQS',
  principal: 'sqs.amazonaws.com',
  ofCall({ operation, input, output, error }, count) {
    const counted = error === undefined ? ofOperation[operation] : undefined;
    if (!counted) return;
    const { QueueUrl } = input as { readonly QueueUrl: string };
    const dimensions = ofQueue(QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1));
    counted(input, output ?? {}, (name, value, unit) => count(name, value, unit, dimensions));
  },
  measure(state, _scope, nowMs, count) {
    for (const queue of state.queues.values()) tellMinutes(queue, state.contents(queue.name), nowMs, count);
  },
};

type CountOfQueue = (name: string, value: number, unit: Parameters<Count>[2]) => void;

const ofOperation: Readonly<Record<string, (input: object, output: object, count: CountOfQueue) => void>> = {
  SendMessage: (input: GivenMessage, _output, count) => countSent([input], count),
  SendMessageBatch: ({ Entries = [] }: Partial<SendMessageBatchRequest>, { Failed }: Failures, count) =>
    countSent(withoutFailed(Entries, Failed), count),
  ReceiveMessage(_input, { Messages = [] }: ReceiveMessageResult, count) {
    if (Messages.length === 0) count('NumberOfEmptyReceives', 1, 'Count');
    else count('NumberOfMessagesReceived', Messages.length, 'Count');
  },
  DeleteMessage: (_input, _output, count) => count('NumberOfMessagesDeleted', 1, 'Count'),
  DeleteMessageBatch({ Entries = [] }: Partial<DeleteMessageBatchRequest>, { Failed }: Failures, count) {
    const deleted = withoutFailed(Entries, Failed).length;
    if (deleted > 0) count('NumberOfMessagesDeleted', deleted, 'Count');
  },
};

interface Failures {
  readonly Failed?: readonly BatchResultErrorEntry[];
}

const withoutFailed = <E extends { readonly Id: string | undefined }>(
  entries: readonly E[],
  failed: readonly BatchResultErrorEntry[] = [],
): readonly E[] => (failed.length === 0 ? entries : entries.filter(({ Id }) => !failed.some((one) => one.Id === Id)));

function countSent(messages: readonly GivenMessage[], count: CountOfQueue): void {
  if (messages.length === 0) return;
  count('NumberOfMessagesSent', messages.length, 'Count');
  for (const message of messages) count('SentMessageSize', bytesOf(message), 'Bytes');
}
