import { HeaderNames } from '../../../../gateway/requests/header-names.ts';
import { hopByHop } from '../../../../gateway/requests/request-values.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import { isJsonObject, type JsonObject } from '../../../../kernel/json.ts';
import { integrationFailed } from '../gateway-error.ts';

/** What a function's answer gets when it names a status but no type: unlike REST APIs and function URLs. */
const contentTypeDefault = 'text/plain; charset=utf-8';

const mismatch = (field: string): Error =>
  integrationFailed(
    `The response from the Lambda function doesn't match the format that API Gateway expects. Lambda body contains the wrong type for field "${field}"`,
  );

/**
 * Reads what a function answered, in payload format 2.0: an object with a `statusCode` is a response, everything else
 * is the body of one. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @throws GatewayError (500) for what is not JSON or not of the right type
 */
export function readResponseV2(payload: string): HttpResponse {
  const output = parse(payload);
  if (!isJsonObject(output) || output.statusCode === undefined) {
    const body = typeof output === 'string' ? output : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const head = readHeaders(output.headers);
  const cookies = readCookies(output.cookies);
  const { headers } = head;
  if (cookies.length > 0) headers['set-cookie'] = [...cookies, ...[headers['set-cookie'] ?? []].flat()];
  return respond(output, head);
}

/** Payload format 1.0: always an object with a `statusCode`; members that nobody knows are ignored. */
export function readResponseV1(payload: string): HttpResponse {
  const output = parse(payload);
  if (!isJsonObject(output)) throw mismatch('response');
  const head = readHeaders(output.headers);
  const multiple = output.multiValueHeaders ?? {};
  if (!isJsonObject(multiple)) throw mismatch('multiValueHeaders');
  for (const [name, values] of Object.entries(multiple)) {
    if (!Array.isArray(values)) throw mismatch('multiValueHeaders');
    setHeader(head, name, values.map(String));
  }
  return respond(output, head);
}

function respond(output: JsonObject, { headers, headerNames }: Head): HttpResponse {
  const status = readStatus(output.statusCode);
  const { body = null, isBase64Encoded = false } = output;
  if (typeof isBase64Encoded !== 'boolean' && isBase64Encoded !== null) throw mismatch('isBase64Encoded');
  if (typeof body === 'object' && body !== null) throw mismatch('body');
  const text = body === null ? '' : String(body);
  headers['content-type'] ??= contentTypeDefault;
  const names = headerNames.size > 0 && { headerNames };
  return { status, headers, ...names, body: isBase64Encoded ? Buffer.from(text, 'base64') : text };
}

function readStatus(value: unknown): number {
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599) {
    throw mismatch('statusCode');
  }
  return status;
}

/** Headers by their names in lower case, and how the function wrote these. */
interface Head {
  readonly headers: Record<string, string | readonly string[]>;
  readonly headerNames: HeaderNames;
}

function readHeaders(value: unknown): Head {
  const head: Head = { headers: {}, headerNames: new HeaderNames() };
  if (value === undefined || value === null) return head;
  if (!isJsonObject(value)) throw mismatch('headers');
  for (const [name, content] of Object.entries(value)) {
    if (content === null) continue;
    if (typeof content === 'object') throw mismatch('headers');
    setHeader(head, name, String(content));
  }
  return head;
}

/** Lengths and connections are the server's business; line breaks would forge further headers. */
function setHeader({ headers, headerNames }: Head, name: string, value: string | readonly string[]): void {
  const key = name.toLowerCase();
  const isValid =
    /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(key) && [value].flat().every((text) => !/[^\t\x20-\x7e\x80-\xff]/.test(text));
  if (!isValid) throw mismatch('headers');
  if (hopByHop.has(key) || key === 'content-length' || key === '__proto__') return;
  headers[key] = value;
  headerNames.note(key, name);
}

function readCookies(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw mismatch('cookies');
  return value.map((cookie) => {
    if (typeof cookie !== 'string' || /[\r\n]/.test(cookie)) throw mismatch('cookies');
    return cookie;
  });
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    throw mismatch('response');
  }
}
