import { timingSafeEqual } from 'node:crypto';
import { AwsError } from '../kernel/errors.ts';
import type { HttpRequest } from '../kernel/http.ts';
import type { Credential } from '../kernel/identity.ts';
import { canonicalRequest, hmac, sha256, signingKey } from './canonical-request.ts';
import { type CredentialScope, scopeOf } from './credential-scope.ts';
import { clockSkewMaxMs, presignedExpiryMaxSeconds } from './limits.ts';
import { parseQuery, type QueryParameters } from './query-parameters.ts';
import { sigV2Of, verifySigV2 } from './sigv2.ts';

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
 * Throws AWS's error unless `request` was signed with `credential` and is timely at `nowMs`. Codes are those of the
 * JSON protocols; `serializeError` turns them into the names that S3 and the query protocol have for them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function verifySignature(request: HttpRequest, credential: Credential, nowMs: number): void {
  const query = parseQuery(request.query);
  const old = sigV2Of(request, query);
  if (old) {
    verifySigV2(request, query, old, credential, nowMs);
    return;
  }
  const signed = request.headers.authorization === undefined ? fromQuery(request, query) : fromHeader(request, query);
  assertTimely(signed, nowMs);
  assertToken(signed, credential, nowMs);
  assertHostSigned(signed);
  const expected = signatureOf(request, signed, credential.secretAccessKey);
  if (!isSame(expected, signed.signature)) throw mismatch(signed.scope.service);
  assertPayload(request, signed);
}

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

function compactDate(date: string | undefined): string | undefined {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

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

function assertTimely({ timestamp, scope, expiresSeconds }: Signed, nowMs: number): void {
  const signedMs = timeOf(timestamp);
  if (signedMs === undefined || !timestamp.startsWith(scope.date)) {
    throw incomplete("Date must be in ISO-8601 'basic format' and its day must be that of the credential scope.");
  }
  if (expiresSeconds !== undefined) {
    assertNotExpired(signedMs, expiresSeconds, nowMs);
    return;
  }
  if (Math.abs(nowMs - signedMs) <= clockSkewMaxMs) return;
  if (scope.service === 's3') {
    throw new AwsError(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      {
        status: 403,
        members: {
          RequestTime: timestamp,
          ServerTime: new Date(nowMs).toISOString(),
          MaxAllowedSkewMilliseconds: clockSkewMaxMs,
        },
      },
    );
  }
  const now = compact(nowMs);
  const isOld = signedMs < nowMs;
  const limit = compact(nowMs + (isOld ? -clockSkewMaxMs : clockSkewMaxMs));
  const what = isOld ? 'Signature expired' : 'Signature not yet current';
  const sign = isOld ? '<' : '>';
  const margin = `(${now} ${isOld ? '-' : '+'} ${clockSkewMaxMs / 60_000} min.)`;
  throw new AwsError(
    'InvalidSignatureException',
    `${what}: ${timestamp} is ${isOld ? 'now earlier' : 'still later'} than ${limit} ${margin}`.replace(
      ` ${sign} `,
      ' ',
    ),
  );
}

/** Presigned URLs bring their own lifetime; S3 counts it from their date. */
function assertNotExpired(signedMs: number, expiresSeconds: number, nowMs: number): void {
  if (!Number.isInteger(expiresSeconds) || expiresSeconds < 0 || expiresSeconds > presignedExpiryMaxSeconds) {
    throw new AwsError(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
      { status: 400 },
    );
  }
  if (nowMs <= signedMs + expiresSeconds * 1000) return;
  const expires = new Date(signedMs + expiresSeconds * 1000).toISOString().replace(/\.\d{3}/, '');
  throw new AwsError('AccessDenied', 'Request has expired', {
    status: 403,
    members: {
      'X-Amz-Expires': expiresSeconds,
      Expires: expires,
      ServerTime: new Date(nowMs).toISOString().replace(/\.\d{3}/, ''),
    },
  });
}

const compact = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');

function timeOf(timestamp: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? [];
  if (year === undefined) return undefined;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function assertToken({ token, scope }: Signed, { sessionToken, expiresMs }: Credential, nowMs: number): void {
  if (sessionToken !== token) {
    if (scope.service === 's3') {
      throw new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.', { status: 400 });
    }
    throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  if (expiresMs !== undefined && expiresMs <= nowMs) {
    throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired');
  }
}

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

function mismatch(service: string): AwsError {
  const text = 'The request signature we calculated does not match the signature you provided.';
  const advice =
    service === 's3'
      ? 'Check your key and signing method.'
      : 'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
  return new AwsError('InvalidSignatureException', `${text} ${advice}`);
}

const incomplete = (message: string): AwsError => new AwsError('IncompleteSignatureException', message);
