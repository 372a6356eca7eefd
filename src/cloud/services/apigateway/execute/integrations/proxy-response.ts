import { HeaderNames } from '../../../../gateway/requests/header-names.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../../../kernel/json.ts';
import type { RoutedExchange } from '../exchange.ts';
import { badGateway } from '../gateway-failure.ts';
import { isHeader, nameToClient } from './header-treatment.ts';
import { acceptedType, isBinary } from './media-types.ts';

/** What ends the metadata of a function that streams; JSON never has it. */
const metadataEnd = '\0'.repeat(8);

const malformed = (): Error =>
  badGateway('Execution failed due to configuration error: Malformed Lambda proxy response');

/** What a response may have; anything else makes it malformed, as recorded on AWS. `cookies` is tolerated. */
const members: ReadonlySet<string> = new Set([
  'statusCode',
  'headers',
  'multiValueHeaders',
  'body',
  'isBase64Encoded',
  'base64Encoded',
  'cookies',
]);

/**
 * Reads what a function answered.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 * @throws GatewayFailure (502) for what is not JSON or not of the right type
 */
export function readProxyResponse(payload: string, exchange: RoutedExchange): HttpResponse {
  // A function that streams behind a method that does not: status and headers arrive, and no body.
  const end = payload.indexOf(metadataEnd);
  if (end >= 0) return { ...readProxyResponse(payload.slice(0, end), exchange), body: '' };
  const output = parseJson(payload);
  if (!isJsonObject(output) || Object.keys(output).some((name) => !members.has(name))) throw malformed();
  const { status, headers, headerNames } = readHead(output);
  const { body = '' } = output;
  if (typeof body !== 'string' && body !== null) throw malformed();
  const isBase64 =
    (output.base64Encoded ?? output.isBase64Encoded) === true && isBinary(exchange, acceptedType(exchange));
  return { status, headers, headerNames, body: isBase64 ? Buffer.from(body ?? '', 'base64') : (body ?? '') };
}

/** Status and headers of what a function answered. @throws GatewayFailure (502) for what is not of the right type */
export function readHead({ statusCode, headers: single, multiValueHeaders, cookies }: JsonObject) {
  const headerNames = new HeaderNames();
  const headers = headersOf(single, multiValueHeaders, headerNames);
  headers['content-type'] ??= 'application/json';
  if (Array.isArray(cookies) && cookies.length > 0) {
    const values = cookies.map(String);
    if (!values.every((value) => isHeader('set-cookie', value))) throw malformed();
    headers['set-cookie'] = values;
  }
  return { status: statusOf(statusCode), headers, headerNames };
}

function statusOf(value: unknown): number {
  if (value === undefined || value === null) return 200;
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599) throw malformed();
  return status;
}

type Headers = Record<string, string | readonly string[]>;

/** Those of both maps, each pair once. */
function headersOf(single: unknown, multiple: unknown, names: HeaderNames): Headers {
  const values = new Map<string, string[]>();
  const add = (name: string, value: unknown) => {
    if (value === null || typeof value === 'object') throw malformed();
    const own = name.toLowerCase();
    const text = String(value);
    if (!isHeader(own, text)) throw malformed();
    const key = nameToClient(own, 'AWS_PROXY');
    if (key === undefined || key === '__proto__') return;
    names.note(key, name);
    const known = values.get(key) ?? [];
    if (!known.includes(text)) values.set(key, [...known, text]);
  };
  for (const [name, list] of Object.entries(objectOf(multiple))) {
    if (!Array.isArray(list)) throw malformed();
    for (const value of list) add(name, value);
  }
  for (const [name, value] of Object.entries(objectOf(single))) add(name, value);
  return Object.fromEntries([...values].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? '') : list]));
}

function objectOf(value: unknown): object {
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) throw malformed();
  return value;
}
