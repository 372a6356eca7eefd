import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { BoundedMap } from '../../kernel/bounded-map.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import { decodeUri } from '../request/query-parameters.ts';

/** In lower-case hexadecimal digits, as signatures want it. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

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
