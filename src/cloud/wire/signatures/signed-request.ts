import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { BoundedMap } from '../../kernel/bounded-map.ts';
import { AwsError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { Credential } from '../../kernel/identity.ts';
import { decodeUri, parseQuery, type QueryParameters } from '../request/query-parameters.ts';

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

/** In lower-case hexadecimal digits, as signatures want it. */
export const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

/** HMAC-SHA256, as bytes: each is the key of the next. */
export const hmac = (key: string | Uint8Array | KeyObject, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

/** What SigV4 signs; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function canonicalRequest(
  request: HttpRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
  isS3: boolean,
): string {
  return [
    request.method,
    canonicalPath(request.path, isS3),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/**
 * The key of one day, region and service: a secret that leaks in this form is of little use.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signingKey(secret: string, date: string, region: string, service: string): KeyObject {
  const name = JSON.stringify([secret, date, region, service]);
  const known = signingKeys.get(name);
  if (known) return known;
  const bytes = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
  const key = createSecretKey(bytes);
  signingKeys.set(name, key);
  return key;
}

/** A function signs all of a day's requests with one key; to make it takes four times as long as to use it. */
const signingKeys = new BoundedMap<string, KeyObject>(1000);

/** S3 signs the path as it is sent; the others normalise it and encode what is encoded already once more. */
function canonicalPath(path: string, isS3: boolean): string {
  if (isS3) return encodePath(decodeUri(path));
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  const tail = path.endsWith('/') && segments.length > 0 ? '/' : '';
  return encodePath(`/${segments.join('/')}${tail}`);
}

const encodePath = (path: string): string => path.split('/').map(encodeRfc3986).join('/');

/** Also `!'()*`, which encodeURIComponent leaves alone and AWS does not. */
export const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** Every parameter but the signature itself, encoded anew and in order. A plus sign is a plus sign to AWS. */
function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').filter((pair) => pair !== '');
  return pairs
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      return [
        encodeRfc3986(decodeUri(name)),
        equals < 0 ? '' : encodeRfc3986(decodeUri(pair.slice(equals + 1))),
      ] as const;
    })
    .filter(([name]) => name !== 'X-Amz-Signature')
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
