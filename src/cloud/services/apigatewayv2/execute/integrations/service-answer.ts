import type { AwsError } from '../../../../kernel/errors.ts';
import type { HttpResponse } from '../../../../kernel/http.ts';

const json = { 'content-type': 'application/x-amz-json-1.1' };
const xml = { 'content-type': 'text/xml' };
const namespace = 'http://queue.amazonaws.com/doc/2012-11-05/';

/** What a service with a JSON protocol answers: times in seconds, bytes in base64. */
export const jsonAnswer = (output: object): HttpResponse => ({
  status: 200,
  headers: json,
  body: JSON.stringify(plain(output)),
});

/** `JSON.stringify` would write dates as text before a replacer sees them. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

/** What AppConfig answers: the body is the content itself, the rest stands in headers. */
export function contentAnswer(output: object): HttpResponse {
  const { Content, ContentType, ConfigurationVersion } = output as AppConfiguration;
  return {
    status: 200,
    headers: {
      'content-type': ContentType ?? 'application/octet-stream',
      ...(ConfigurationVersion !== undefined && { 'configuration-version': ConfigurationVersion }),
    },
    body: Content ?? '',
  };
}

interface AppConfiguration {
  readonly Content?: Uint8Array;
  readonly ContentType?: string;
  readonly ConfigurationVersion?: string;
}

/** An error in the words of the service. */
export const jsonError = ({ code, message, status = 400 }: AwsError): HttpResponse => ({
  status,
  headers: json,
  body: JSON.stringify({ __type: code, message }),
});

/** What SQS answers in its query protocol; operations without output have metadata alone. */
export function xmlAnswer(operation: string, output: object, requestId: string): HttpResponse {
  const members = element(output);
  const result = members === '' ? '' : `<${operation}Result>${members}</${operation}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const body = `<${operation}Response xmlns="${namespace}">${result}${metadata}</${operation}Response>`;
  return { status: 200, headers: xml, body: `<?xml version="1.0"?>${body}` };
}

/** Lists and maps of SQS, whose elements are named in the singular and stand in no list of their own. */
const singular: Readonly<Record<string, string>> = {
  Attributes: 'Attribute',
  MessageAttributes: 'MessageAttribute',
  Messages: 'Message',
};

function element(value: object): string {
  return Object.entries(value)
    .map(([name, member]) => membersOf(name, member as unknown))
    .join('');
}

function membersOf(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  const one = singular[name];
  if (Array.isArray(value)) return value.map((item) => membersOf(one ?? name, item)).join('');
  if (value instanceof Uint8Array) return `<${name}>${Buffer.from(value).toString('base64')}</${name}>`;
  if (typeof value !== 'object') return `<${name}>${escaped(String(value))}</${name}>`;
  if (one === undefined) return `<${name}>${element(value)}</${name}>`;
  const entries = Object.entries(value).map(([Name, Value]) => membersOf(one, { Name, Value }));
  return entries.join('');
}

/** An error of SQS in its query protocol. */
export function xmlError({ code, message, status = 400 }: AwsError, requestId: string): HttpResponse {
  const type = status >= 500 ? 'Receiver' : 'Sender';
  const error = `<Error><Type>${type}</Type><Code>${escaped(code)}</Code><Message>${escaped(message)}</Message><Detail/></Error>`;
  const body = `<ErrorResponse xmlns="${namespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status, headers: xml, body: `<?xml version="1.0"?>${body}` };
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
