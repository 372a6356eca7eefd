import type {
  FilteredLogEvent,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter, invalidToken } from '../errors.ts';
import { compileFilterPattern, matching } from '../filter-pattern/filter-pattern.ts';
import { findStream, groupIn, retainedFromMs, streamsOf } from '../groups.ts';
import { eventId, type LogEvent, type LogStream, type LogsState, timeKey } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const eventsMax = 10_000;

type Input = Given<FilterLogEventsRequest>;

/** Events of a group's streams that match a pattern, in order of time over all streams. */
export const filterLogEvents: Operation<Given<FilterLogEventsRequest>, FilterLogEventsResponse, LogsState> = (
  state,
  input,
  { clock },
) => {
  const group = groupIn(state, input);
  const pattern = compileFilterPattern(input.filterPattern ?? '');
  const token = parseToken(input.nextToken);
  const isReverse = token?.isReverse ?? input.startFromHead === false;
  const limit = input.limit ?? eventsMax;
  const fromMs = Math.max(input.startTime ?? 0, retainedFromMs(group, clock.now()));

  const streams = chooseStreams(state, group.name, input);
  const range = { from: timeKey(fromMs), ...(input.endTime !== undefined && { before: timeKey(input.endTime + 1) }) };
  const cursors = streams.map((stream) => cursorOf(state, stream, { ...range, reverse: isReverse }));
  return matching(input.filterPattern ?? '', () => {
    const events: FilteredLogEvent[] = [];
    let last = token?.place;
    for (const { stream, key, event } of merge(cursors, isReverse)) {
      const place = placeOf(stream, key);
      if (token && (isReverse ? place >= token.place : place <= token.place)) continue;
      if (!pattern.match(event.message)) continue;
      if (events.length === limit) return { events, searchedLogStreams: [], nextToken: tokenOf(isReverse, last ?? '') };
      events.push(describe(stream, key, event));
      last = place;
    }
    return { events, searchedLogStreams: [] };
  });
};

function chooseStreams(state: LogsState, groupName: string, input: Input): LogStream[] {
  const { logStreamNames, logStreamNamePrefix } = input;
  if (logStreamNames !== undefined && logStreamNamePrefix !== undefined) {
    throw invalidParameter('You cannot specify both logStreamNames and logStreamNamePrefix.');
  }
  if (logStreamNames === undefined) return streamsOf(state, groupName, logStreamNamePrefix);
  return [...new Set(logStreamNames)].map((name) => findStream(state, groupName, name));
}

interface Found {
  readonly stream: LogStream;
  readonly key: string;
  readonly event: LogEvent;
}

interface Cursor {
  readonly entries: Iterator<Found>;
  head: Found | undefined;
}

function cursorOf(
  state: LogsState,
  stream: LogStream,
  range: { from: string; before?: string; reverse: boolean },
): Cursor {
  const entries = state
    .events(stream)
    .entries(range)
    .map(([key, event]) => ({ stream, key, event }));
  return { entries, head: next(entries) };
}

function next(entries: Iterator<Found>): Found | undefined {
  const result = entries.next();
  return result.done ? undefined : result.value;
}

/** The streams' events as one sequence. Streams are few, so looking at each of their heads is cheap. */
function* merge(cursors: readonly Cursor[], isReverse: boolean): Generator<Found> {
  for (;;) {
    let best: Cursor | undefined;
    for (const cursor of cursors) {
      if (cursor.head && (!best?.head || comesBefore(cursor.head, best.head, isReverse))) best = cursor;
    }
    if (!best?.head) return;
    yield best.head;
    best.head = next(best.entries);
  }
}

const comesBefore = (a: Found, b: Found, isReverse: boolean): boolean =>
  placeOf(a.stream, a.key) < placeOf(b.stream, b.key) !== isReverse;

/** Keys are of one length, so time leads and the stream only breaks ties. */
const placeOf = ({ id }: LogStream, key: string): string => key + id;

const describe = (stream: LogStream, key: string, event: LogEvent): FilteredLogEvent => ({
  logStreamName: stream.name,
  timestamp: event.timestampMs,
  message: event.message,
  ingestionTime: event.ingestedMs,
  eventId: eventId(key, stream),
});

/** The direction is part of the token. */
const tokenOf = (isReverse: boolean, place: string): string =>
  Buffer.from(`${isReverse ? '<' : '>'}${place}`).toString('base64url');

function parseToken(token: string | undefined): { readonly isReverse: boolean; readonly place: string } | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64url').toString();
  if (!/^[<>]\d+$/.test(text)) throw invalidToken();
  return { isReverse: text.startsWith('<'), place: text.slice(1) };
}
