import { isJsonObject, parseJsonObject } from '../../../kernel/json.ts';
import type { LogEvent } from '../state.ts';
import type { Value } from './expression-node.ts';

/** An event with what names it. */
export interface QueriedEvent {
  readonly event: LogEvent;
  readonly streamName: string;
  /** `000000000000:/app/api` */
  readonly log: string;
  readonly pointer: string;
}

/** Of one event; https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html */
const fieldsMax = 1000;

/** The fields that Insights finds in an event by itself: its own, those of JSON, and those of Lambda's lines. */
export function eventFields({ event, streamName, log, pointer }: QueriedEvent): Map<string, Value> {
  const fields = new Map<string, Value>([
    ['@timestamp', event.timestampMs],
    ['@ingestionTime', event.ingestedMs],
    ['@message', event.message],
    ['@logStream', streamName],
    ['@log', log],
    ['@ptr', pointer],
  ]);
  const document = event.message.trimStart().startsWith('{') ? parseJsonObject(event.message) : undefined;
  if (document) addJson(fields, '', document);
  else addLambda(fields, event.message);
  return fields;
}

function addJson(fields: Map<string, Value>, prefix: string, value: unknown): void {
  if (fields.size >= fieldsMax || value === null || value === undefined) return;
  if (Array.isArray(value)) {
    value.forEach((each, index) => {
      addJson(fields, `${prefix}.${index}`, each);
    });
  } else if (isJsonObject(value)) {
    for (const [name, each] of Object.entries(value)) addJson(fields, prefix === '' ? name : `${prefix}.${name}`, each);
  } else if (typeof value === 'boolean') {
    // Insights tells JSON's booleans as numbers.
    fields.set(prefix, value ? 1 : 0);
  } else if (typeof value === 'string' || typeof value === 'number') {
    fields.set(prefix, value);
  }
}

const bytesPerMegabyte = 1_000_000;

function addLambda(fields: Map<string, Value>, message: string): void {
  const [, type, requestId] = /^(START|END|REPORT) RequestId: (\S+)/.exec(message) ?? [];
  if (type === undefined) return;
  fields.set('@type', type);
  fields.set('@requestId', requestId);
  const add = (name: string, pattern: RegExp, factor = 1) => {
    const found = pattern.exec(message)?.[1];
    if (found !== undefined) fields.set(name, Number(found) * factor);
  };
  add('@duration', /\tDuration: ([\d.]+) ms/);
  add('@billedDuration', /Billed Duration: ([\d.]+) ms/);
  add('@initDuration', /Init Duration: ([\d.]+) ms/);
  add('@memorySize', /Memory Size: (\d+) MB/, bytesPerMegabyte);
  add('@maxMemoryUsed', /Max Memory Used: (\d+) MB/, bytesPerMegabyte);
}
