import { parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { TargetKind } from '../settings/arn-kinds.ts';
import { resolved, resolvedIfGiven } from '../transform/parameters.ts';
import { whereOf } from './compute-calls.ts';
import { type Failed, jsonOf, type StageCalls, type StageItem } from './stage.ts';

/** Hands items over by the batch operation of a service; what it names as failed is not done. */
type Tell = (calls: StageCalls, items: readonly StageItem[]) => Promise<Failed>;

interface BatchAnswer {
  readonly Failed?: readonly { readonly Id?: string }[];
}

const failedIds = ({ Failed = [] }: BatchAnswer): Failed => Failed.map(({ Id }) => Number(Id));

interface EntryAnswer {
  readonly ErrorCode?: string;
}

const failedEntries = (entries: readonly EntryAnswer[] = []): Failed =>
  entries.flatMap(({ ErrorCode }, index) => (ErrorCode ? [index] : []));

const where = ({ pipe, caller }: StageCalls) => ({ caller, ...whereOf(pipe.target) });

const sendMessages: Tell = async (calls, items) => {
  const { pipe, context } = calls;
  const { MessageGroupId, MessageDeduplicationId } = pipe.targetParameters?.SqsQueueParameters ?? {};
  const Entries = items.map(({ text, event }, index) => {
    const groupId = resolvedIfGiven('MessageGroupId', MessageGroupId, event);
    const deduplicationId = resolvedIfGiven('MessageDeduplicationId', MessageDeduplicationId, event);
    return {
      Id: String(index),
      MessageBody: text,
      ...(groupId !== undefined && { MessageGroupId: groupId }),
      ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    };
  });
  const arn = parseArn(pipe.target);
  const QueueUrl = `${context.kernel.endpoint}/${arn?.account}/${arn?.resource}`;
  return failedIds(await context.call<BatchAnswer>('sqs', 'SendMessageBatch', { QueueUrl, Entries }, where(calls)));
};

const publish: Tell = async (calls, items) => {
  const PublishBatchRequestEntries = items.map(({ text }, index) => ({ Id: String(index), Message: text }));
  const input = { TopicArn: calls.pipe.target, PublishBatchRequestEntries };
  return failedIds(await calls.context.call<BatchAnswer>('sns', 'PublishBatch', input, where(calls)));
};

const putEvents: Tell = async (calls, items) => {
  const { pipe, context } = calls;
  const { Source, DetailType, Resources = [], Time } = pipe.targetParameters?.EventBridgeEventBusParameters ?? {};
  const Entries = items.map(({ text, event }) => {
    const time = resolvedIfGiven('Time', Time, event);
    return {
      EventBusName: pipe.target,
      Source: resolvedIfGiven('Source', Source, event) ?? `Pipe ${pipe.name}`,
      DetailType:
        resolvedIfGiven('DetailType', DetailType, event) ?? `Event from aws:${parseArn(pipe.source)?.service}`,
      Resources: Resources.map((resource) => resolved('Resources', resource, event)),
      Detail: jsonOf(text),
      ...(time !== undefined && { Time: new Date(timeOf('Time', time)) }),
    };
  });
  const answer = await context.call<{ readonly Entries?: readonly EntryAnswer[] }>(
    'events',
    'PutEvents',
    { Entries },
    where(calls),
  );
  return failedEntries(answer.Entries);
};

const putRecords: Tell = async (calls, items) => {
  const { pipe, context } = calls;
  const partitionKey = pipe.targetParameters?.KinesisStreamParameters?.PartitionKey ?? '';
  const Records = items.map(({ text, event }) => ({
    Data: Buffer.from(text),
    PartitionKey: resolved('PartitionKey', partitionKey, event),
  }));
  const input = { StreamARN: pipe.target, Records };
  const answer = await context.call<{ readonly Records?: readonly EntryAnswer[] }>(
    'kinesis',
    'PutRecords',
    input,
    where(calls),
  );
  return failedEntries(answer.Records);
};

const putRecordBatch: Tell = async (calls, items) => {
  const DeliveryStreamName = parseArn(calls.pipe.target)?.resource.replace(/^deliverystream\//, '');
  const Records = items.map(({ text }) => ({ Data: Buffer.from(text) }));
  const answer = await calls.context.call<{ readonly RequestResponses?: readonly EntryAnswer[] }>(
    'firehose',
    'PutRecordBatch',
    { DeliveryStreamName, Records },
    where(calls),
  );
  return failedEntries(answer.RequestResponses);
};

/** Of each stream its lines, in the order of their time: PutLogEvents wants them so. */
const putLogEvents: Tell = async (calls, items) => {
  const { pipe, context } = calls;
  const { LogStreamName, Timestamp } = pipe.targetParameters?.CloudWatchLogsParameters ?? {};
  const logGroupName = parseArn(pipe.target)
    ?.resource.replace(/^log-group:/, '')
    .replace(/:\*$/, '');
  const streams = new Map<string, { readonly timestamp: number; readonly message: string }[]>();
  for (const { text, event } of items) {
    const name = resolvedIfGiven('LogStreamName', LogStreamName, event) ?? pipe.name;
    const time = resolvedIfGiven('Timestamp', Timestamp, event);
    const timestamp = time === undefined ? context.clock.now() : timeOf('Timestamp', time);
    streams.set(name, [...(streams.get(name) ?? []), { timestamp, message: text }]);
  }
  for (const [logStreamName, lines] of streams) {
    const stream = { logGroupName, logStreamName };
    await context.call('logs', 'CreateLogStream', stream, where(calls)).catch(unlessThere);
    const logEvents = lines.sort((a, b) => a.timestamp - b.timestamp);
    await context.call('logs', 'PutLogEvents', { ...stream, logEvents }, where(calls));
  }
  return [];
};

function unlessThere(error: unknown): void {
  if (!(error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')) throw error;
}

/** A time as events tell it: in seconds or milliseconds since the epoch, or as RFC 3339 has it. */
function timeOf(name: string, text: string): number {
  const number = Number(text);
  const timeMs = text.trim() === '' || Number.isNaN(number) ? Date.parse(text) : number < 1e11 ? number * 1000 : number;
  if (Number.isNaN(timeMs)) throw new AwsError('InvalidParameter', `The parameter ${name} (${text}) is no time.`);
  return Math.round(timeMs);
}

/** Targets that take several items at once, each for itself. */
export const batchTargets: Readonly<Partial<Record<TargetKind, Tell>>> = {
  queue: sendMessages,
  topic: publish,
  bus: putEvents,
  stream: putRecords,
  firehose: putRecordBatch,
  logs: putLogEvents,
};
