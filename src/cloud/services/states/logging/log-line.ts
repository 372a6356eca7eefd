import type { LogLevel } from '@aws-sdk/client-sfn';
import { type HistoryEvent, isExecutionData } from '../execution/history-event.ts';
import type { Execution } from '../state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-log-level */
export function isLogged(type: HistoryEvent['type'], level: LogLevel): boolean {
  if (level === 'ALL') return true;
  const isFatal = /^Execution(?:Aborted|Failed|TimedOut)$/.test(type);
  if (level === 'FATAL') return isFatal;
  return level === 'ERROR' && (type === 'FailStateEntered' || /(?:Failed|Aborted|TimedOut)$/.test(type));
}

/** AWS: data that is longer once it is written as a text of JSON is cut, and said to be. */
const dataBytesMax = 248 * 1024;

/** One event as CloudWatch Logs has it: numbers are texts, and details have no name of their own and are sorted. */
export function logLine(event: HistoryEvent, { arn, redrives = 0 }: Execution, hasData: boolean): string {
  const { id, type, atMs, previous, ...rest } = event;
  const details = Object.assign({}, ...Object.values(rest)) as Record<string, unknown>;
  const told = Object.entries(details)
    .filter(([name, value]) => value !== undefined && (hasData || !isExecutionData(name)))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify({
    id: String(id),
    type,
    details: cut(Object.fromEntries(told)),
    previous_event_id: String(previous),
    event_timestamp: String(atMs),
    execution_arn: arn,
    redrive_count: String(redrives),
  });
}

function cut(details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const fits = { ...details };
  for (const name of ['input', 'output']) {
    const text = fits[name];
    if (typeof text !== 'string' || text.length * 6 <= dataBytesMax) continue;
    if (Buffer.byteLength(JSON.stringify(text)) <= dataBytesMax) continue;
    fits[name] = escapedWithin(text, dataBytesMax);
    fits[`${name}Details`] = { truncated: true };
  }
  return fits;
}

/** As much of a text as has that many bytes once it is written as JSON. */
function escapedWithin(text: string, bytes: number): string {
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (Buffer.byteLength(JSON.stringify(text.slice(0, middle))) <= bytes) low = middle;
    else high = middle - 1;
  }
  return text.slice(0, low);
}
