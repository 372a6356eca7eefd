import { AwsError } from '../../../kernel/errors.ts';
import { readPath, valueAt } from './json-paths.ts';
import type { PipeEvent } from './pipe-event.ts';

/**
 * A parameter as it is for one event: a text that is a JSON path as a whole stands for what is there in the event, before
 * it is transformed. Throws where nothing is there.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-target.html#pipes-targets-dynamic-parms
 */
export function resolved(name: string, text: string, event: PipeEvent): string {
  const path = /^\$[.[]/.test(text) ? readPath(text) : undefined;
  if (!path) return text;
  const value = valueAt(event.value, path);
  if (value === undefined || value === null) {
    throw new AwsError('InvalidParameter', `The parameter ${name} (${text}) is not in the event.`);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The same for a parameter that may be left out. */
export const resolvedIfGiven = (name: string, text: string | undefined, event: PipeEvent): string | undefined =>
  text === undefined || text === '' ? undefined : resolved(name, text, event);
