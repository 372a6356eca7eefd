import { isJsonObject, parseJson } from '../../../kernel/json.ts';

/** An event on its way through a pipe. */
export interface PipeEvent {
  /** As it came: JSON of a record, or whatever an enrichment answered. */
  readonly text: string;
  /** With bodies and data decoded, for paths; a text where it is no JSON. */
  readonly value: unknown;
  /** Whether the payload itself is JSON: the body or the data where there is one. */
  readonly isJson: boolean;
}

/** A record of a source: fields of it that carry a payload are decoded. */
export function sourceEvent(text: string): PipeEvent {
  const record = parseJson(text);
  if (!isJsonObject(record)) return plainEvent(text);
  const { eventSource } = record;
  if (eventSource === 'aws:sqs') return decoded(text, record, 'body', String(record.body ?? ''));
  if (eventSource !== 'aws:kinesis') return { text, value: record, isJson: true };
  return decoded(text, record, 'data', Buffer.from(String(record.data ?? ''), 'base64').toString());
}

/** What an enrichment answered: it is taken as it is. */
export function plainEvent(text: string): PipeEvent {
  const value = parseJson(text);
  return value === undefined ? { text, value: text, isJson: false } : { text, value, isJson: true };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html#input-transform-implicit */
function decoded(text: string, record: object, member: string, payload: string): PipeEvent {
  const body = parseJson(payload);
  const isJson = typeof body === 'object' && body !== null;
  return { text, value: isJson ? { ...record, [member]: body } : record, isJson };
}
