import { createHmac } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { Credential } from '../../kernel/identity.ts';
import type { QueryParameters } from '../request/query-parameters.ts';
import { s3AddressOf } from '../request/s3-address.ts';
import { assertSessionToken, plainTime, type SigV2 } from './signed-request.ts';

/** Parameters that belong to the resource that is signed. */
const subresources: ReadonlySet<string> = new Set(
  'accelerate acl cors delete encryption lifecycle location logging notification partNumber policy replication requestPayment restore tagging torrent uploadId uploads versionId versioning versions website response-cache-control response-content-disposition response-content-encoding response-content-language response-content-type response-expires'.split(
    ' ',
  ),
);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html */
export function verifySigV2(
  request: HttpRequest,
  query: QueryParameters,
  { signature, expires }: SigV2,
  credential: Credential,
  nowMs: number,
): void {
  assertSigV2NotExpired({ expires }, nowMs);
  const { headers } = request;
  const amz = amzHeaders(request, query);
  assertSessionToken(amz.get('x-amz-security-token'), 's3', credential, nowMs);
  const date = expires ?? (amz.has('x-amz-date') ? '' : (headers.date ?? ''));
  const lines = [...amz].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}:${value}\n`);
  const text = `${request.method}\n${headers['content-md5'] ?? ''}\n${headers['content-type'] ?? ''}\n${date}\n${lines.join('')}${resourceOf(request, query)}`;
  if (createHmac('sha1', credential.secretAccessKey).update(text).digest('base64') === signature) return;
  const message =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
  throw new AwsError('SignatureDoesNotMatch', message, { status: 403 });
}

/** Presigned URLs tell the second at which they end. */
export function assertSigV2NotExpired({ expires }: Pick<SigV2, 'expires'>, nowMs: number): void {
  const endMs = Number(expires) * 1000;
  if (expires === undefined || !(endMs < nowMs)) return;
  const members = { Expires: plainTime(endMs), ServerTime: plainTime(nowMs) };
  throw new AwsError('AccessDenied', 'Request has expired', { status: 403, members });
}

/** Presigned URLs carry these headers as parameters. */
function amzHeaders({ headers }: HttpRequest, query: QueryParameters): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, values] of query) if (/^x-amz-/i.test(name)) found.set(name.toLowerCase(), values.join(','));
  for (const [name, value] of Object.entries(headers)) if (name.startsWith('x-amz-')) found.set(name, value.trim());
  return found;
}

/** `/bucket/key?acl&versionId=1`, whatever form the address had. */
function resourceOf(request: HttpRequest, query: QueryParameters): string {
  const { bucket, path } = s3AddressOf(request);
  const signed = [...query].filter(([name]) => subresources.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const parameters = signed.map(([name, [value = '']]) => (value === '' ? name : `${name}=${value}`)).join('&');
  return `${bucket === undefined ? '' : `/${bucket}`}${path}${parameters === '' ? '' : `?${parameters}`}`;
}
