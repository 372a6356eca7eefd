import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import { type HttpRequest, isFromBrowser } from '../../kernel/http.ts';
import { defaultRegion } from '../../kernel/identity.ts';
import { UnidentifiedCallError, UnknownServiceError } from '../bad-request.ts';
import { headersMax } from '../limits.ts';
import type { ServiceHead } from '../model/model-format.ts';
import { awsModels, type Models } from '../model/models.ts';
import type { Protocol } from '../model/protocol.ts';
import { signerOf } from '../post-form/post-signature.ts';
import { isPostForm, readPostForm } from '../post-form/read-form.ts';
import { type FormFields, parseForm } from '../query/query-form.ts';
import { inflate } from '../request/compressed-body.ts';
import { parseQuery, type QueryParameters } from '../request/query-parameters.ts';
import { s3AddressOf } from '../request/s3-address.ts';
import { type CredentialScope, scopeOf } from '../signatures/signed-request.ts';
import type { WireCall } from '../wire-call.ts';
import { matchRoute } from './rest-router.ts';

/** What all ways of identifying a call start from. */
interface Envelope {
  readonly request: HttpRequest;
  readonly models: Models;
  readonly query: QueryParameters;
  readonly scope: CredentialScope | undefined;
  /** Services that sign with the scope's name. */
  readonly signed: readonly ServiceHead[];
}

type Finding = Pick<WireCall, 'service' | 'operation' | 'protocol' | 'labels' | 'form' | 'acceptsJson' | 'postForm'>;

/** See `identifyCall` of wire.ts. The most telling envelope decides: target, CBOR path, Action, path. */
export function identify(request: HttpRequest, models: Models = awsModels, signedBy?: CredentialScope): WireCall {
  if (request.rawHeaders.length > headersMax * 2)
    throw unidentified(
      'restJson1',
      undefined,
      'RequestHeaderSectionTooLarge',
      'Your request header section exceeds the maximum allowed size.',
    );
  const query = queryOf(request);
  const scope = signedBy ?? scopeOf(request, query);
  const signed = scope ? models.signedAs(scope.service) : [];
  // Some signers know no service at an address without a name: then the target tells it.
  const isNameless = scope?.service === '' && request.headers['x-amz-target'] !== undefined;
  if (scope && signed.length === 0 && !isNameless) throw unknownService(request, scope.service);
  const envelope: Envelope = { request, models, query, scope, signed };
  const finding =
    byTarget(envelope) ?? byCborPath(envelope) ?? byPostForm(envelope) ?? byAction(envelope) ?? byPath(envelope);
  const signer = finding.postForm && signerOf(finding.postForm);
  return {
    ...finding,
    model: models.of(finding.service),
    region: scope?.region ?? signer?.region ?? regionOf(request),
    accessKeyId: scope?.accessKeyId ?? signer?.accessKeyId,
  };
}

function queryOf(request: HttpRequest): QueryParameters {
  try {
    return parseQuery(request.query);
  } catch (error) {
    if (error instanceof AwsError) throw new UnidentifiedCallError('restXml', 's3', error);
    throw error;
  }
}

/** `X-Amz-Target: DynamoDB_20120810.GetItem` */
function byTarget({ request, models, signed }: Envelope): Finding | undefined {
  const target = request.headers['x-amz-target'];
  if (target === undefined) return undefined;
  const dot = target.lastIndexOf('.');
  const prefix = target.slice(0, Math.max(0, dot));
  const operation = target.slice(dot + 1);
  const head = models.withTarget(prefix);
  const protocol = jsonVersionOf(request, head ?? signed[0]);
  const isForeign = head !== undefined && signed.length > 0 && !signed.includes(head);
  if (!head || isForeign || !head.protocols.includes(protocol) || !models.of(head.service).operations.has(operation)) {
    throw unidentified(protocol, (head ?? signed[0])?.service, 'UnknownOperationException', '');
  }
  return { service: head.service, operation, protocol };
}

/** A service has one JSON version; clients that name the other are answered in the service's own. */
function jsonVersionOf(request: HttpRequest, head: ServiceHead | undefined): Protocol {
  const own = head?.protocols.find((protocol) => protocol.startsWith('awsJson'));
  if (own) return own;
  return request.headers['content-type']?.includes('json-1.1') ? 'awsJson1_1' : 'awsJson1_0';
}

/** `POST /service/GraniteServiceVersion20100801/operation/PutMetricData` with `smithy-protocol: rpc-v2-cbor`. */
function byCborPath({ request, models }: Envelope): Finding | undefined {
  if (request.headers['smithy-protocol'] === undefined) return undefined;
  const found = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(request.path);
  const head = models.withTarget(found?.[1] ?? '');
  const operation = found?.[2] ?? '';
  const isKnown = head?.protocols.includes('rpcv2Cbor') && models.of(head.service).operations.has(operation);
  if (!head || !isKnown) throw unidentified('rpcv2Cbor', head?.service, 'UnknownOperationException', '', 404);
  return { service: head.service, operation, protocol: 'rpcv2Cbor' };
}

/** A form of a browser, sent to a bucket: its fields say what the headers of PutObject would. */
function byPostForm({ request, scope }: Envelope): Finding | undefined {
  if (!isPostForm(request) || (scope && scope.service !== 's3')) return undefined;
  const { bucket, path } = s3AddressOf(request);
  if (bucket === undefined || path !== '/') return undefined;
  try {
    const postForm = readPostForm(request, bucket);
    const labels = new Map([
      ['Bucket', bucket],
      ['Key', encodeURIComponent(postForm.key)],
    ]);
    return { service: 's3', operation: 'PutObject', protocol: 'restXml', labels, postForm };
  } catch (error) {
    if (error instanceof AwsError) throw new UnidentifiedCallError('restXml', 's3', error);
    throw error;
  }
}

/** `Action=GetCallerIdentity&Version=2011-06-15`, as a form or in the URL. */
function byAction(envelope: Envelope): Finding | undefined {
  const { request, models, signed } = envelope;
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const protocol = (signed[0] && queryProtocolOf(signed[0])) ?? 'awsQuery';
  const speaksQuery = signed.some(queryProtocolOf);
  if (signed.length > 0 && !speaksQuery) return undefined;
  const inUrl = envelope.query.has('Action');
  if (!isForm && !inUrl && !speaksQuery) return undefined;
  const service = signed[0]?.service;
  if (inUrl) assertNoPageSends(envelope);
  const form = formOf(request, service, protocol);
  const action = form.get('Action');
  if (action === undefined) {
    if (!speaksQuery) return undefined;
    throw unidentified(protocol, service, 'MissingAction', 'The request is missing an action or a required parameter.');
  }
  const version = form.get('Version') ?? '';
  const head = signed[0] ?? models.heads.find((known) => known.version === version && queryProtocolOf(known));
  const spoken = (head && queryProtocolOf(head)) ?? protocol;
  if (!head || !models.of(head.service).operations.has(action)) {
    throw unidentified(spoken, head?.service, 'InvalidAction', invalidAction(spoken, action, version));
  }
  return {
    service: head.service,
    operation: action,
    protocol: spoken,
    form: withQueueUrl(head, request, form),
    acceptsJson: /^\s*application\/json\b/i.test(request.headers.accept ?? ''),
  };
}

/** Which of the two protocols that are forms a service speaks. */
const queryProtocolOf = ({ protocols, service }: ServiceHead): Protocol | undefined =>
  protocols.find((protocol) => protocol === 'awsQuery' || protocol === 'ec2Query') ??
  (olderForms.has(service) ? 'awsQuery' : undefined);

/** Its clients speak JSON alone, and it goes on to understand forms: API Gateway's integrations send them. */
const olderForms: ReadonlySet<string> = new Set(['ssm']);

const invalidAction = (protocol: Protocol, action: string, version: string): string =>
  protocol === 'ec2Query'
    ? `The action ${action} is not valid for this web service.`
    : `Could not find operation ${action} for version ${version || 'NO_VERSION_SPECIFIED'}`;

/**
 * Any web page can make a browser GET any URL, by an image or a link. AWS would refuse an unsigned GET; a URL that is
 * presigned with a key that was not issued here can be made by anybody, so it is for programs alone.
 */
function assertNoPageSends({ request, signed }: Envelope): void {
  if (request.method === 'POST' || (signed.length > 0 && !isFromBrowser(request))) return;
  const message = `Squall takes an Action in the URL of a ${request.method} from signed programs alone, since every web page could send it. Sign the request, or send it by POST.`;
  throw unidentified('awsQuery', signed[0]?.service, 'MissingAuthenticationToken', message, 403);
}

/** A queue has an address of its own: `/000000000000/orders?Action=SendMessage&…` names it by its path alone. */
function withQueueUrl({ service }: ServiceHead, { path }: HttpRequest, form: FormFields): FormFields {
  if (service !== 'sqs' || path === '/' || form.has('QueueUrl')) return form;
  return new Map(form).set('QueueUrl', path);
}

/** The fields of URL and body together. */
function formOf(request: HttpRequest, service: string | undefined, protocol: Protocol = 'awsQuery'): FormFields {
  try {
    const bytes = inflate(request).body;
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    return parseForm(request.query === '' ? body : `${request.query}&${body}`);
  } catch (error) {
    if (error instanceof AwsError) throw new UnidentifiedCallError(protocol, service, error);
    throw error;
  }
}

/** REST services, by method and path. Unsigned requests that nothing else claims are S3's. */
function byPath(envelope: Envelope): Finding {
  const { request, models, query, scope, signed } = envelope;
  const head = restHeadOf(envelope);
  if (!head) {
    const first = signed[0];
    const protocol = first ? jsonVersionOf(request, first) : 'restJson1';
    if (first && scope) throw unidentified(protocol, first.service, 'UnknownOperationException', '');
    throw unidentified(protocol, undefined, 'MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  }
  const [protocol = 'restJson1'] = head.protocols;
  const model = models.of(head.service);
  // Object Lambda's one operation has a host and a path of its own.
  const s3 = head.service === 's3' && scope?.service !== 's3-object-lambda' ? s3AddressOf(request) : undefined;
  const match = matchRoute(model, request.method, s3?.path ?? request.path, query, request.headers, s3?.bucket);
  if (!match) throw unknownPath(protocol, head.service, envelope);
  const labels = new Map(match.labels);
  if (s3?.bucket !== undefined) labels.set('Bucket', s3.bucket);
  return { service: head.service, operation: match.operation.name, protocol, labels };
}

/** The REST service that is meant: by signature, else by host, else by the look of the path. */
function restHeadOf({ request, models, query, signed, scope }: Envelope): ServiceHead | undefined {
  const isRest = ({ protocols }: ServiceHead) => protocols[0]?.startsWith('rest') ?? false;
  const candidates = signed.length > 0 ? signed : models.heads.filter((head) => isHostOf(head, request));
  const rest = candidates.filter(isRest);
  // API Gateway has two APIs under one signing name; the younger one's paths all begin with its version.
  if (rest.length > 1 && rest.some(({ service }) => service === 'apigatewayv2'))
    return rest.find((head) => (head.service === 'apigatewayv2') === request.path.startsWith('/v2/'));
  // Others that share one (AppConfig and its data) have no path in common.
  if (rest.length > 1) {
    const { method, path, headers } = request;
    const isOf = ({ service }: ServiceHead) =>
      matchRoute(models.of(service), method, path, query, headers) !== undefined;
    return rest.find(isOf) ?? rest[0];
  }
  if (rest[0] || scope || candidates.length > 0) return rest[0];
  const unsigned = /^\/20\d\d-\d\d-\d\d\//.test(request.path) ? 'lambda' : 's3';
  if (unsigned === 's3' && s3AddressOf(request).bucket === undefined) return undefined;
  return models.heads.find((head) => head.service === unsigned);
}

/** `sts.eu-west-1.amazonaws.com`: for unsigned requests the host may tell the service. */
function isHostOf({ endpointPrefix }: ServiceHead, { headers }: HttpRequest): boolean {
  const host = headers.host ?? '';
  return host.includes('.amazonaws.com') && host.startsWith(`${endpointPrefix}.`);
}

/** Each front of AWS has its own way to say that there is nothing at a path. */
function unknownPath(protocol: Protocol, service: string, { request, query }: Envelope): Error {
  if (service === 's3') {
    if (query.has('X-Amz-Algorithm') || request.method === 'OPTIONS')
      return new UnsupportedError(`${request.method} on S3`);
    return unidentified(
      protocol,
      service,
      'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
      405,
    );
  }
  if (service.startsWith('apigateway')) {
    return unidentified(protocol, service, 'MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  }
  return unidentified(protocol, service, 'UnknownOperationException', '', 404);
}

/** Names what was asked for as far as the request shows it. */
function unknownService(request: HttpRequest, signingName: string): Error {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    return new UnknownServiceError(
      jsonVersionOf(request, undefined),
      signingName,
      target.slice(target.lastIndexOf('.') + 1),
    );
  }
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (isForm) return new UnknownServiceError('awsQuery', signingName, formOf(request, undefined).get('Action'));
  // Their errors come in the envelope of the query protocol.
  return new UnknownServiceError(xmlServices.has(signingName) ? 'awsQuery' : 'restJson1', signingName, undefined);
}

/** Services that we have no model of and that speak REST with XML. */
const xmlServices: ReadonlySet<string> = new Set(['cloudfront', 'route53']);

function unidentified(
  protocol: Protocol,
  service: string | undefined,
  code: string,
  message: string,
  status = 400,
): Error {
  return new UnidentifiedCallError(protocol, service, new AwsError(code, message, { status }));
}

/** `sqs.eu-west-1.amazonaws.com` → `eu-west-1`. */
function regionOf(request: HttpRequest): string {
  return /\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(request.headers.host ?? '')?.[1] ?? defaultRegion;
}
