import { AwsError, ConnectionFailure } from '../../kernel/errors.ts';
import { mapStream } from '../../kernel/streams/map-stream.ts';
import { writeCborBody } from '../cbor/cbor-codec.ts';
import { writeJsonStructure } from '../json/json-writer.ts';
import type { Member, OperationModel, StructureShape } from '../model/model.ts';
import type { Protocol } from '../model/protocol.ts';
import { getOwn } from '../values/own-property.ts';
import { writeXmlElement } from '../xml/xml-writer.ts';
import { encodeMessage, type HeaderValue } from './event-message.ts';

/** How a protocol writes the documents of events. */
interface Documents {
  readonly type: string;
  write(shape: StructureShape, value: unknown): Uint8Array;
}

const json = (usesJsonName: boolean): Documents => ({
  type: 'application/json',
  write: (shape, value) => Buffer.from(JSON.stringify(writeJsonStructure(shape, value, { usesJsonName }))),
});
const cbor: Documents = { type: 'application/cbor', write: writeCborBody };
const xml: Documents = {
  type: 'application/xml',
  write: (shape, value) => Buffer.from(writeXmlElement(shape.traits.xmlName ?? shape.name, shape, value)),
};

function documentsOf(protocol: Protocol): Documents {
  if (protocol === 'rpcv2Cbor') return cbor;
  if (protocol === 'restJson1') return json(true);
  return protocol === 'awsJson1_0' || protocol === 'awsJson1_1' ? json(false) : xml;
}

/**
 * The events of an output, each as one message. A modelled error that ends them is told as an exception, any other as
 * an error; a connection that dies is none. https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export function writeEventStream(
  union: StructureShape,
  events: AsyncIterable<unknown>,
  protocol: Protocol,
): AsyncIterable<Uint8Array> {
  const documents = documentsOf(protocol);
  return mapStream<unknown, Uint8Array>(events, {
    map: (event) => writeEvent(union, event, documents),
    onError: (error) => (error instanceof ConnectionFailure ? undefined : writeFailure(union, error, documents)),
  });
}

/** What RPC protocols have no head for: the other members of the output, ahead of the first event. */
export function initialResponse(
  { output, outputEvents }: OperationModel,
  value: unknown,
  protocol: Protocol,
): Uint8Array {
  const documents = documentsOf(protocol);
  const members = output.members.filter((member) => member !== outputEvents);
  const headers = { ':message-type': 'event', ':event-type': 'initial-response', ':content-type': documents.type };
  return encodeMessage(headers, documents.write({ ...output, members }, value));
}

function writeEvent(union: StructureShape, event: unknown, documents: Documents): Uint8Array {
  for (const member of union.members) {
    const value = getOwn(event as object, member.name);
    if (value !== undefined) return writeMember(member, value, documents);
  }
  throw new Error(`An event is none of ${union.name}`);
}

function writeMember({ name, shape }: Member, value: unknown, documents: Documents): Uint8Array {
  if (shape.kind !== 'structure') throw new Error(`The event ${name} is no structure`);
  const headers: Record<string, string | HeaderValue> = { ':message-type': 'event', ':event-type': name };
  for (const member of shape.members) {
    const own = member.traits.eventHeader ? getOwn(value as object, member.name) : undefined;
    if (own !== undefined && own !== null) headers[member.name] = headerValue(member, own);
  }
  const payload = shape.members.find(({ traits }) => traits.eventPayload);
  if (payload) return writePayload(payload, getOwn(value as object, payload.name), headers, documents);
  const members = shape.members.filter(({ traits }) => !traits.eventHeader);
  if (members.length === 0) return encodeMessage(headers, new Uint8Array());
  return encodeMessage({ ...headers, ':content-type': documents.type }, documents.write({ ...shape, members }, value));
}

/** One member is the whole payload: bytes and texts as they are, structures as documents. */
function writePayload(
  { name, shape }: Member,
  value: unknown,
  headers: Readonly<Record<string, string | HeaderValue>>,
  documents: Documents,
): Uint8Array {
  if (shape.kind === 'structure') {
    return encodeMessage({ ...headers, ':content-type': documents.type }, documents.write(shape, value ?? {}));
  }
  if (shape.kind === 'string') {
    return encodeMessage({ ...headers, ':content-type': 'text/plain' }, Buffer.from(String(value ?? '')));
  }
  if (value !== undefined && !(value instanceof Uint8Array)) throw new Error(`The payload ${name} is no bytes`);
  return encodeMessage({ ...headers, ':content-type': 'application/octet-stream' }, value ?? new Uint8Array());
}

function headerValue({ name, shape }: Member, value: unknown): HeaderValue {
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'number') return { type: 'integer', value };
  if (value instanceof Date) return { type: 'timestamp', value };
  if (value instanceof Uint8Array) return { type: 'binary', value };
  if (typeof value === 'string') return { type: 'string', value };
  throw new Error(`The header ${name} is ${shape.kind}`);
}

/** Of errors that the union does not name, the client learns code and message; of our own bugs, nothing. */
function writeFailure(union: StructureShape, error: unknown, documents: Documents): Uint8Array {
  const member = error instanceof AwsError ? union.byName.get(error.code) : undefined;
  if (error instanceof AwsError && member?.shape.kind === 'structure') {
    const headers = { ':message-type': 'exception', ':exception-type': member.name, ':content-type': documents.type };
    return encodeMessage(
      headers,
      documents.write(member.shape, { message: error.message, Message: error.message, ...error.members }),
    );
  }
  const [code, message] =
    error instanceof AwsError ? [error.code, error.message] : ['InternalFailure', 'An internal error occurred.'];
  return encodeMessage({ ':message-type': 'error', ':error-code': code, ':error-message': message }, new Uint8Array());
}
