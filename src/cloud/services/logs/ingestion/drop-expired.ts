import { retainedFromMs, streamsOf } from '../groups.ts';
import { type LogGroup, type LogsState, timeKey } from '../state.ts';

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
