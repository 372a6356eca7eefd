import type { HttpParameters as Given } from '@aws-sdk/client-eventbridge';
import type { HttpParameters } from '../../../delivery/targets.ts';
import type { BusEvent } from '../dispatch/bus-event.ts';
import { isPath, valueAt } from '../transformers/json-path.ts';

/**
 * What is added to a request: values that are paths are taken from the event, whatever its body is.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 */
export function httpParameters(given: Given, event: BusEvent): HttpParameters {
  const { PathParameterValues, HeaderParameters, QueryStringParameters } = given;
  const value = (text: string): string => (text.startsWith('$') && isPath(text) ? textOf(valueAt(event, text)) : text);
  const values = (record: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(record).map(([name, text]) => [name, value(text)]));
  return {
    ...(PathParameterValues && { pathParameters: PathParameterValues.map(value) }),
    ...(HeaderParameters && { headers: values(HeaderParameters) }),
    ...(QueryStringParameters && { query: values(QueryStringParameters) }),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
