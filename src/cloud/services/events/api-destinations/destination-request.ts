import type { ConnectionHttpParameters } from '@aws-sdk/client-eventbridge';
import type { HttpParameters } from '../../../delivery/targets.ts';
import type { AccessToken, ApiDestination, Connection } from '../connections/state.ts';

/** As it goes out. */
export interface DestinationRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Headers that requests have whatever is given. */
const fixedHeaders = {
  'user-agent': 'Amazon/EventBridge/ApiDestinations',
  range: 'bytes=0-1048575',
  'accept-encoding': 'gzip,deflate',
  connection: 'close',
} as const;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html#eb-api-destination-headers */
const removedHeaders =
  /^(?:a-im|accept-charset|accept-datetime|accept-encoding|cache-control|connection|content-encoding|content-length|content-md5|date|expect|forwarded|from|host|http2-settings|if-.+|max-forwards|origin|pragma|proxy-.+|range|referer|te|trailer|transfer-encoding|user-agent|upgrade|via|warning)$/;

interface Given {
  readonly destination: ApiDestination;
  readonly connection: Connection;
  readonly token: AccessToken | undefined;
  readonly http: HttpParameters | undefined;
  readonly payload: string;
}

/**
 * What an API destination is asked: each `*` of its path takes a value of the target's, and of parameters that the
 * target and the connection name both, the connection's count.
 */
export function destinationRequest({ destination, connection, token, http = {}, payload }: Given): DestinationRequest {
  const own = connection.auth.InvocationHttpParameters ?? {};
  const url = withPath(destination.endpoint, http.pathParameters ?? []);
  for (const [name, value] of Object.entries(http.query ?? {})) url.searchParams.set(name, value);
  for (const { Key = '', Value = '' } of own.QueryStringParameters ?? []) url.searchParams.set(Key, Value);
  const body = Buffer.from(withBody(payload, own));
  const isBodiless = destination.method === 'GET' || destination.method === 'HEAD';
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
  const add = (name: string, value: string): void => {
    const lower = name.toLowerCase();
    if (!removedHeaders.test(lower)) headers[lower] = value;
  };
  for (const [name, value] of Object.entries(http.headers ?? {})) add(name, value);
  for (const { Key = '', Value = '' } of own.HeaderParameters ?? []) add(Key, Value);
  for (const [name, value] of authorizationOf(connection, token)) headers[name.toLowerCase()] = value;
  return {
    method: destination.method,
    url,
    headers: { ...headers, ...fixedHeaders, 'content-length': String(isBodiless ? 0 : body.byteLength) },
    body: isBodiless ? Buffer.alloc(0) : body,
  };
}

function withPath(endpoint: string, values: readonly string[]): URL {
  const left = [...values];
  const [address = '', ...query] = endpoint.split('?');
  const filled = address.replace(/\*/g, (star) => encodeURIComponent(left.shift() ?? star));
  return new URL([filled, ...query].join('?'));
}

/** Parameters become members of a body that is an object. */
function withBody(payload: string, { BodyParameters = [] }: ConnectionHttpParameters): string {
  if (BodyParameters.length === 0) return payload;
  const value = parsed(payload);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return payload;
  const added = Object.fromEntries(BodyParameters.map(({ Key = '', Value = '' }) => [Key, Value]));
  return JSON.stringify({ ...value, ...added });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Headers by which a connection says who asks. */
export function* authorizationOf(
  { auth }: Connection,
  token: AccessToken | undefined,
): Generator<readonly [string, string]> {
  const { BasicAuthParameters: basic, ApiKeyAuthParameters: key } = auth;
  if (basic) {
    const text = `${basic.Username ?? ''}:${basic.Password ?? ''}`;
    yield ['authorization', `Basic ${Buffer.from(text).toString('base64')}`];
  }
  if (key) yield [key.ApiKeyName ?? '', key.ApiKeyValue ?? ''];
  if (token) yield ['authorization', `${token.type} ${token.value}`];
}
