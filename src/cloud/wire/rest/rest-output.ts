import type { HttpResponse } from '../../kernel/http.ts';
import { writeJson, writeJsonStructure } from '../json/json-writer.ts';
import type { Member, OperationModel, ServiceModel, StructureShape } from '../model/model.ts';
import { writeText } from '../values/text-values.ts';
import { escapeXml } from '../xml/xml-tree.ts';
import { rootNamespace, writeXmlElement } from '../xml/xml-writer.ts';
import { boundValue, isAnswerBodyMember } from './rest-input.ts';

type Headers = Record<string, string>;
type Body = HttpResponse['body'];

const dialect = { usesJsonName: true };
/** Ahead of every document of S3. */
export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * Where services answer otherwise than their models say, by service and operation. S3: see the examples of their pages.
 * API Gateway v2: as others measured it (github.com/localstack/localstack pulls 11401, 11424, 11506 and 11569).
 */
const unmodelledStatuses: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  apigatewayv2: { CreateApiMapping: 200, UpdateApi: 201, UpdateDeployment: 201, UpdateRoute: 201 },
  s3: {
    PutBucketPolicy: 204,
    PutBucketTagging: 204,
    PutBucketMetricsConfiguration: 204,
    PutBucketAnalyticsConfiguration: 204,
  },
};

/** An operation's output → status, headers and body as the model binds them. */
export function writeRestOutput(
  model: ServiceModel,
  operation: OperationModel,
  output: unknown,
  isXml: boolean,
): HttpResponse {
  const headers: Headers = {};
  let status = unmodelledStatuses[model.service]?.[operation.name] ?? operation.http?.status ?? 200;
  for (const member of operation.output.members) {
    const value = boundValue(output, member);
    if (value === undefined || value === null) continue;
    if (member.traits.httpResponseCode) status = Number(value);
    else writeHeaders(member, value, headers);
  }
  // Part of an object: the one status that S3 chooses by its answer, and that no model tells.
  if (headers['content-range'] !== undefined) status = 206;
  const isHead = operation.http?.method === 'HEAD';
  // The server counts what it sends; only HEAD tells the length of something that it does not send.
  if (!isHead) delete headers['content-length'];
  const [body, contentType] = writeBody(model, operation, output, isXml);
  if (contentType !== undefined && headers['content-type'] === undefined) headers['content-type'] = contentType;
  return { status, headers, body: isHead ? '' : body };
}

/** Headers of one member: one of its own, or one for each entry of a map. */
export function writeHeaders({ traits, shape }: Member, value: unknown, headers: Headers): void {
  if (traits.httpHeader !== undefined) {
    const name = traits.httpHeader.toLowerCase();
    headers[name] = headerText(
      shape.kind === 'list'
        ? [...(value as Iterable<unknown>)]
            .map((part) => quoted(writeText(shape.value.shape, part, 'http-date'), shape.value))
            .join(', ')
        : writeText(shape, value, 'http-date'),
    );
  }
  if (traits.httpPrefixHeaders !== undefined) {
    for (const [name, text] of Object.entries(value as object)) {
      headers[`${traits.httpPrefixHeaders}${name}`.toLowerCase()] = metadataText(String(text));
    }
  }
}

/** Elements of a list are separated by commas: those that hold one, or quotes, are quoted. */
const quoted = (text: string, { shape }: Member): string =>
  shape.kind === 'string' && /[",]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;

/** Node refuses control characters; what Latin-1 lacks travels as RFC 2047 says, as S3 sends metadata. */
function headerText(text: string): string {
  const clean = text.replace(/\p{Cc}/gu, ' ');
  return [...clean].some((character) => character > '\xff')
    ? `=?UTF-8?B?${Buffer.from(clean).toString('base64')}?=`
    : clean;
}

/** Metadata is told in ASCII: all else travels as RFC 2047 says. */
const metadataText = (text: string): string =>
  /[^\x20-\x7e]/.test(text) ? `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=` : text;

/** The body and its media type; an answer without body members has neither. */
function writeBody(model: ServiceModel, operation: OperationModel, output: unknown, isXml: boolean): [Body, string?] {
  const payload = operation.output.members.find(({ traits }) => traits.httpPayload);
  if (payload) return writePayload(model, payload, boundValue(output, payload), isXml);
  const members = operation.output.members.filter(isAnswerBodyMember);
  if (members.length === 0) return [''];
  const document: StructureShape = { ...operation.output, members };
  if (!isXml) return [JSON.stringify(writeJsonStructure(document, output, dialect)), 'application/json'];
  return [xmlDeclaration + writeXmlRoot(model, operation, document, output), 'application/xml'];
}

function writeXmlRoot(
  model: ServiceModel,
  operation: OperationModel,
  document: StructureShape,
  output: unknown,
): string {
  const attributes = rootNamespace(model);
  const rootName = document.traits.xmlName ?? document.name;
  // The one answer of S3 whose root is its only member: `<LocationConstraint>eu-west-1</LocationConstraint>`.
  if (operation.name === 'GetBucketLocation') {
    const [member] = document.members;
    const value = member ? boundValue(output, member) : undefined;
    return `<${rootName}${attributes}>${escapeXml(String(value ?? ''))}</${rootName}>`;
  }
  return writeXmlElement(rootName, document, output, attributes);
}

function writePayload(model: ServiceModel, member: Member, value: unknown, isXml: boolean): [Body, string?] {
  const { shape, traits } = member;
  if (value === undefined || value === null) return [''];
  if (shape.kind === 'string') return [String(value), traits.mediaType ?? 'text/plain'];
  if (shape.kind === 'blob' || shape.kind === 'stream')
    return [bytesOf(value), traits.mediaType ?? 'application/octet-stream'];
  if (!isXml) return [JSON.stringify(writeJson(member, value, dialect)), 'application/json'];
  if (shape.kind !== 'structure') return [''];
  const name = traits.xmlName ?? shape.traits.xmlName ?? shape.name;
  return [xmlDeclaration + writeXmlElement(name, shape, value, rootNamespace(model)), 'application/xml'];
}

function bytesOf(value: unknown): Uint8Array | string {
  if (value instanceof Uint8Array || typeof value === 'string') return value;
  throw new Error('A payload must be answered as a string or as bytes');
}
