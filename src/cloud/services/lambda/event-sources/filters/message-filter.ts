import { eventRecord, type QueueMessage } from '../sqs-event.ts';
import { readPattern } from './pattern.ts';

/**
 * Whether a message matches one of the patterns; no patterns let all through. A body that is a JSON structure is matched
 * by its fields, any other as one text. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
export function messageFilter(patterns: readonly string[], queueArn: string): (message: QueueMessage) => boolean {
  const rules = patterns.map(readPattern);
  return (message) => {
    if (rules.length === 0) return true;
    const record = { ...eventRecord(message, queueArn), body: readBody(message.Body) };
    return rules.some((rule) => rule(record));
  };
}

function readBody(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : text;
  } catch {
    return text;
  }
}
