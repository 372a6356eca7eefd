import { parseArn } from '../../../kernel/arns.ts';
import type { ToldTurn } from '../telling/told-turn.ts';
import { isLogged, logLine } from './log-line.ts';

/** Writes a turn's events into the log group that the machine names, as its logging configuration wants them. */
export function logTurn({ execution, revision, events, context }: ToldTurn): void {
  const { level = 'OFF', includeExecutionData = false, destinations } = revision.logging;
  const group = destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  if (level === 'OFF' || group === undefined) return;
  const { account = '', region = '', resource = '' } = parseArn(group) ?? {};
  const lines = events
    .filter(({ type }) => isLogged(type, level))
    .map((event) => ({ timestamp: event.atMs, message: logLine(event, execution, includeExecutionData) }));
  if (lines.length === 0) return;
  const place = { account, region, group: resource.replace(/^log-group:/, '').replace(/:\*$/, '') };
  context.runtime.logs.add(place, execution.machineArn, lines);
}
