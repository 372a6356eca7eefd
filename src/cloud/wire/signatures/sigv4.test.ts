import { createHash, createHmac } from 'node:crypto';
import { HttpRequest as SdkRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HashConstructor, SourceData } from '@smithy/types';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../kernel/http.ts';
import { type Credential, rootCaller } from '../../kernel/identity.ts';
import { createRequestHandler } from '../request-handler.ts';
import { testRequest } from '../testing/test-request.ts';
import { canonicalRequest, signingKey } from './signed-request.ts';
import { verifySignature } from './sigv4.ts';

const now = Date.parse('2026-11-03T10:00:00Z');
const credential: Credential = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  caller: rootCaller('000000000000'),
};

/** SHA-256 as the SDK's signer wants it. */
class Sha256 {
  readonly #hash;
  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }
}

interface Signing {
  readonly service?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly sessionToken?: string;
  readonly presign?: number;
  readonly headers?: Record<string, string>;
  /** Names of headers that are sent and not signed. */
  readonly unsigned?: readonly string[];
}

/** A request signed by the SDK's own signer, as our server sees it. */
async function signed(signing: Signing = {}): Promise<HttpRequest> {
  const service = signing.service ?? 'dynamodb';
  const isS3 = service === 's3';
  const signer = new SignatureV4({
    service,
    region: 'eu-west-1',
    sha256: Sha256 as unknown as HashConstructor,
    uriEscapePath: !isS3,
    applyChecksum: isS3,
    credentials: { ...credential, ...(signing.sessionToken !== undefined && { sessionToken: signing.sessionToken }) },
  });
  const request = new SdkRequest({
    method: 'POST',
    protocol: 'http:',
    hostname: 'localhost',
    path: signing.path ?? '/',
    query: signing.query ?? {},
    headers: {
      host: 'localhost:4566',
      ...(signing.presign !== undefined && { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
      ...signing.headers,
    },
    body: signing.presign === undefined ? '{"a":"é"}' : undefined,
  });
  const options = { signingDate: new Date(now), unsignableHeaders: new Set(signing.unsigned) };
  const done =
    signing.presign === undefined
      ? await signer.sign(request, options)
      : await signer.presign(request, { ...options, expiresIn: signing.presign });
  let seen: HttpRequest | undefined;
  const handler = createRequestHandler(async (received) => {
    seen = received;
    return { status: 200, headers: {}, body: '' };
  });
  await handler.handle(done as SdkRequest);
  if (!seen) throw new Error('The handler was not called');
  return seen;
}

const refusal = (code: string) => expect.objectContaining({ code });

describe('verifySignature', () => {
  it.each<[string, Signing]>([
    ['a JSON call', {}],
    [
      'paths that are encoded already',
      { service: 'lambda', path: '/2015-03-31/functions/arn%3Aaws%3Alambda%3Ax/invocations' },
    ],
    [
      'repeated and awkward query parameters',
      { service: 'lambda', query: { b: ['2', '1'], a: 'x y+z/é*', empty: '' } },
    ],
    ['paths with dots and a slash at the end', { service: 'lambda', path: '/a/./b/../c//d/' }],
    ['parameters without a value', { service: 'lambda', query: { '': 'x', flag: '' } }],
    ['presigned URLs of a session', { service: 's3', path: '/bucket/key', presign: 900, sessionToken: 'token/+=' }],
    ['S3 keys as they are', { service: 's3', path: '/bucket/a%20b/../c//%C3%A9%2B%281%29' }],
    ['presigned URLs', { service: 's3', path: '/bucket/key', presign: 900 }],
    ['a session', { sessionToken: 'token/+=' }],
    [
      'unsigned and streamed payloads',
      { service: 's3', headers: { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' } },
    ],
  ])('accepts %s', async (_, signing) => {
    const request = await signed(signing);
    const issued =
      signing.sessionToken === undefined ? credential : { ...credential, sessionToken: signing.sessionToken };

    expect(() => verifySignature(request, issued, now)).not.toThrow();
  });

  it('refuses another secret, body, path, query or signed header', async () => {
    const request = await signed({ service: 'lambda', path: '/a', query: { q: '1' }, headers: { 'x-amz-meta': 'm' } });
    const mismatch = refusal('InvalidSignatureException');

    expect(() => verifySignature(request, { ...credential, secretAccessKey: 'other' }, now)).toThrow(mismatch);
    expect(() => verifySignature({ ...request, body: Buffer.from('{}') }, credential, now)).toThrow(mismatch);
    expect(() => verifySignature({ ...request, path: '/b' }, credential, now)).toThrow(mismatch);
    expect(() => verifySignature({ ...request, query: 'q=2' }, credential, now)).toThrow(mismatch);
    const headers = { ...request.headers, 'x-amz-meta': 'n' };
    expect(() => verifySignature({ ...request, headers }, credential, now)).toThrow(mismatch);
  });

  it.each([
    ['lambda', 'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'],
    ['s3', 'Check your key and signing method.'],
  ])('says of a mismatch what %s says, and no more', async (service, advice) => {
    const request = await signed({ service });

    expect(() => verifySignature(request, { ...credential, secretAccessKey: 'other' }, now)).toThrow(
      `The request signature we calculated does not match the signature you provided. ${advice}`,
    );
  });

  it.each<[string, Signing]>([
    ['a header', {}],
    ['a presigned URL', { service: 's3', path: '/bucket/key', presign: 900 }],
  ])(
    'refuses a signature in %s that leaves the host out, since it would be good for any endpoint',
    async (_, signing) => {
      const request = await signed({ ...signing, headers: { 'x-amz-meta': 'm' }, unsigned: ['host'] });

      expect(() => verifySignature(request, credential, now)).toThrow(
        expect.objectContaining({
          code: 'InvalidSignatureException',
          message: expect.stringContaining("'Host' or ':authority' must be a 'SignedHeader'"),
        }),
      );
    },
  );

  it('refuses an S3 body that is not the signed one', async () => {
    const request = await signed({ service: 's3', path: '/b/k' });

    const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(() => verifySignature({ ...request, body: Buffer.from('x') }, credential, now)).toThrow(
      expect.objectContaining({
        code: 'XAmzContentSHA256Mismatch',
        status: 400,
        members: {
          ClientComputedContentSHA256: digestOf('{"a":"é"}'),
          S3ComputedContentSHA256: digestOf('x'),
        },
      }),
    );
  });

  it('refuses stale and future signatures', async () => {
    const request = await signed();
    const s3 = await signed({ service: 's3' });

    expect(() => verifySignature(request, credential, now + 16 * 60_000)).toThrow(
      'Signature expired: 20261103T100000Z is now earlier than 20261103T100100Z (20261103T101600Z - 15 min.)',
    );
    expect(() => verifySignature(request, credential, now - 16 * 60_000)).toThrow('Signature not yet current');
    expect(() => verifySignature(s3, credential, now + 16 * 60_000)).toThrow(refusal('RequestTimeTooSkewed'));
  });

  it('lets presigned URLs live as long as they say', async () => {
    const request = await signed({ service: 's3', path: '/b/k', presign: 3600 });

    expect(() => verifySignature(request, credential, now + 3_600_000)).not.toThrow();
    expect(() => verifySignature(request, credential, now + 3_601_000)).toThrow('Request has expired');
  });

  it('refuses missing, wrong and expired session tokens', async () => {
    const session = { ...credential, sessionToken: 'token', expiresMs: now + 1000 };
    const request = await signed({ sessionToken: 'token' });

    expect(() => verifySignature(request, session, now)).not.toThrow();
    expect(() => verifySignature(request, session, now + 1000)).toThrow(refusal('ExpiredTokenException'));
    expect(() => verifySignature(request, { ...session, sessionToken: 'other' }, now)).toThrow(
      refusal('UnrecognizedClientException'),
    );
    expect(() => verifySignature(request, credential, now)).toThrow(refusal('UnrecognizedClientException'));
  });

  it.each(['AWS4-HMAC-SHA256', 'Bearer x', 'AWS4-HMAC-SHA256 Credential=a/20261103/r/s/aws4_request'])(
    'refuses what is no signature: %s',
    async (authorization) => {
      const request = await signed();

      const broken = { ...request, headers: { ...request.headers, authorization } };

      expect(() => verifySignature(broken, credential, now)).toThrow(refusal('IncompleteSignatureException'));
    },
  );

  it.each(['Credential', 'SignedHeaders', 'Signature'])(
    'names the part of the header that is missing: %s',
    async (missing) => {
      const request = await signed();
      const authorization = (request.headers.authorization ?? '').replace(new RegExp(`${missing}=[^,]+`), '');

      expect(() =>
        verifySignature({ ...request, headers: { ...request.headers, authorization } }, credential, now),
      ).toThrow(
        expect.objectContaining({
          code: 'IncompleteSignatureException',
          message: `Authorization header requires '${missing}' parameter.`,
        }),
      );
    },
  );

  it('names the credential where all parts are there and the algorithm is another one', async () => {
    const request = await signed();
    const authorization = (request.headers.authorization ?? '').replace('AWS4-HMAC-SHA256', 'AWS5-HMAC-SHA256');

    expect(() =>
      verifySignature({ ...request, headers: { ...request.headers, authorization } }, credential, now),
    ).toThrow("Authorization header requires 'Credential' parameter.");
  });

  it.each(['20261104T100000Z', '20261103T999999Z', 'today'])(
    'refuses the date %s, not of the scope’s day',
    async (date) => {
      const request = await signed();
      const headers = { ...request.headers, 'x-amz-date': date };

      expect(() => verifySignature({ ...request, headers }, credential, now)).toThrow(
        refusal('IncompleteSignatureException'),
      );
    },
  );

  it('takes the standard date where that of Amazon is missing, and refuses to do without either', async () => {
    const request = await signed();
    const { 'x-amz-date': _, ...headers } = request.headers;
    const stale = { ...headers, date: new Date(now - 16 * 60_000).toUTCString() };

    expect(() => verifySignature({ ...request, headers }, credential, now)).toThrow(
      refusal('IncompleteSignatureException'),
    );
    expect(() => verifySignature({ ...request, headers: stale }, credential, now)).toThrow('Signature expired');
  });

  it.each(['Algorithm', 'Credential', 'SignedHeaders', 'Signature', 'Date'])(
    'refuses a presigned URL without X-Amz-%s',
    async (name) => {
      const request = await signed({ service: 's3', path: '/bucket/key', presign: 900 });
      const query = request.query
        .split('&')
        .filter((pair) => !pair.startsWith(`X-Amz-${name}=`))
        .join('&');

      expect(query).not.toBe(request.query);
      expect(() => verifySignature({ ...request, query }, credential, now)).toThrow(
        refusal('IncompleteSignatureException'),
      );
    },
  );

  it('takes a signature of another length for a wrong one', async () => {
    const request = await signed();
    const authorization = `${request.headers.authorization}00`;

    expect(() =>
      verifySignature({ ...request, headers: { ...request.headers, authorization } }, credential, now),
    ).toThrow(refusal('InvalidSignatureException'));
  });

  it('takes a payload hash that is signed and not that of the body for a mismatch', async () => {
    const hash = createHash('sha256').update('another body').digest('hex');
    const request = await signed({ headers: { 'x-amz-content-sha256': hash } });

    expect(() => verifySignature(request, credential, now)).toThrow(refusal('InvalidSignatureException'));
    expect(() => verifySignature({ ...request, body: Buffer.from('another body') }, credential, now)).not.toThrow();
  });

  it('holds the body against the hash that a presigned URL names', () => {
    const body = Buffer.from('the body');
    const hash = createHash('sha256').update(body).digest('hex');
    const scope = '20261103/eu-west-1/s3/aws4_request';
    const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=${hash}&X-Amz-Credential=${credential.accessKeyId}/${scope}&X-Amz-Date=20261103T100000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host`;
    const unsigned = testRequest('PUT', `/bucket/key?${query}`, { headers: { host: 'h' } });
    const canonical = canonicalRequest(unsigned, ['host'], hash, true);
    const text = `AWS4-HMAC-SHA256\n20261103T100000Z\n${scope}\n${createHash('sha256').update(canonical).digest('hex')}`;
    const key = signingKey(credential.secretAccessKey, '20261103', 'eu-west-1', 's3');
    const signature = createHmac('sha256', key).update(text).digest('hex');
    const request = { ...unsigned, query: `${query}&X-Amz-Signature=${signature}` };

    expect(() => verifySignature({ ...request, body }, credential, now)).not.toThrow();
    expect(() => verifySignature({ ...request, body: Buffer.from('x') }, credential, now)).toThrow(
      refusal('XAmzContentSHA256Mismatch'),
    );
  });

  it('refuses a presigned URL that does not say how long it lives', async () => {
    const request = await signed({ service: 's3', path: '/bucket/key', presign: 900 });
    const query = request.query.replace(/&?X-Amz-Expires=\d+/, '');

    expect(query).not.toBe(request.query);
    expect(() => verifySignature({ ...request, query }, credential, now)).toThrow(
      refusal('AuthorizationQueryParametersError'),
    );
  });

  it('knows the old signature that boto3 presigns with', () => {
    // Made by botocore's HmacV1QueryAuth, to expire at 1793700100.
    const query =
      'versionId=v1&response-content-type=text/x&AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=KJ9Xc7RRTWzSW151ZkrfWLLeL4M%3D&x-amz-security-token=tok%2F%2B&Expires=1793700100';
    const request = testRequest('GET', `/bucket/a%20b?${query}`);
    const session = { ...credential, sessionToken: 'tok/+' };
    const expiresMs = 1_793_700_100_000;

    expect(() => verifySignature(request, session, expiresMs)).not.toThrow();
    expect(() => verifySignature(request, session, expiresMs + 1)).toThrow('Request has expired');
    expect(() => verifySignature(request, credential, expiresMs)).toThrow(refusal('InvalidToken'));
    const other = { ...request, path: '/bucket/b' };
    expect(() => verifySignature(other, session, expiresMs)).toThrow(refusal('SignatureDoesNotMatch'));
  });
});
