import type { Json, JsonRecord } from '../../definition/json.ts';
import { StatesError } from '../../states-error.ts';
import { type ArrayFormat, formEncoded } from './form-encoding.ts';

/** Parameters of a task, as far as they have the types that AWS documents. */
export interface HttpTaskParameters {
  readonly ApiEndpoint: string;
  readonly Method: string;
  readonly Headers?: JsonRecord;
  readonly QueryParameters?: JsonRecord | string;
  readonly RequestBody?: Json;
  readonly Transform?: {
    readonly RequestBodyEncoding?: 'NONE' | 'URL_ENCODED';
    readonly RequestEncodingOptions?: { readonly ArrayFormat?: ArrayFormat };
  };
}

/** What the connection adds to every request. */
export interface ConnectionValues {
  readonly Headers: Readonly<Record<string, string>>;
  readonly QueryStringParameters: Readonly<Record<string, string>>;
  readonly BodyParameters: Readonly<Record<string, string>>;
}

/** As it goes out. */
export interface EndpointRequest {
  readonly Method: string;
  readonly Url: string;
  readonly Headers: Readonly<Record<string, string>>;
  readonly Body?: string;
}

/** Those of the definition with which a task fails. */
const refusedHeaders =
  /^(?:a-im|accept-charset|accept-datetime|accept-encoding|authorization|cache-control|connection|content-encoding|content-md5|date|expect|forwarded|from|host|http2-settings|if-match|if-modified-since|if-none-match|if-range|if-unmodified-since|max-forwards|origin|pragma|proxy-authorization|referer|server|te|trailer|transfer-encoding|upgrade|via|warning|x-forwarded-.*|x-amz-.*|x-amzn-.*)$/i;

/**
 * The request of a task: values of the connection count where both have one.
 * https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#http-task-data-merge
 */
export function endpointRequest(
  task: HttpTaskParameters,
  connection: ConnectionValues,
  region: string,
): EndpointRequest {
  const url = endpointOf(task);
  for (const [name, value] of Object.entries(connection.QueryStringParameters)) url.searchParams.set(name, value);
  const body = bodyOf(task, connection);
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=UTF-8' };
  for (const [name, value] of Object.entries(task.Headers ?? {})) {
    if (refusedHeaders.test(name)) throw runtime(`The header '${name}' is not allowed in an HTTP Task`);
    headers[name.toLowerCase()] = textOf(value);
  }
  for (const [name, value] of Object.entries(connection.Headers)) headers[name.toLowerCase()] = value;
  return {
    Method: task.Method,
    Url: url.href,
    Headers: {
      ...headers,
      'user-agent': `Amazon|StepFunctions|HttpInvoke|${region}`,
      range: 'bytes=0-262144',
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    },
    ...(body !== undefined && { Body: body }),
  };
}

function endpointOf({ ApiEndpoint, QueryParameters = {} }: HttpTaskParameters): URL {
  if (!URL.canParse(ApiEndpoint)) throw runtime(`The ApiEndpoint is not a valid URL: ${ApiEndpoint}`);
  const url = new URL(ApiEndpoint);
  if (typeof QueryParameters === 'string') {
    for (const [name, value] of new URLSearchParams(QueryParameters)) url.searchParams.append(name, value);
    return url;
  }
  for (const [name, value] of Object.entries(QueryParameters)) {
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, textOf(one as Json));
  }
  return url;
}

function bodyOf(
  { RequestBody: body, Transform = {} }: HttpTaskParameters,
  { BodyParameters: own }: ConnectionValues,
): string | undefined {
  const hasOwn = Object.keys(own).length > 0;
  if (typeof body === 'string') {
    if (hasOwn) throw runtime('A RequestBody that is a string cannot be merged with the body of the connection');
    return body;
  }
  if (body === undefined && !hasOwn) return undefined;
  const isRecord = typeof body === 'object' && body !== null && !Array.isArray(body);
  const merged = hasOwn && (isRecord || body === undefined) ? { ...(body as JsonRecord | undefined), ...own } : body;
  if (Transform.RequestBodyEncoding === 'URL_ENCODED') {
    return formEncoded(merged ?? {}, Transform.RequestEncodingOptions?.ArrayFormat ?? 'INDICES');
  }
  return JSON.stringify(merged);
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
const runtime = (cause: string): StatesError => new StatesError('States.Runtime', cause);
