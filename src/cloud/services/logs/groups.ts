import { formatArn, parseArn } from '../../kernel/arns.ts';
import { raise } from '../../kernel/errors.ts';
import type { Context } from '../../service-kit/contract.ts';
import { groupNotFound, invalidParameter, streamNotFound } from './errors.ts';
import { keyWithin, type LogGroup, type LogStream, type LogsState, rangeWithin, timeKey } from './state.ts';

/** `arn:aws:logs:us-east-1:000000000000:log-group:name` */
export const groupArn = (name: string, { account, region }: Pick<Context, 'account' | 'region'>): string =>
  formatArn({ service: 'logs', region, account, resource: `log-group:${name}` });

/** Throws `ResourceNotFoundException`. */
export const findGroup = (state: LogsState, name: string): LogGroup => state.groups.get(name) ?? raise(groupNotFound());

/** Throws `ResourceNotFoundException` naming the group or the stream. */
export function findStream(state: LogsState, groupName: string, name: string): LogStream {
  const stream = state.streams.get(keyWithin(groupName, name));
  if (stream) return stream;
  findGroup(state, groupName);
  throw streamNotFound();
}

/** The streams of a group in the order of their names. */
export const streamsOf = (state: LogsState, groupName: string, prefix?: string): LogStream[] => [
  ...state.streams.values(rangeWithin(groupName, prefix)),
];

/** Reading operations name a group by name or, as identifier, by name or ARN; one of the two. */
export function groupIn(
  state: LogsState,
  input: { readonly logGroupName?: string | undefined; readonly logGroupIdentifier?: string | undefined },
): LogGroup {
  const { logGroupName, logGroupIdentifier } = input;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw invalidParameter('LogGroup name and LogGroup ARN are mutually exclusive parameters.');
  }
  const given = logGroupName ?? logGroupIdentifier;
  if (given === undefined) throw invalidParameter('Either logGroupName or logGroupIdentifier must be specified.');
  return findGroup(state, nameFromArn(given) ?? given);
}

/** `name` of `arn:aws:logs:…:log-group:name` and `…:log-group:name:*`; undefined for what is no such ARN. */
export function nameFromArn(text: string): string | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'logs' || !arn.resource.startsWith('log-group:')) return undefined;
  return arn.resource.slice('log-group:'.length).replace(/:\*$/, '');
}

const dayMs = 86_400_000;

/** Events before this moment have expired, whether or not they are still there. */
export const retainedFromMs = ({ retentionDays }: LogGroup, nowMs: number): number =>
  retentionDays === undefined ? 0 : nowMs - retentionDays * dayMs;

/** Of the clock. Reads leave out what has expired, so that nobody sees how often it is removed. */
const sweepEveryMs = 3_600_000;

/**
 * Makes room where a retention policy says so: in all streams of the group, as most of them are of execution
 * environments that ended, and never written to again.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export function dropExpired(state: LogsState, group: LogGroup, nowMs: number): void {
  const retainedMs = retainedFromMs(group, nowMs);
  if (retainedMs === 0 || nowMs < (group.sweptMs ?? 0) + sweepEveryMs) return;
  state.groups.set(group.name, { ...group, sweptMs: nowMs });
  for (const stream of streamsOf(state, group.name)) {
    if (stream.firstEventMs === undefined || stream.firstEventMs >= retainedMs) continue;
    if ((stream.lastEventMs ?? 0) < retainedMs) {
      state.dropEvents(stream);
      continue;
    }
    const events = state.events(stream);
    for (const key of [...events.keys({ before: timeKey(retainedMs) })]) events.delete(key);
  }
}
