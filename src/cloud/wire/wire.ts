import { crc32 } from 'node:zlib';
import type { SdkAnswer } from '../kernel/call-options.ts';
import { UnsupportedError } from '../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import { startWith } from '../kernel/streams/map-stream.ts';
import { readCborBody, writeCborBody } from './cbor/cbor-codec.ts';
import { answerError, hostId, type Origin, originOf } from './errors/error-answer.ts';
import { eventStreamType } from './event-stream/event-message.ts';
import { initialResponse, writeEventStream } from './event-stream/write-event-stream.ts';
import { identify } from './identify/identify.ts';
import { dynamoDbRequestId, readDynamoDbInput, writeDynamoDbOutput } from './json/dynamodb-json.ts';
import { type JsonDialect, readJsonBody } from './json/json-reader.ts';
import { writeJsonStructure } from './json/json-writer.ts';
import type { EventStreamMember, OperationModel, ServiceModel } from './model/model.ts';
import type { ServiceHead } from './model/model-format.ts';
import { awsModels, type Models } from './model/models.ts';
import type { Protocol } from './model/protocol.ts';
import { postAnswer, putRequestOf } from './post-form/post-answer.ts';
import { readEc2Form, readForm } from './query/query-form.ts';
import { writeQueryJson } from './query/query-json.ts';
import { writeEc2Output, writeQueryOutput } from './query/query-output.ts';
import { unframe } from './request/aws-chunked.ts';
import { inflate } from './request/compressed-body.ts';
import { assertDocumentChecksums } from './request/document-checksums.ts';
import { withPresignedHeaders } from './request/presigned-headers.ts';
import { readRestInput } from './rest/rest-input.ts';
import { writeRestOutput } from './rest/rest-output.ts';
import type { CredentialScope } from './signatures/signed-request.ts';
import type { WireCall } from './wire-call.ts';

/**
 * The wire: HTTP on one side, the SDK's shapes on the other. The pipeline calls `identifyCall` and `parseInput` in the
 * stages of these names, and `serializeOutput` or `serializeError` in its last one. All four are synchronous and keep
 * nothing between calls but the models of the services, read at their first request.
 */

const rpcDialect: JsonDialect = { usesJsonName: false };
const streamsDialect: JsonDialect = { usesJsonName: false, keepsBase64: true };

/**
 * Service, operation, region and access key of a request to the AWS API; signed or not, the signature is not looked at.
 * Throws the AwsError that AWS gives (it knows in which protocol to be answered), or UnsupportedError for a service
 * that we have no model of. `signedBy` stands for the signature of a request that has none.
 */
export const identifyCall = (request: HttpRequest, models: Models = awsModels, signedBy?: CredentialScope): WireCall =>
  identify(request, models, signedBy);

/**
 * The operation's input in the shape of the SDK's types: dates as Date, blobs and streams as Uint8Array. DynamoDB's
 * stays the parsed wire JSON. Throws AwsError for what cannot be read, UnsupportedError for event streams.
 */
export function parseInput(call: WireCall, request: HttpRequest): object {
  const operation = operationOf(call);
  refuseEventStreams(call, operation);
  switch (call.protocol) {
    case 'awsJson1_0':
    case 'awsJson1_1':
      if (call.service === 'dynamodb') return readDynamoDbInput(request.body, operation);
      return readJsonBody(inflate(request).body, operation.input, rpcDialect);
    case 'rpcv2Cbor':
      return readCborBody(inflate(request).body, operation.input);
    case 'awsQuery':
      return readForm(call.form ?? new Map(), operation.input);
    case 'ec2Query':
      return readEc2Form(call.form ?? new Map(), operation.input);
    case 'restXml':
      return readS3Input(call, request, operation);
    default:
      return readRestInput(operation, inflate(request), call.labels ?? new Map(), false);
  }
}

/** S3 alone frames bodies and sends their checksums along. */
function readS3Input(call: WireCall, request: HttpRequest, operation: OperationModel): object {
  if (call.postForm)
    return readRestInput(operation, putRequestOf(call.postForm, request), call.labels ?? new Map(), true);
  const plain = withPresignedHeaders(unframe(request));
  assertDocumentChecksums(plain, operation);
  return readRestInput(operation, plain, call.labels ?? new Map(), true);
}

/** The operation's answer. `output` is in the shape of the SDK's types; members that AWS does not have are not sent. */
export function serializeOutput(call: WireCall, output: unknown, requestId: string): HttpResponse {
  const { model } = call;
  const operation = operationOf(call);
  const { outputEvents } = operation;
  if (outputEvents && isObject(output) && Object.hasOwn(output, outputEvents.name)) {
    return finish(call, streamedAnswer(call, operation, output, outputEvents), requestId);
  }
  switch (call.protocol) {
    case 'awsQuery': {
      if (call.acceptsJson) {
        const headers = { 'content-type': 'application/json' };
        const json = writeQueryJson(operation, output, requestId, call.service === 'sqs');
        return finish(call, { status: 200, headers, body: json }, requestId);
      }
      const body = writeQueryOutput(model, operation, output, requestId);
      return finish(call, { status: 200, headers: { 'content-type': 'text/xml' }, body }, requestId);
    }
    case 'ec2Query': {
      const body = writeEc2Output(model, operation, output, requestId);
      return finish(call, { status: 200, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body }, requestId);
    }
    case 'rpcv2Cbor':
      return finish(call, { status: 200, headers: {}, body: writeCborBody(operation.output, output) }, requestId);
    case 'restJson1':
    case 'restXml': {
      const answer = writeRestOutput(model, operation, output, call.protocol === 'restXml');
      return finish(call, call.postForm ? postAnswer(call.postForm, answer) : answer, requestId);
    }
    default: {
      const version = call.protocol === 'awsJson1_0' ? '1.0' : '1.1';
      const headers = { 'content-type': `application/x-amz-json-${version}` };
      // Text, as Node writes it and the headers to the socket in one piece.
      const body = writeJsonBody(call, operation, output);
      return finish(call, { status: 200, headers, body }, requestId);
    }
  }
}

/**
 * Any error as an answer: AwsError in the protocol's envelope, UnsupportedError as 501, SquallError as 400, everything
 * else as 500 that tells nothing. `call` is undefined when the request could not even be identified.
 */
export const serializeError = (
  call: WireCall | undefined,
  error: unknown,
  requestId: string,
  models: Models = awsModels,
): HttpResponse => finish(call ?? originOf(error), answerError(call, error, requestId, models), requestId);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The head at once, and the events as they come; REST protocols bind the output's other members to the head. */
function streamedAnswer(
  call: WireCall,
  operation: OperationModel,
  output: object,
  { name, shape: union }: EventStreamMember,
): HttpResponse {
  const events = (output as Readonly<Record<string, AsyncIterable<unknown>>>)[name];
  if (!events) throw new Error(`${operation.name} answers no ${name}`);
  const stream = writeEventStream(union, events, call.protocol);
  if (call.protocol === 'restJson1' || call.protocol === 'restXml') {
    const members = operation.output.members.filter(({ shape }) => shape !== union);
    const head = { ...operation, output: { ...operation.output, members } };
    const { status, headers } = writeRestOutput(call.model, head, output, call.protocol === 'restXml');
    return { status, headers: { ...headers, 'content-type': eventStreamType }, body: '', stream };
  }
  const first = initialResponse(operation, output, call.protocol);
  return { status: 200, headers: { 'content-type': eventStreamType }, body: '', stream: startWith(first, stream) };
}

function writeJsonBody(call: WireCall, operation: OperationModel, output: unknown): string {
  if (call.service === 'dynamodb') return writeDynamoDbOutput(operation, output);
  const dialect = call.service === 'dynamodbstreams' ? streamsDialect : rpcDialect;
  return JSON.stringify(writeJsonStructure(operation.output, output, dialect));
}

/** Names of required members that `input` lacks, in the model's order. */
export function missingMembers(service: ServiceModel, operation: string, input: object): string[] {
  const shape = service.operations.get(operation)?.input;
  if (!shape) return [];
  const required = shape.members.slice(0, shape.required).map(({ name }) => name);
  return required.filter(
    (name) => !Object.hasOwn(input, name) || (input as Record<string, unknown>)[name] === undefined,
  );
}

function operationOf({ service, model: { operations }, operation }: WireCall): OperationModel {
  const model = operations.get(operation);
  if (!model) throw new UnsupportedError(`${service}:${operation}`);
  return model;
}

/** Streams that clients send: refused before the service is asked, which could not read them. */
function refuseEventStreams(call: WireCall, { takesEvents }: OperationModel): void {
  if (takesEvents) throw new UnsupportedError(`the event stream sent to ${call.service}:${call.operation}`);
}

/** Headers that every answer of a protocol carries. */
function finish(call: Origin, answer: HttpResponse, requestId: string): HttpResponse {
  const { status, headers, body, stream } = answer;
  const all = { ...protocolHeaders(call, body, requestId), ...headers };
  return stream ? { status, headers: all, body, stream } : { status, headers: all, body };
}

function protocolHeaders(call: Origin, body: HttpResponse['body'], requestId: string): Record<string, string> {
  switch (call.protocol) {
    case 'restXml':
      return { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId };
    case 'rpcv2Cbor':
      return { 'x-amzn-requestid': requestId, 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
    default:
      if (call.service === 'dynamodbstreams') return { 'x-amzn-requestid': dynamoDbRequestId(requestId) };
      if (call.service !== 'dynamodb') return { 'x-amzn-requestid': requestId };
      // SDKs check it: a changed body is a retried request.
      return { 'x-amzn-requestid': dynamoDbRequestId(requestId), 'x-amz-crc32': String(crc32(body)) };
  }
}

const contentTypes: Readonly<Partial<Record<Protocol, string>>> = {
  awsJson1_0: 'application/x-amz-json-1.0',
  awsJson1_1: 'application/x-amz-json-1.1',
  restJson1: 'application/json',
  restXml: 'application/xml',
};

/** What an SDK learns of any answer in the protocol that it speaks by itself. */
export function sdkAnswer({ protocols, service }: ServiceHead, requestId: string): Omit<SdkAnswer, 'status'> {
  const isDynamoDb = service === 'dynamodb' || service === 'dynamodbstreams';
  const contentType = contentTypes[protocols[0] ?? 'awsJson1_0'] ?? 'text/xml';
  return { requestId: isDynamoDb ? dynamoDbRequestId(requestId) : requestId, contentType };
}

export { sdkRefusal } from './errors/error-answer.ts';
