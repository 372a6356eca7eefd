import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Range } from '../../../kernel/collection.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidToken } from '../errors.ts';
import { findStream, groupIn, retainedFromMs } from '../groups.ts';
import { type LogEvent, type LogsState, timeKey } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
const eventsMax = 10_000;
const answerBytesMax = 1_048_576;

/** A place between two events, and the direction in which to go on from it. */
interface Position {
  readonly isForward: boolean;
  readonly key: string;
}

type Entry = readonly [string, LogEvent];

/** Events of one stream in order of time, a page in either direction. */
export const getLogEvents: Operation<Given<GetLogEventsRequest>, GetLogEventsResponse, LogsState> = (
  state,
  input,
  { clock },
) => {
  const group = groupIn(state, input);
  const stream = findStream(state, group.name, input.logStreamName);
  const start = parseToken(input.nextToken);
  const isForward = start?.isForward ?? input.startFromHead ?? false;
  const retainedMs = retainedFromMs(group, clock.now());
  const range = rangeOf(Math.max(input.startTime ?? 0, retainedMs), input.endTime, start);
  const page = takePage(state.events(stream).entries({ ...range, reverse: !isForward }), input.limit ?? eventsMax);
  if (!isForward) page.reverse();
  return {
    events: page.map(([, { timestampMs, ingestedMs, message }]) => ({
      timestamp: timestampMs,
      message,
      ingestionTime: ingestedMs,
    })),
    ...tokensAround(page, start),
  };
};

/** The start is included, the end is not. */
function rangeOf(startMs: number, endMs: number | undefined, start: Position | undefined): Range {
  const from = timeKey(startMs);
  const before = endMs === undefined ? undefined : timeKey(endMs);
  if (!start) return { from, ...(before !== undefined && { before }) };
  if (start.isForward) {
    return { ...(start.key > from ? { after: start.key } : { from }), ...(before !== undefined && { before }) };
  }
  return { from, before: before !== undefined && before < start.key ? before : start.key };
}

function takePage(entries: Iterable<Entry>, limit: number): Entry[] {
  const page: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    bytes += entry[1].message.length;
    if (page.length === limit || (bytes > answerBytesMax && page.length > 0)) break;
    page.push(entry);
  }
  return page;
}

/**
 * Both tokens are always there. At an end the token that was given comes back: that is how callers know the end. Keys
 * are digits of one length, so a key with a digit more lies right behind it.
 */
function tokensAround(page: readonly Entry[], start: Position | undefined) {
  const first = page[0]?.[0];
  const last = page.at(-1)?.[0];
  if (first !== undefined && last !== undefined) return tokens(first, last);
  if (!start) return tokens('0', '0');
  return start.isForward ? tokens(`${start.key}9`, start.key) : tokens(start.key, '0');
}

const tokens = (backward: string, forward: string) => ({
  nextForwardToken: `f/${forward}/s`,
  nextBackwardToken: `b/${backward}/s`,
});

function parseToken(token: string | undefined): Position | undefined {
  if (token === undefined) return undefined;
  const match = /^([fb])\/(\d+)\/s$/.exec(token);
  if (!match) throw invalidToken();
  return { isForward: match[1] === 'f', key: match[2] ?? '' };
}
