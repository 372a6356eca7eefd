import { HeaderNames } from '../../../gateway/requests/header-names.ts';
import { hopByHop } from '../../../gateway/requests/request-values.ts';
import type { HttpResponse } from '../../../kernel/http.ts';
import { isJsonObject, type JsonObject, parseJson, parseJsonObject } from '../../../kernel/json.ts';
import { startWith } from '../../../kernel/streams/map-stream.ts';

const json = { 'content-type': 'application/json' };

/** How a stream says that status and headers come before its content. */
const integrationType = 'application/vnd.awslambda.http-integration-response';
const preludeEnd = Buffer.alloc(8);
/** Ours: AWS's limit on request line and headers together. */
const preludeBytesMax = 1024 * 1024;

/** The function failed, or what it answered is no response. */
export const badGateway: HttpResponse = {
  status: 502,
  headers: { 'content-type': 'text/plain' },
  body: 'Internal Server Error',
};

const notAllowedText =
  'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html';

export const refusal = (status: number, members: object): HttpResponse => ({
  status,
  headers: json,
  body: JSON.stringify(members),
});

export const notAllowed = (): HttpResponse => refusal(403, { Message: notAllowedText });

/** There is no such URL. */
export const unknownUrl = (): HttpResponse => refusal(403, { Message: null });

/**
 * The response in what a function answered: an object with a `statusCode` is one, everything else is the body of one.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-response-payload
 */
export function bufferedReply(payload: Buffer): HttpResponse {
  const output = parseJson(payload.toString());
  if (output === undefined) return badGateway;
  if (!isJsonObject(output) || output.statusCode === undefined) {
    return { status: 200, headers: json, body: typeof output === 'string' ? output : JSON.stringify(output) };
  }
  const { body = null, isBase64Encoded } = output;
  const head = headOf(output, 'application/json');
  if (!head) return badGateway;
  const text = body === null ? '' : typeof body === 'object' ? JSON.stringify(body) : String(body);
  return { ...head, body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text };
}

/**
 * What a handler writes, piece by piece: behind a prelude of status and headers where its content type says so. Answers
 * when it has read as far as the content; a reply that fails ahead of that is a bad gateway.
 * https://docs.aws.amazon.com/lambda/latest/dg/response-streaming-tutorial.html
 */
export async function streamedReply(pieces: AsyncIterable<Uint8Array>, contentType: string): Promise<HttpResponse> {
  const rest = pieces[Symbol.asyncIterator]();
  const isIntegration = contentType === integrationType;
  let read = Buffer.alloc(0);
  let end = -1;
  try {
    for (;;) {
      const { done, value } = await rest.next();
      if (done) break;
      read = Buffer.concat([read, value]);
      end = read.indexOf(preludeEnd);
      if (!isIntegration || end >= 0 || read.byteLength > preludeBytesMax) break;
    }
  } catch {
    return badGateway;
  }
  const head = isIntegration ? preludeHead(read, end) : plainHead(contentType);
  if (!head) {
    await rest.return?.();
    return badGateway;
  }
  const content = isIntegration ? read.subarray(end + preludeEnd.length) : read;
  const others = { [Symbol.asyncIterator]: () => rest };
  return { ...head, body: '', stream: content.byteLength > 0 ? startWith(content, others) : others };
}

const plainHead = (contentType: string): Omit<HttpResponse, 'body'> => ({
  status: 200,
  headers: { 'content-type': contentType || 'application/octet-stream' },
});

function preludeHead(read: Buffer, end: number): Omit<HttpResponse, 'body'> | undefined {
  const prelude = end < 0 ? undefined : parseJsonObject(read.subarray(0, end).toString());
  return prelude && headOf({ statusCode: 200, ...prelude }, 'application/octet-stream');
}

/** Undefined where status, headers or cookies are not what they must be. */
function headOf(output: JsonObject, contentType: string): Omit<HttpResponse, 'body'> | undefined {
  const status = Number(output.statusCode);
  const given = output.headers ?? {};
  const cookies = output.cookies ?? [];
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  if (!isJsonObject(given) || !Array.isArray(cookies)) return undefined;
  const headers: Record<string, string | readonly string[]> = { 'content-type': contentType };
  const headerNames = new HeaderNames();
  for (const [name, value] of Object.entries(given)) {
    const key = name.toLowerCase();
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    // Line breaks would forge further headers.
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(key) || /[^\t\x20-\x7e\x80-\xff]/.test(text)) return undefined;
    if (value === null || hopByHop.has(key) || key === 'content-length' || key === '__proto__') continue;
    headers[key] = text;
    headerNames.note(key, name);
  }
  if (cookies.some((cookie) => typeof cookie !== 'string' || /[\r\n]/.test(cookie))) return undefined;
  if (cookies.length > 0) headers['set-cookie'] = cookies.map(String);
  return { status, headers, headerNames };
}
