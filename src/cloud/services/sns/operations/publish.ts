import type {
  BatchResultErrorEntry,
  PublishBatchInput,
  PublishBatchResponse,
  PublishBatchResultEntry,
  PublishInput,
  PublishResponse,
} from '@aws-sdk/client-sns';
import { parseArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import {
  applicationDisabled,
  batchTooLong,
  emptyBatch,
  endpointDisabled,
  failedEntry,
  idsNotDistinct,
  invalidEntryId,
  invalidParameter,
  noValue,
  optedOut,
  tooManyEntries,
} from '../errors.ts';
import type { SnsContext, SnsOperation } from '../operation.ts';
import { addToOutbox } from '../outbox/outbox.ts';
import { assertEntry, bytesOf, checkContent } from '../publishing/check-message.ts';
import { publishToTopic } from '../publishing/fan-out.ts';
import { textFor } from '../publishing/published-message.ts';
import type { SnsState } from '../state.ts';
import { isPhoneNumber } from '../subscriptions/endpoints.ts';
import { bytesMaxOf, messageBytesDefault } from '../topics/attributes.ts';
import { openTopic } from '../topics/find-topic.ts';

const entriesMax = 10;

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const publish: SnsOperation<PublishInput, PublishResponse> = (state, input, context) => {
  const { TopicArn, TargetArn, PhoneNumber } = input;
  const targets = [TopicArn, TargetArn, PhoneNumber].filter((target) => target !== undefined);
  if (targets.length === 0) throw noValue('TopicArn or TargetArn');
  if (PhoneNumber !== undefined && targets.length === 1) return publishToPhone(state, PhoneNumber, input, context);
  if (targets.length > 1) throw invalidParameter('TopicArn Reason: both TopicArn and TargetArn specified');
  const arn = TopicArn ?? TargetArn ?? '';
  if (parseArn(arn)?.resource.startsWith('endpoint/')) return publishToEndpoint(state, arn, input, context);
  const { state: owner, topic } = openTopic(state, arn, context, TopicArn === undefined ? 'TargetArn' : 'TopicArn');
  return publishToTopic(owner, topic, input, context);
};

function publishToPhone(state: SnsState, number: string, input: PublishInput, context: SnsContext): PublishResponse {
  if (!isPhoneNumber(number)) throw invalidParameter(`PhoneNumber Reason: ${number} is not valid to publish to`);
  const content = checkContent(input, messageBytesDefault);
  if (state.optedOut.has(number)) throw optedOut(number);
  const messageId = context.random.uuid();
  addToOutbox(
    state,
    { protocol: 'sms', endpoint: number, messageId, body: content.texts?.sms ?? content.text },
    context,
  );
  return { MessageId: messageId };
}

function publishToEndpoint(state: SnsState, arn: string, input: PublishInput, context: SnsContext): PublishResponse {
  const endpoint =
    state.endpoints.get(arn) ??
    raise(invalidParameter('TargetArn Reason: No endpoint found for the target arn specified'));
  const application = state.applications.get(endpoint.applicationArn);
  const content = checkContent(input, messageBytesDefault, application?.platform);
  if (endpoint.attributes.Enabled === 'false') throw endpointDisabled();
  if (application?.attributes.Enabled === 'false') throw applicationDisabled();
  const messageId = context.random.uuid();
  const message = { ...content, messageId, topicArn: '', timestampMs: 0 };
  const body = textFor(message, application?.platform ?? 'default');
  addToOutbox(state, { protocol: 'application', endpoint: arn, messageId, body }, context);
  return { MessageId: messageId };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
export const publishBatch: SnsOperation<PublishBatchInput, PublishBatchResponse> = (state, input, context) => {
  const entries = input.PublishBatchRequestEntries ?? [];
  const { state: owner, topic } = openTopic(state, input.TopicArn, context);
  if (entries.length === 0) throw emptyBatch();
  if (entries.length > entriesMax) throw tooManyEntries();
  const ids = entries.map(({ Id = '' }) => Id);
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) throw invalidEntryId();
  if (new Set(ids).size < ids.length) throw idsNotDistinct();
  if (entries.reduce((sum, entry) => sum + bytesOf(entry), 0) > bytesMaxOf(topic)) throw batchTooLong();
  for (const entry of entries) assertEntry(topic, entry);
  const Successful: PublishBatchResultEntry[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...publishToTopic(owner, topic, entry, context) });
    } catch (error) {
      Failed.push(failedEntry(entry.Id, error));
    }
  }
  return { Successful, Failed };
};
