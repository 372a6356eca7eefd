import type {
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult,
  ListQueuesRequest,
  ListQueuesResult,
} from '@aws-sdk/client-sqs';
import { raise } from '../../../kernel/errors.ts';
import { type Page, pageOf } from '../../../service-kit/pages.ts';
import { invalidParameter, queueDoesNotExist } from '../errors.ts';
import type { SqsContext, SqsOperation } from '../operation.ts';
import { accountOf, openQueue, queueUrl, redrivePolicyOf, stateOf } from '../queues/find-queue.ts';
import type { Queue } from '../state.ts';
import { assertBounds, required } from './parameters.ts';

const resultsBounds = { min: 1, max: 1000 };

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html */
export const getQueueUrl: SqsOperation<GetQueueUrlRequest, GetQueueUrlResult> = (state, input, context) => {
  const name = required(input.QueueName, 'QueueName');
  const account = input.QueueOwnerAWSAccountId ?? context.account;
  const owner = account === context.account ? state : stateOf(context.kernel, account, context.region);
  if (!owner.queues.has(name)) throw queueDoesNotExist();
  return { QueueUrl: queueUrl(context, account, name) };
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
export const listQueues: SqsOperation<ListQueuesRequest, ListQueuesResult> = (state, input, context) => {
  const prefix = input.QueueNamePrefix ?? '';
  const queues = [...state.queues.values()].filter(({ name }) => name.startsWith(prefix));
  const { items, next } = page(queues, input);
  const QueueUrls = items.map((queue) => urlOf(queue, context));
  // A list without a limit is not continued, and one without queues is not there.
  const isPaged = input.MaxResults !== undefined && next !== undefined;
  return { ...(QueueUrls.length > 0 && { QueueUrls }), ...(isPaged && { NextToken: next }) };
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html */
export const listDeadLetterSourceQueues: SqsOperation<
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult
> = (state, input, context) => {
  const { queue, state: owner } = openQueue(state, input.QueueUrl, context);
  const sources = [...owner.queues.values()].filter(
    (source) => redrivePolicyOf(source)?.deadLetterTargetArn === queue.arn,
  );
  const { items, next } = page(sources, input);
  return { queueUrls: items.map((source) => urlOf(source, context)), ...(next !== undefined && { NextToken: next }) };
};

function page(queues: readonly Queue[], { MaxResults, NextToken }: ListQueuesRequest): Page<Queue> {
  assertBounds('MaxResults', MaxResults, resultsBounds, 'MaxResults must be an integer between 1 and 1000.');
  if (NextToken !== undefined && MaxResults === undefined) {
    raise(invalidParameter('MaxResults is a mandatory parameter when you provide a value for NextToken.'));
  }
  return pageOf(queues, {
    limit: MaxResults ?? resultsBounds.max,
    token: NextToken,
    keyOf: ({ name }) => name,
    invalidToken: () => invalidParameter('Invalid or expired next token.'),
  });
}

const urlOf = (queue: Queue, context: SqsContext): string => queueUrl(context, accountOf(queue), queue.name);
