import { AwsError } from '../../kernel/errors.ts';
import { queryParametersMax } from '../limits.ts';

/** Name → all values, decoded, in the order they were sent. */
export type QueryParameters = ReadonlyMap<string, readonly string[]>;

/** The query of a URL. A name without `=` has the value `''`. */
export function parseQuery(query: string): QueryParameters {
  const parameters = new Map<string, string[]>();
  if (query === '') return parameters;
  const pairs = query.split('&');
  if (pairs.length > queryParametersMax)
    throw new AwsError('InvalidRequest', 'Too many query parameters', { status: 400 });
  for (const pair of pairs) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decodeUri(equals < 0 ? pair : pair.slice(0, equals), true);
    const value = equals < 0 ? '' : decodeUri(pair.slice(equals + 1), true);
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
  }
  return parameters;
}

/** Percent-decoding; what cannot be decoded is S3's InvalidURI. */
export function decodeUri(text: string, plusIsSpace = false): string {
  try {
    return decodeURIComponent(plusIsSpace ? text.replaceAll('+', ' ') : text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", { status: 400 });
  }
}
