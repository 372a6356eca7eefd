import { cbor } from '@smithy/core/cbor';
import type { SdkRefusal } from '../../kernel/call-options.ts';
import { AwsError, SquallError, UnsupportedError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../kernel/http.ts';
import { UnidentifiedCallError, UnknownServiceError } from '../bad-request.ts';
import { plainCborStructure } from '../cbor/cbor-codec.ts';
import { writeJsonStructure } from '../json/json-writer.ts';
import type { ServiceModel, StructureShape } from '../model/model.ts';
import type { Models } from '../model/models.ts';
import type { Protocol } from '../model/protocol.ts';
import { writeQueryJsonError } from '../query/query-json.ts';
import { queryProlog } from '../query/query-output.ts';
import { writeHeaders, xmlDeclaration } from '../rest/rest-output.ts';
import { type OpenRecord, setOwn } from '../values/own-property.ts';
import type { WireCall } from '../wire-call.ts';
import { escapeXml } from '../xml/xml-tree.ts';
import { rootNamespace, writeXmlMembers } from '../xml/xml-writer.ts';
import { coralNamespaces, oldQueryCodes, translatedCodes } from './error-codes.ts';

/** An error as it will travel: everything decided, nothing written yet. */
interface Answer {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly isOurFault: boolean;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly shape: StructureShape | undefined;
  readonly model: ServiceModel | undefined;
}

/** What an answer depends on, of a call or of the attempt to identify one. */
export interface Origin {
  readonly protocol: Protocol;
  readonly service: string | undefined;
}

/** See `serializeError` of wire.ts. Headers of the protocol itself are added by the caller. */
export function answerError(
  call: WireCall | undefined,
  error: unknown,
  requestId: string,
  models: Models,
): HttpResponse {
  const { protocol, service } = call ?? originOf(error);
  const model = service === undefined ? undefined : models.of(service);
  const answer = decide(error, protocol, model);
  switch (protocol) {
    case 'awsQuery':
      return writeQueryError(answer, requestId, call?.acceptsJson ?? false);
    case 'ec2Query':
      return writeEc2Error(answer, requestId);
    case 'restXml':
      return writeS3Error(answer, requestId);
    case 'rpcv2Cbor':
      return writeCborError(answer);
    default:
      return writeJsonError(answer, protocol);
  }
}

/** What is known of a call that could not be identified. */
export function originOf(error: unknown): Origin {
  if (error instanceof UnidentifiedCallError) return error;
  if (error instanceof UnknownServiceError) return { protocol: error.protocol, service: undefined };
  return { protocol: 'restJson1', service: undefined };
}

/** What an SDK learns of an error in the protocol that it speaks by itself. */
export function sdkRefusal(error: AwsError, model: ServiceModel): SdkRefusal & { readonly status: number } {
  const answer = decide(error, model.protocols[0] ?? 'awsJson1_0', model);
  return { code: queryCodeOf(answer), message: answer.message, status: answer.status, shape: answer.shape?.name };
}

/** One of the four kinds of errors → what will be told. */
function decide(error: unknown, protocol: Protocol, model: ServiceModel | undefined): Answer {
  const plain = { members: {}, headers: {}, shape: undefined, model };
  if (error instanceof AwsError) return decideAwsError(error, protocol, model);
  if (error instanceof UnsupportedError) {
    return { ...plain, code: 'NotImplemented', message: error.message, status: 501, isOurFault: true };
  }
  if (error instanceof SquallError) {
    const message = `${error.message} ${error.hint}`;
    const isOurFault = error.code === 'DiskFull' || error.code === 'DiskFailed';
    return { ...plain, code: error.code, message, status: isOurFault ? 503 : 400, isOurFault };
  }
  // Our bug. What went wrong is in the log and the journal; nothing of it leaves the process.
  const isS3 = protocol === 'restXml';
  const code = isS3 ? 'InternalError' : model?.service === 'dynamodb' ? 'InternalServerError' : 'InternalFailure';
  const message = isS3 ? 'We encountered an internal error. Please try again.' : 'Internal server error';
  return { ...plain, code, message, status: 500, isOurFault: true };
}

function decideAwsError(error: AwsError, protocol: Protocol, model: ServiceModel | undefined): Answer {
  const shape = model?.errors.get(error.code);
  const isOurFault = error.fault === 'server' || shape?.traits.error === 'server';
  const translated = translatedCodes[error.code]?.[protocol];
  const modelled = protocol.startsWith('awsJson') && !model?.queryCompatible ? undefined : modelledStatus(shape);
  return {
    code: translated?.code ?? error.code,
    message: translated?.message ?? error.message,
    status: translated?.status ?? error.status ?? modelled ?? (isOurFault ? 500 : 400),
    isOurFault,
    members: error.members,
    headers: error.headers,
    shape,
    model,
  };
}

// JSON services answer 400 and 500 whatever the model says; only the other protocols use finer statuses.
const modelledStatus = (shape: StructureShape | undefined): number | undefined =>
  shape?.traits.awsQueryError?.[1] ?? shape?.traits.httpError;

/** The code in the query protocol: `AWS.SimpleQueueService.NonExistentQueue` for `QueueDoesNotExist`. */
const queryCodeOf = ({ shape, code, model }: Answer): string => {
  const isOld = !shape && model?.queryCompatible;
  return shape?.traits.awsQueryError?.[0] ?? (isOld ? oldQueryCodes[code] : undefined) ?? code;
};

/** The name of the error's shape where the service threw the query code. */
const shapeCodeOf = ({ shape, code }: Answer): string => shape?.name ?? code;

/** SDKs of services that once spoke query still look for the old code. */
function queryErrorHeader(answer: Answer): Readonly<Record<string, string>> {
  if (!answer.model?.queryCompatible) return {};
  return { 'x-amzn-query-error': `${queryCodeOf(answer)};${answer.isOurFault ? 'Receiver' : 'Sender'}` };
}

function writeJsonError(answer: Answer, protocol: Protocol): HttpResponse {
  const isRest = protocol === 'restJson1';
  const code = shapeCodeOf(answer);
  const body = jsonMembers(answer, isRest);
  const type = isRest ? {} : { __type: protocol === 'awsJson1_0' ? qualified(code, answer) : code };
  return {
    status: answer.status,
    headers: {
      'content-type': isRest
        ? 'application/json'
        : `application/x-amz-json-${protocol === 'awsJson1_0' ? '1.0' : '1.1'}`,
      ...(isRest && { 'x-amzn-errortype': code }),
      ...queryErrorHeader(answer),
      ...boundHeaders(answer),
      ...answer.headers,
    },
    body: JSON.stringify({ ...type, ...body }),
  };
}

/** DynamoDB's framework tells which of its parts refused: `com.amazon.coral.validate#ValidationException`. */
function qualified(code: string, { model }: Answer): string {
  const coral = coralNamespaces[code];
  if (coral !== undefined && !model?.errors.has(code)) return `${coral}#${code}`;
  const isDynamoDb = model?.service === 'dynamodb' || model?.service === 'dynamodbstreams';
  const namespace = isDynamoDb ? 'com.amazonaws.dynamodb.v20120810' : model?.namespace;
  return namespace === undefined ? code : `${namespace}#${code}`;
}

function jsonMembers({ shape, members, message, code, model, isOurFault }: Answer, isRest: boolean): OpenRecord {
  const hasCapital = shape?.byName.has('Message') ?? code === 'SerializationException';
  const document: OpenRecord = {};
  // Lambda tells in each error who is to blame, unless the error says itself that it does not.
  if (model?.service === 'lambda' && !Object.hasOwn(members, 'Type'))
    setOwn(document, 'Type', isOurFault ? 'Service' : 'User');
  if (message !== '') setOwn(document, hasCapital ? 'Message' : 'message', message);
  const known = shape ? writeJsonStructure(shape, members, { usesJsonName: isRest, keepsBase64: true }) : members;
  return { ...document, ...known };
}

/** `Retry-After` and the like, where the error's shape binds a member to a header. */
function boundHeaders({ shape, members }: Answer): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const member of shape?.members ?? []) {
    const value = Object.hasOwn(members, member.name) ? members[member.name] : undefined;
    if (value !== undefined && value !== null) writeHeaders(member, value, headers);
  }
  return headers;
}

function writeCborError(answer: Answer): HttpResponse {
  const { shape, members, model, message } = answer;
  const code = shapeCodeOf(answer);
  const known = shape ? plainCborStructure(shape, members) : members;
  const document = { __type: `${model?.namespace ?? 'com.amazon.coral.service'}#${code}`, message, ...known };
  const headers = { ...queryErrorHeader(answer), ...answer.headers };
  return { status: answer.status, headers, body: cbor.serialize(document) };
}

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#operation-error-serialization */
function writeQueryError(answer: Answer, requestId: string, acceptsJson: boolean): HttpResponse {
  const type = answer.isOurFault ? 'Receiver' : 'Sender';
  if (acceptsJson) {
    const error = { Type: type, Code: queryCodeOf(answer), Message: answer.message } as const;
    const headers = { 'content-type': 'application/json', ...answer.headers };
    return { status: answer.status, headers, body: writeQueryJsonError(error, requestId) };
  }
  // SQS has room for details, which it never fills.
  const members = `${writeMembers(answer)}${answer.model?.service === 'sqs' ? '<Detail/>' : ''}`;
  const error = `<Type>${type}</Type><Code>${escapeXml(queryCodeOf(answer))}</Code><Message>${escapeXml(answer.message)}</Message>${members}`;
  const namespace = answer.model ? rootNamespace(answer.model) : '';
  return {
    status: answer.status,
    headers: { 'content-type': 'text/xml', ...answer.headers },
    body: `${queryProlog(answer.model)}<ErrorResponse${namespace}><Error>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  };
}

/** https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#operation-error-serialization */
function writeEc2Error({ code, message, status, headers }: Answer, requestId: string): HttpResponse {
  const error = `<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = `${xmlDeclaration}<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`;
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8', ...headers }, body };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses */
function writeS3Error(answer: Answer, requestId: string): HttpResponse {
  const code = answer.code === 'SerializationException' ? 'InvalidArgument' : answer.code;
  const ids = `<RequestId>${requestId}</RequestId><HostId>${hostId}</HostId>`;
  const error = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(answer.message)}</Message>${writeMembers(answer)}`;
  return {
    status: answer.status,
    headers: { 'content-type': 'application/xml', ...answer.headers },
    body: `${xmlDeclaration}<Error>${error}${ids}</Error>`,
  };
}

/** S3's second request id, which support would ask for. */
export const hostId = Buffer.from('Squall').toString('base64');

/** Members by the model; those that the model does not know (S3's `BucketName`, `Key`) as they are. */
function writeMembers({ shape, members }: Answer): string {
  const modelled = shape ? writeXmlMembers(shape, members) : '';
  const free = Object.entries(members).filter(([name, value]) => !shape?.byName.has(name) && value !== undefined);
  return modelled + free.map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`).join('');
}
