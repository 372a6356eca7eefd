import { AwsError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import { serializationException } from '../bad-request.ts';
import { parseJson, readJson, readJsonBody } from '../json/json-reader.ts';
import type { Member, OperationModel, StructureShape } from '../model/model.ts';
import { decodeUri, parseQuery, type QueryParameters } from '../request/query-parameters.ts';
import { getOwn, type OpenRecord, setOwn } from '../values/own-property.ts';
import { readText } from '../values/text-values.ts';
import { readXmlBody } from '../xml/xml-reader.ts';

/** Where the members of a REST operation's input come from. */
interface Source {
  readonly request: HttpRequest;
  readonly query: QueryParameters;
  readonly labels: ReadonlyMap<string, string>;
  readonly isXml: boolean;
  /** Names that a member of its own is bound to; a map of all query parameters leaves them out. */
  readonly boundQuery: ReadonlySet<string | undefined>;
}

const dialect = { usesJsonName: true };

/** Labels, query, headers and body → the SDK's shape; https://smithy.io/2.0/spec/http-bindings.html */
export function readRestInput(
  operation: OperationModel,
  request: HttpRequest,
  labels: ReadonlyMap<string, string>,
  isXml: boolean,
): OpenRecord {
  const { members } = operation.input;
  const literals = (operation.http?.uri.split('?')[1] ?? '').split('&').map((pair) => pair.split('=')[0]);
  const boundQuery = new Set([...members.map((member) => member.traits.httpQuery), ...literals]);
  const source: Source = { request, query: parseQuery(request.query), labels, isXml, boundQuery };
  const record: OpenRecord = {};
  for (const member of members) {
    const value = isBodyMember(member) ? undefined : readBinding(member, source);
    if (value !== undefined) record[member.name] = value;
  }
  return { ...record, ...readBody(operation.input, source) };
}

/** True for members that stand in a request's body. */
const isBodyMember = (member: Member): boolean =>
  isAnswerBodyMember(member) &&
  !(member.traits.httpLabel || member.traits.httpQuery !== undefined || member.traits.httpQueryParams);

/** True for members that stand in an answer's body: labels and query parameters mean nothing there. */
export const isAnswerBodyMember = ({ traits }: Member): boolean =>
  traits.httpHeader === undefined &&
  traits.httpPrefixHeaders === undefined &&
  !traits.httpResponseCode &&
  !traits.httpPayload;

/** The value of a member that is bound to something else than the body's document. */
function readBinding(member: Member, source: Source): unknown {
  const { traits, shape, name } = member;
  if (traits.httpLabel) {
    const label = source.labels.get(name);
    return label === undefined ? undefined : readParameter(member, decodeUri(label));
  }
  if (traits.httpQuery !== undefined) {
    const values = source.query.get(traits.httpQuery);
    if (values?.[0] === undefined) return undefined;
    if (shape.kind !== 'list') return readParameter(member, values[0]);
    return values.map((value) => readParameter(shape.value, value));
  }
  if (traits.httpQueryParams) return readQueryMap(member, source);
  if (traits.httpHeader !== undefined) {
    const text = source.request.headers[traits.httpHeader.toLowerCase()];
    return text === undefined ? undefined : readHeader(member, text);
  }
  if (traits.httpPrefixHeaders !== undefined)
    return readPrefixHeaders(traits.httpPrefixHeaders, source.request.headers);
  if (traits.httpPayload) return readPayload(member, source);
  return undefined;
}

function readParameter({ shape, name }: Member, text: string): unknown {
  try {
    return readText(shape, text);
  } catch (error) {
    if (error instanceof AwsError)
      throw serializationException(`The value of ${name} cannot be read: ${error.message}`);
    throw error;
  }
}

/** All parameters that nothing else claims; those of presigned URLs are not the caller's. */
function readQueryMap({ shape }: Member, { query, boundQuery }: Source): OpenRecord | undefined {
  const record: OpenRecord = {};
  for (const [name, values] of query) {
    if (boundQuery.has(name) || name.startsWith('X-Amz-')) continue;
    setOwn(record, name, shape.kind === 'map' && shape.value.shape.kind === 'list' ? [...values] : values[0]);
  }
  return Object.keys(record).length > 0 ? record : undefined;
}

function readHeader(member: Member, text: string): unknown {
  const { shape } = member;
  if (shape.kind !== 'list') return readParameter(member, text);
  // Dates contain a comma of their own: in a list of them every second comma separates.
  const isDates = shape.value.shape.kind === 'timestamp' && shape.value.shape.format !== 'epoch-seconds';
  return splitHeader(text, isDates).map((part) => readParameter(shape.value, part));
}

/** `Mon`, ` 1 Jan 2026 00:00:00 GMT`, … → dates. A regular expression for them takes quadratic time. */
const pairsOf = (parts: readonly string[]): string[] =>
  parts.flatMap((part, index) => (index % 2 === 1 ? [`${parts[index - 1]},${part}`.trim()] : []));

/** Comma-separated values; those in double quotes may hold commas and escaped quotes. */
function splitHeader(text: string, isDates: boolean): string[] {
  if (isDates) return pairsOf(text.split(',').filter((part) => part !== ''));
  const parts = text.match(/"(?:[^"\\]|\\.)*"|[^,]+/g) ?? [];
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (/^".*"$/s.test(part) ? part.slice(1, -1).replace(/\\(.)/gs, '$1') : part));
}

/** `x-amz-meta-color: red` → `{ color: 'red' }`. */
function readPrefixHeaders(prefix: string, headers: HttpRequest['headers']): OpenRecord | undefined {
  const record: OpenRecord = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(prefix.toLowerCase())) setOwn(record, name.slice(prefix.length), decodedWords(value));
  }
  return Object.keys(record).length > 0 ? record : undefined;
}

/** What clients send as RFC 2047 says, which is how metadata that is not ASCII travels. */
const decodedWords = (text: string): string =>
  text.includes('=?') ? text.replace(/=\?utf-8\?([bq])\?([^?\s]*)\?=(?:\s+(?==\?))?/gi, decodedWord) : text;

function decodedWord(_word: string, encoding: string, coded: string): string {
  if (encoding.toLowerCase() === 'b') return Buffer.from(coded, 'base64').toString('utf8');
  const bytes = coded
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The whole body as one member. An empty one is no value, but an empty stream is an empty object. */
function readPayload(member: Member, { request, isXml }: Source): unknown {
  const { shape } = member;
  const { body } = request;
  if (shape.kind === 'stream') return body;
  if (body.byteLength === 0) return undefined;
  if (shape.kind === 'structure' && isXml) return readXmlBody(body, shape);
  if (shape.kind === 'blob') return body;
  if (shape.kind === 'string') return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  return readJson(member, parseJson(body), dialect);
}

function readBody(input: StructureShape, { request, isXml }: Source): OpenRecord {
  if (input.members.some(({ traits }) => traits.httpPayload)) return {};
  const members = input.members.filter(isBodyMember);
  if (members.length === 0) return {};
  const document: StructureShape = { ...input, members };
  return isXml ? readXmlBody(request.body, document) : readJsonBody(request.body, document, dialect);
}

/** The value of a member that a response binds to something else than its body. */
export const boundValue = (output: unknown, member: Member): unknown =>
  typeof output === 'object' && output !== null ? getOwn(output, member.name) : undefined;
