import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter, streamExists } from '../errors.ts';
import { findGroup, findStream, groupIn, streamsOf } from '../groups.ts';
import { paginate } from '../paging.ts';
import { eventKey, keyWithin, type LogStream, type LogsState } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const createLogStream: Operation<Given<Logs.CreateLogStreamRequest>, object, LogsState> = (
  state,
  { logGroupName, logStreamName },
  { clock, random },
) => {
  const group = findGroup(state, logGroupName);
  const key = keyWithin(logGroupName, logStreamName);
  if (state.streams.has(key)) throw streamExists();
  state.streams.set(key, {
    groupName: group.name,
    name: logStreamName,
    arn: `${group.arn}:log-stream:${logStreamName}`,
    createdMs: clock.now(),
    id: random.text(20, '0123456789'),
    sequence: 0,
    storedBytes: 0,
  });
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html */
export const deleteLogStream: Operation<Given<Logs.DeleteLogStreamRequest>, object, LogsState> = (state, input) => {
  const stream = findStream(state, input.logGroupName, input.logStreamName);
  state.dropEvents(stream);
  state.streams.delete(keyWithin(stream.groupName, stream.name));
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const describeLogStreams: Operation<
  Given<Logs.DescribeLogStreamsRequest>,
  Logs.DescribeLogStreamsResponse,
  LogsState
> = (state, input) => {
  const group = groupIn(state, input);
  const isByTime = input.orderBy === 'LastEventTime';
  if (isByTime && input.logStreamNamePrefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const streams = streamsOf(state, group.name, input.logStreamNamePrefix);
  if (isByTime) streams.sort((a, b) => (a.lastEventMs ?? 0) - (b.lastEventMs ?? 0));
  const { items, next } = paginate(input.descending ? streams.reverse() : streams, input, ({ name }) => name);
  return { logStreams: items.map(describe), ...next };
};

const describe = (stream: LogStream): Logs.LogStream => ({
  logStreamName: stream.name,
  creationTime: stream.createdMs,
  ...(stream.firstEventMs !== undefined && { firstEventTimestamp: stream.firstEventMs }),
  ...(stream.lastEventMs !== undefined && { lastEventTimestamp: stream.lastEventMs }),
  ...(stream.lastIngestionMs !== undefined && {
    lastIngestionTime: stream.lastIngestionMs,
    uploadSequenceToken: eventKey(stream.lastIngestionMs, stream.sequence),
  }),
  arn: stream.arn,
  // AWS stopped to tell the bytes of streams in 2019.
  storedBytes: 0,
});
