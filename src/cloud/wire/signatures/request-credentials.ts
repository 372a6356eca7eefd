import { AwsError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { Credential } from '../../kernel/identity.ts';
import { parseQuery, type QueryParameters } from '../request/query-parameters.ts';

/** What a signed request says about itself, unverified. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `20261103`. */
  readonly date: string;
  /** Undefined with SigV4A, which signs for a set of regions. */
  readonly region: string | undefined;
  readonly service: string;
}

/** The scope from the Authorization header or from a presigned query; undefined for an unsigned request. */
export function scopeOf(request: HttpRequest, query: QueryParameters): CredentialScope | undefined {
  const header = request.headers.authorization;
  const credential =
    header === undefined ? query.get('X-Amz-Credential')?.[0] : /Credential=([^,\s]+)/.exec(header)?.[1];
  if (credential === undefined) {
    const old = sigV2Of(request, query);
    return old && { accessKeyId: old.accessKeyId, date: '', region: undefined, service: 's3' };
  }
  const parts = credential.split('/');
  if (parts.at(-1) !== 'aws4_request' || parts.length < 4) return undefined;
  const isRegionless = isSigV4A(header ?? query.get('X-Amz-Algorithm')?.[0]);
  const tail = parts.slice(isRegionless ? -3 : -4);
  const accessKeyId = parts.slice(0, parts.length - tail.length).join('/');
  const [date = '', second = '', third = ''] = tail;
  return isRegionless
    ? { accessKeyId, date, region: undefined, service: second }
    : { accessKeyId, date, region: second, service: third };
}

const isSigV4A = (text: string | undefined): boolean => text?.startsWith('AWS4-ECDSA-P256-SHA256') ?? false;

/** S3's old signature, which boto3 still puts into presigned URLs by default. */
export interface SigV2 {
  readonly accessKeyId: string;
  readonly signature: string;
  /** Seconds since the epoch; presigned URLs only. */
  readonly expires: string | undefined;
}

/** From `Authorization: AWS key:signature` or from a presigned query; undefined when there is none. */
export function sigV2Of(request: HttpRequest, query: QueryParameters): SigV2 | undefined {
  const header = /^AWS ([^:]+):(.+)$/.exec(request.headers.authorization ?? '');
  if (header?.[1] !== undefined && header[2] !== undefined) {
    return { accessKeyId: header[1], signature: header[2], expires: undefined };
  }
  const accessKeyId = query.get('AWSAccessKeyId')?.[0];
  const signature = query.get('Signature')?.[0];
  const expires = query.get('Expires')?.[0];
  return accessKeyId === undefined || signature === undefined ? undefined : { accessKeyId, signature, expires };
}

/** Temporary credentials come with their token and end; long-lived ones come without. Throws AWS's error otherwise. */
export function assertSessionToken(
  token: string | undefined,
  service: string,
  { sessionToken, expiresMs }: Credential,
  nowMs: number,
): void {
  if (sessionToken !== token) {
    throw service === 's3'
      ? new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.', { status: 400 })
      : new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  if (expiresMs !== undefined && expiresMs <= nowMs) {
    throw expiredToken();
  }
}

export const expiredToken = (): AwsError =>
  new AwsError('ExpiredTokenException', 'The security token included in the request is expired');

/** The token that a request carries, whoever issued it: in a header, or in a presigned URL. */
export function sessionTokenOf({ headers, query }: HttpRequest): string | undefined {
  const token = headers['x-amz-security-token'];
  if (token !== undefined || !query.includes('X-Amz-Security-Token')) return token;
  return parseQuery(query).get('X-Amz-Security-Token')?.[0];
}

/** `2026-11-27T11:00:00Z`, as complaints about signatures tell times. */
export const plainTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}/, '');
