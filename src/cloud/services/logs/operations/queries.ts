import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { DeadlineExceeded, withinDeadline } from '../../../kernel/deadline.ts';
import { raise, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { descendingKey } from '../../../service-kit/pages.ts';
import { invalidParameter, queryNotFound } from '../errors.ts';
import { findGroup, nameFromArn, retainedFromMs, streamsOf } from '../groups.ts';
import type { QueriedEvent } from '../insights/event-fields.ts';
import type { Command } from '../insights/expression-node.ts';
import { parseQuery } from '../insights/parse-query.ts';
import { runQuery } from '../insights/run-query.ts';
import { paginate } from '../paging.ts';
import { keyWithin, type LogGroup, type LogsState, type Query, timeKey } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
const rowsMax = 10_000;
const groupsMax = 50;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html */
const keptMs = 7 * 86_400_000;

/** The query runs at once; what it found is there for a week. Throws MalformedQueryException. */
export const startQuery: Operation<Given<Logs.StartQueryRequest>, Logs.StartQueryResponse, LogsState> = (
  state,
  input,
  context,
) => {
  if (input.queryLanguage !== undefined && input.queryLanguage !== 'CWLI') {
    throw new UnsupportedError(`CloudWatch Logs queries in ${input.queryLanguage}`);
  }
  const names = groupNamesOf(input);
  const groups = names.map((name) => findGroup(state, name));
  if (input.startTime > input.endTime) {
    throw invalidParameter('Query start time must not be later than its end time.');
  }
  const commands = parseQuery(input.queryString);
  const nowMs = context.clock.now();
  for (const [id, query] of [...state.queries.entries()])
    if (query.createdMs < nowMs - keptMs) state.queries.delete(id);
  const id = context.random.uuid();
  state.queries.set(id, {
    id,
    queryString: input.queryString,
    groupName: names[0] ?? '',
    createdMs: nowMs,
    ...outcomeOf(commands, [...eventsOf(state, groups, input, context)], input.limit ?? rowsMax),
  });
  return { queryId: id };
};

function groupNamesOf({ logGroupName, logGroupNames, logGroupIdentifiers }: Given<Logs.StartQueryRequest>): string[] {
  const given = [logGroupName === undefined ? undefined : [logGroupName], logGroupNames, logGroupIdentifiers].filter(
    (each) => each !== undefined,
  );
  const [names] = given;
  if (given.length !== 1 || !names || names.length === 0) {
    throw invalidParameter(
      'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified for the query.',
    );
  }
  if (names.length > groupsMax) throw invalidParameter(`A query can be of at most ${groupsMax} log groups.`);
  return names.map((name) => nameFromArn(name) ?? name);
}

/** Both ends of the range, in seconds, are part of it. */
function* eventsOf(
  state: LogsState,
  groups: readonly LogGroup[],
  { startTime, endTime }: Given<Logs.StartQueryRequest>,
  { clock, account }: Context,
): Generator<QueriedEvent> {
  for (const group of groups) {
    const fromMs = Math.max(millisOf(startTime), retainedFromMs(group, clock.now()));
    const range = { from: timeKey(fromMs), before: timeKey(millisOf(endTime) + 1) };
    for (const stream of streamsOf(state, group.name)) {
      for (const [key, event] of state.events(stream).entries(range)) {
        const pointer = Buffer.from(JSON.stringify([group.name, stream.name, key])).toString('base64');
        yield { event, streamName: stream.name, log: `${account}:${group.name}`, pointer };
      }
    }
  }
}

/** Seconds as the reference has it; what is too large to be that is taken for milliseconds, as AWS does. */
const millisOf = (time: number): number => (time > 100_000_000_000 ? time : time * 1000);

function outcomeOf(commands: readonly Command[], events: readonly QueriedEvent[], limit: number) {
  const scanned = { scanned: events.length, bytes: events.reduce((sum, { event }) => sum + event.message.length, 0) };
  // Only a regular expression may take much longer than a look at each character.
  const isCostly = JSON.stringify(commands).includes('"regex"');
  const task = () => runQuery(commands, events, limit);
  try {
    const result = isCostly ? withinDeadline(task) : task();
    return { ...scanned, ...result, status: 'Complete' as const };
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    return { ...scanned, rows: [], matched: 0, status: 'Timeout' as const };
  }
}

const findQuery = (state: LogsState, id: string): Query => state.queries.get(id) ?? raise(queryNotFound());

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html */
export const getQueryResults: Operation<Given<Logs.GetQueryResultsRequest>, Logs.GetQueryResultsResponse, LogsState> = (
  state,
  { queryId },
) => {
  const { rows, matched, scanned, bytes, status } = findQuery(state, queryId);
  return {
    queryLanguage: 'CWLI',
    results: rows.map((row) => [...row]),
    statistics: { recordsMatched: matched, recordsScanned: scanned, bytesScanned: bytes },
    status,
  };
};

/** Queries have always ended already. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StopQuery.html */
export const stopQuery: Operation<Given<Logs.StopQueryRequest>, Logs.StopQueryResponse, LogsState> = (
  state,
  { queryId },
) => {
  findQuery(state, queryId);
  throw invalidParameter(`Query with id ${queryId} is not running.`);
};

/** Newest first. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeQueries.html */
export const describeQueries: Operation<Given<Logs.DescribeQueriesRequest>, Logs.DescribeQueriesResponse, LogsState> = (
  state,
  { logGroupName, status, maxResults, nextToken },
) => {
  const keyOf = ({ createdMs, id }: Query) => descendingKey(createdMs) + id;
  const found = [...state.queries.values()]
    .filter(
      (query) => (logGroupName ?? query.groupName) === query.groupName && (status ?? query.status) === query.status,
    )
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const { items, next } = paginate(found, { limit: maxResults, nextToken }, keyOf);
  const queries = items.map((query) => ({
    queryLanguage: 'CWLI' as const,
    queryId: query.id,
    queryString: query.queryString,
    status: query.status,
    createTime: query.createdMs,
    logGroupName: query.groupName,
  }));
  return { queries, ...next };
};

/** The event that a row's `@ptr` names. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogRecord.html */
export const getLogRecord: Operation<Given<Logs.GetLogRecordRequest>, Logs.GetLogRecordResponse, LogsState> = (
  state,
  { logRecordPointer },
  { account },
) => {
  const [, group, stream, key] =
    /^\["([^"]*)","([^"]*)","(\d+)"\]$/.exec(Buffer.from(logRecordPointer, 'base64').toString()) ?? [];
  const found = group !== undefined && stream !== undefined && state.streams.get(keyWithin(group, stream));
  const event = found && key !== undefined ? state.events(found).get(key) : undefined;
  if (!event) throw invalidParameter('The specified log record pointer is not valid.');
  return {
    logRecord: {
      '@timestamp': String(event.timestampMs),
      '@ingestionTime': String(event.ingestedMs),
      '@message': event.message,
      '@logStream': String(stream),
      '@log': `${account}:${group}`,
      '@ptr': logRecordPointer,
    },
  };
};
