import type { InputLogEvent, PutLogEventsRequest, PutLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter } from '../errors.ts';
import { dropExpired, findGroup, findStream, groupArn, retainedFromMs } from '../groups.ts';
import { embeddedMetrics, filteredMetrics, mayEmbedMetrics, putMetrics } from '../ingestion/metrics-in-logs.ts';
import type { LiveTail } from '../live-tail/live-tail.ts';
import { eventKey, keyWithin, type LogEvent, type LogStream, type LogsState } from '../state.ts';
import { forwardEvents } from '../subscriptions/forward.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const batchBytesMax = 1_048_576;
const eventOverheadBytes = 26;
const spanMaxMs = 24 * 3_600_000;
const futureMaxMs = 2 * 3_600_000;
const pastMaxMs = 14 * 24 * 3_600_000;

/**
 * Takes a batch of events; the sequence token is ignored, as AWS does. Every Lambda invoke comes through here: the work
 * for an event is one insertion and two looks at its text.
 */
export const putLogEvents: Operation<Given<PutLogEventsRequest>, PutLogEventsResponse, LogsState, LiveTail> = (
  state,
  input,
  context,
) => {
  const { logGroupName, logStreamName, logEvents } = input;
  const stream = findStream(state, logGroupName, logStreamName);
  const bytes = assertBatch(logEvents);
  const nowMs = context.clock.now();
  const group = findGroup(state, logGroupName);
  const retainedMs = retainedFromMs(group, nowMs);
  const { events, rejected } = sortOut(logEvents, nowMs, retainedMs);

  dropExpired(state, group, nowMs);
  const stored = state.events(stream);
  events.forEach((event, index) => {
    stored.set(eventKey(event.timestampMs, stream.sequence + index), event);
  });
  state.streams.set(keyWithin(logGroupName, logStreamName), grow(stream, events, bytes, nowMs));

  if (state.subscriptionFilters.size + state.accountPolicies.size > 0) forwardEvents(state, stream, events, context);
  if (context.runtime.sessions.size > 0) tell(context.runtime, groupArn(logGroupName, context), logStreamName, events);

  const answer: PutLogEventsResponse = {
    nextSequenceToken: eventKey(nowMs, stream.sequence + events.length),
    ...(rejected && { rejectedLogEventsInfo: rejected }),
  };
  const metrics = [
    ...filteredMetrics(state, logGroupName, events),
    ...events.flatMap(({ message }) => (mayEmbedMetrics(message) ? embeddedMetrics(message) : [])),
  ];
  return metrics.length === 0 ? answer : putMetrics(metrics, context).then(() => answer);
};

/** To those who watch. */
function tell(liveTail: LiveTail, arn: string, logStreamName: string, events: readonly LogEvent[]): void {
  // Live Tail names groups by account and name.
  const [account = '', name = ''] = [arn.split(':')[4], arn.split(':').slice(6).join(':')];
  const told = events.map(({ timestampMs, ingestedMs, message }) => ({
    logStreamName,
    logGroupIdentifier: `${account}:${name}`,
    message,
    timestamp: timestampMs,
    ingestionTime: ingestedMs,
  }));
  liveTail.offer(arn, logStreamName, told);
}

/** Throws for a batch that is refused as a whole; answers its size. */
function assertBatch(events: readonly InputLogEvent[]): number {
  let bytes = 0;
  let previousMs = 0;
  for (const event of events) {
    const { message = '', timestamp = 0 } = event;
    if (message === '') throw emptyMessage(events.indexOf(event) + 1);
    bytes += Buffer.byteLength(message) + eventOverheadBytes;
    if (timestamp < previousMs) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
    previousMs = timestamp;
  }
  if (bytes > batchBytesMax) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${batchBytesMax}`);
  }
  if (previousMs - (events[0]?.timestamp ?? 0) > spanMaxMs) {
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
  return bytes;
}

const emptyMessage = (position: number) =>
  invalidParameter(
    `1 validation error detected: Value '' at 'logEvents.${position}.member.message' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  );

/** Events of the wrong time are left out; the answer tells which, by their index. */
function sortOut(input: readonly InputLogEvent[], nowMs: number, retainedMs: number) {
  const isTooNew = ({ timestamp = 0 }: InputLogEvent) => timestamp > nowMs + futureMaxMs;
  const isExpired = ({ timestamp = 0 }: InputLogEvent) => timestamp < retainedMs;
  const isTooOld = ({ timestamp = 0 }: InputLogEvent) => timestamp < nowMs - pastMaxMs;
  const events = input
    .filter((event) => !isTooNew(event) && !isExpired(event) && !isTooOld(event))
    .map(({ timestamp = 0, message = '' }): LogEvent => ({ timestampMs: timestamp, ingestedMs: nowMs, message }));
  if (events.length === input.length) return { events, rejected: undefined };

  const tooNewStart = input.findIndex(isTooNew);
  const tooOldEnd = input.findLastIndex(isTooOld);
  const expiredEnd = input.findLastIndex(isExpired);
  const rejected = {
    ...(tooNewStart >= 0 && { tooNewLogEventStartIndex: tooNewStart }),
    ...(tooOldEnd >= 0 && { tooOldLogEventEndIndex: tooOldEnd + 1 }),
    ...(expiredEnd >= 0 && { expiredLogEventEndIndex: expiredEnd + 1 }),
  };
  return { events, rejected };
}

function grow(stream: LogStream, events: readonly LogEvent[], bytes: number, nowMs: number): LogStream {
  const first = events[0];
  const last = events.at(-1);
  if (!first || !last) return stream;
  return {
    ...stream,
    sequence: stream.sequence + events.length,
    storedBytes: stream.storedBytes + bytes,
    firstEventMs: Math.min(stream.firstEventMs ?? first.timestampMs, first.timestampMs),
    lastEventMs: Math.max(stream.lastEventMs ?? 0, last.timestampMs),
    lastIngestionMs: nowMs,
  };
}
