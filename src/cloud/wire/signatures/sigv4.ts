import { timingSafeEqual } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { Credential } from '../../kernel/identity.ts';
import { clockSkewMaxMs, presignedExpiryMaxSeconds } from '../limits.ts';
import { parseQuery, type QueryParameters } from '../request/query-parameters.ts';
import {
  assertSessionToken,
  type CredentialScope,
  canonicalRequest,
  hmac,
  plainTime,
  scopeOf,
  sha256,
  signingKey,
  sigV2Of,
} from './signed-request.ts';
import { verifySigV2 } from './sigv2.ts';

/** The parts of a signature, from the Authorization header or from a presigned URL. */
interface Signed {
  readonly scope: CredentialScope;
  readonly signature: string;
  readonly signedHeaders: readonly string[];
  /** `20261103T101112Z` */
  readonly timestamp: string;
  readonly payloadHash: string;
  readonly token: string | undefined;
  /** Presigned URLs only. */
  readonly expiresSeconds: number | undefined;
}

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * Throws AWS's error unless `request` was signed with `credential` and is timely at `nowMs`, or by the clock of the
 * machine on which its signer runs. Codes are those of the
 * JSON protocols; `serializeError` turns them into the names that S3 and the query protocol have for them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function verifySignature(
  request: HttpRequest,
  credential: Credential,
  nowMs: number,
  machineMs: number = nowMs,
): void {
  const query = parseQuery(request.query);
  const old = sigV2Of(request, query);
  if (old) {
    verifySigV2(request, query, old, credential, nowMs);
    return;
  }
  const signed = request.headers.authorization === undefined ? fromQuery(request, query) : fromHeader(request, query);
  assertTimely(timeOfSignature(signed), nowMs, machineMs);
  assertSessionToken(signed.token, signed.scope.service, credential, nowMs);
  assertHostSigned(signed);
  const expected = signatureOf(request, signed, credential.secretAccessKey);
  if (!isSame(expected, signed.signature)) throw mismatch(signed.scope.service);
  assertPayload(request, signed);
}

/** `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…` */
function fromHeader(request: HttpRequest, query: QueryParameters): Signed {
  const { headers } = request;
  const header = headers.authorization ?? '';
  const part = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(header)?.[1];
  const scope = scopeOf(request, query);
  const signature = part('Signature');
  const signedHeaders = part('SignedHeaders')?.split(';');
  if (!header.startsWith(algorithm) || !scope || signature === undefined || !signedHeaders) {
    throw incomplete(`Authorization header requires '${missingPart(header)}' parameter.`);
  }
  const timestamp = headers['x-amz-date'] ?? compactDate(headers.date);
  if (timestamp === undefined) {
    throw incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  const payloadHash = headers['x-amz-content-sha256'] ?? sha256(request.body);
  const token = headers['x-amz-security-token'];
  return { scope, signature, signedHeaders, timestamp, payloadHash, token, expiresSeconds: undefined };
}

const missingPart = (header: string): string =>
  ['Credential', 'SignedHeaders', 'Signature'].find((name) => !header.includes(`${name}=`)) ?? 'Credential';

/** From the standard `Date` header, for clients that send no `X-Amz-Date`. */
function compactDate(date: string | undefined): string | undefined {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : compactTime(time);
}

/** A presigned URL: the same in `X-Amz-` parameters. S3 does not sign the payload of these. */
function fromQuery(request: HttpRequest, query: QueryParameters): Signed {
  const value = (name: string) => query.get(name)?.[0];
  const scope = scopeOf(request, query);
  const signature = value('X-Amz-Signature');
  const signedHeaders = value('X-Amz-SignedHeaders')?.split(';');
  const timestamp = value('X-Amz-Date');
  const expiresSeconds = Number(value('X-Amz-Expires') ?? Number.NaN);
  const isComplete = scope && signature !== undefined && signedHeaders && timestamp !== undefined;
  if (value('X-Amz-Algorithm') !== algorithm || !isComplete) {
    throw incomplete(
      'Query-string authentication requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  const payloadHash =
    scope.service === 's3' ? (value('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD') : sha256(request.body);
  const token = value('X-Amz-Security-Token');
  return { scope, signature, signedHeaders, timestamp, payloadHash, token, expiresSeconds };
}

/** The day is said twice, in the date and in the scope that the key was made for. */
function timeOfSignature({ timestamp, scope, expiresSeconds }: Signed): SignatureTime {
  const signedMs = timeOf(timestamp);
  if (signedMs === undefined || !timestamp.startsWith(scope.date)) {
    throw incomplete("Date must be in ISO-8601 'basic format' and its day must be that of the credential scope.");
  }
  return { service: scope.service, signedMs, expiresSeconds };
}

/** Without the host a signature could be replayed against another endpoint. */
function assertHostSigned({ signedHeaders }: Signed): void {
  if (signedHeaders.includes('host')) return;
  throw new AwsError(
    'InvalidSignatureException',
    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
  );
}

function signatureOf(request: HttpRequest, signed: Signed, secret: string): string {
  const { scope, timestamp, signedHeaders, payloadHash } = signed;
  const isS3 = scope.service === 's3';
  const region = scope.region ?? '';
  const canonical = canonicalRequest(request, signedHeaders, payloadHash, isS3);
  const scopeText = `${scope.date}/${region}/${scope.service}/aws4_request`;
  const stringToSign = [algorithm, timestamp, scopeText, sha256(canonical)].join('\n');
  return hmac(signingKey(secret, scope.date, region, scope.service), stringToSign).toString('hex');
}

/** In constant time: how much of a guess is right must not be measurable. */
function isSame(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A hash that is given must be the body's; chunked bodies carry the hash in their chunks' signatures instead. */
function assertPayload(request: HttpRequest, { payloadHash, scope }: Signed): void {
  if (!/^[0-9a-f]{64}$/.test(payloadHash) || payloadHash === sha256(request.body)) return;
  if (scope.service !== 's3') throw mismatch(scope.service);
  throw new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    {
      status: 400,
      members: { ClientComputedContentSHA256: payloadHash, S3ComputedContentSHA256: sha256(request.body) },
    },
  );
}

/** AWS says no more than this: details would help whoever guesses. */
function mismatch(service: string): AwsError {
  const text = 'The request signature we calculated does not match the signature you provided.';
  const advice =
    service === 's3'
      ? 'Check your key and signing method.'
      : 'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
  return new AwsError('InvalidSignatureException', `${text} ${advice}`);
}

const incomplete = (message: string): AwsError => new AwsError('IncompleteSignatureException', message);

/** When a request was signed, for which service, and how long a presigned URL shall live. */
export interface SignatureTime {
  readonly service: string;
  readonly signedMs: number;
  readonly expiresSeconds: number | undefined;
}

/** `20261103T101112Z` → milliseconds since the epoch; undefined when it is no such date. */
export function timeOf(timestamp: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? [];
  if (year === undefined) return undefined;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** The reverse: the form that signatures, and the complaints about them, use. */
const compactTime = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');

/**
 * Throws unless the signature is of now, give or take 15 minutes, or of a presigned URL that still lives. A clock that was
 * advanced takes nobody's clock along: functions and test clients sign with the machine's.
 */
export function assertTimely(
  { service, signedMs, expiresSeconds }: SignatureTime,
  nowMs: number,
  machineMs: number = nowMs,
): void {
  const isOfNow = (ms: number) => Math.abs(ms - signedMs) <= clockSkewMaxMs;
  if (expiresSeconds !== undefined) assertNotExpired(signedMs, expiresSeconds, nowMs);
  else if (!isOfNow(nowMs) && !isOfNow(machineMs)) {
    throw service === 's3' ? tooSkewed(signedMs, nowMs) : untimely(signedMs, nowMs);
  }
}

/** Presigned URLs bring their own lifetime; S3 counts it from their date. */
export function assertNotExpired(signedMs: number, expiresSeconds: number, nowMs: number): void {
  if (!Number.isInteger(expiresSeconds) || expiresSeconds < 0 || expiresSeconds > presignedExpiryMaxSeconds) {
    const text =
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds';
    throw new AwsError('AuthorizationQueryParametersError', text, { status: 400 });
  }
  const expiresMs = signedMs + expiresSeconds * 1000;
  if (nowMs <= expiresMs) return;
  const members = { 'X-Amz-Expires': expiresSeconds, Expires: plainTime(expiresMs), ServerTime: plainTime(nowMs) };
  throw new AwsError('AccessDenied', 'Request has expired', { status: 403, members });
}

/** S3 tells how far the clocks are apart; other services tell both times in words. */
function tooSkewed(signedMs: number, nowMs: number): AwsError {
  const text = 'The difference between the request time and the current time is too large.';
  const members = {
    RequestTime: compactTime(signedMs),
    ServerTime: plainTime(nowMs),
    MaxAllowedSkewMilliseconds: clockSkewMaxMs,
  };
  return new AwsError('RequestTimeTooSkewed', text, { status: 403, members });
}

/** `Signature expired: 20261103T100000Z is now earlier than 20261103T100100Z (20261103T101600Z - 15 min.)` */
function untimely(signedMs: number, nowMs: number): AwsError {
  const isOld = signedMs < nowMs;
  const limit = compactTime(nowMs + (isOld ? -clockSkewMaxMs : clockSkewMaxMs));
  const margin = `(${compactTime(nowMs)} ${isOld ? '-' : '+'} ${clockSkewMaxMs / 60_000} min.)`;
  const text = isOld
    ? `Signature expired: ${compactTime(signedMs)} is now earlier than ${limit} ${margin}`
    : `Signature not yet current: ${compactTime(signedMs)} is still later than ${limit} ${margin}`;
  return new AwsError('InvalidSignatureException', text);
}
