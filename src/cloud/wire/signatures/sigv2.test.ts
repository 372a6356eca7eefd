import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Credential, rootCaller } from '../../kernel/identity.ts';
import { parseQuery } from '../request/query-parameters.ts';
import { testRequest } from '../testing/test-request.ts';
import { sigV2Of } from './signed-request.ts';
import { verifySignature } from './sigv4.ts';

const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const credential: Credential = {
  accessKeyId,
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  caller: rootCaller('000000000000'),
};
const now = Date.parse('2026-11-03T10:00:00Z');
const path = '/awsexamplebucket1/photos/puppy.jpg';
const sign = (text: string) => createHmac('sha1', credential.secretAccessKey).update(text).digest('base64');
const header = (signature: string) => `AWS ${accessKeyId}:${signature}`;
const verify = (...request: Parameters<typeof testRequest>) =>
  verifySignature(testRequest(...request), credential, now);
const mismatch = expect.objectContaining({ code: 'SignatureDoesNotMatch', status: 403 });

describe('the old signature in a header', () => {
  it.each([
    ['GET', { date: 'Tue, 27 Mar 2007 19:36:42 +0000' }, 'qgk2+6Sv9/oM7G3qLEjTH1a1l1g='],
    ['PUT', { date: 'Tue, 27 Mar 2007 21:15:45 +0000', 'content-type': 'image/jpeg' }, 'iqRzw+ileNPu1fhspnRs8nOjjIA='],
  ] as const)('is that of AWS’s own example of %s', (method, headers, signature) => {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
    const signed = { headers: { ...headers, authorization: header(signature) } };

    expect(() => verify(method, path, signed)).not.toThrow();
    expect(() => verify(method, `${path}x`, signed)).toThrow(mismatch);
  });

  it('signs the hash of the body, headers of Amazon in their order, and subresources alone', () => {
    const text = `PUT\nhash\ntext/x\n\nx-amz-acl:private\nx-amz-date:today\nx-amz-meta-a:a\n${path}?acl&versionId=1`;
    const headers = {
      // `x-amz-date` stands for it.
      date: 'yesterday',
      'content-md5': 'hash',
      'content-type': 'text/x',
      'x-amz-meta-a': ' a ',
      'x-amz-date': 'today',
      'x-amz-acl': 'private',
      authorization: header(sign(text)),
    };

    expect(() => verify('PUT', `${path}?versionId=1&other=2&acl`, { headers })).not.toThrow();
    for (const [name, value] of Object.entries({ 'content-md5': 'no', 'content-type': 'no', 'x-amz-acl': 'public' })) {
      expect(() => verify('PUT', `${path}?versionId=1&acl`, { headers: { ...headers, [name]: value } })).toThrow(
        mismatch,
      );
    }
    expect(() => verify('PUT', `${path}?versionId=2&acl`, { headers })).toThrow(mismatch);
  });

  it('is good without any date, and for the service itself', () => {
    const headers = { authorization: header(sign('GET\n\n\n\n/')) };

    expect(() => verify('GET', '/', { headers })).not.toThrow();
    expect(() => verify('GET', '/', { headers: { ...headers, date: 'today' } })).toThrow(mismatch);
  });
});

describe('the old signature in a query', () => {
  const expires = now / 1000;
  const query = (more: string) => `${path}?AWSAccessKeyId=${accessKeyId}&${more}`;
  const signature = encodeURIComponent(sign(`GET\n\n\n${expires}\n${path}`));

  it('is good until it expires', () => {
    const url = query(`Signature=${signature}&Expires=${expires}`);

    expect(() => verify('GET', url)).not.toThrow();
    expect(() => verifySignature(testRequest('GET', url), credential, now + 1)).toThrow(
      expect.objectContaining({
        code: 'AccessDenied',
        status: 403,
        members: { Expires: '2026-11-03T10:00:00Z', ServerTime: expect.any(String) },
      }),
    );
  });

  it('signs headers of Amazon that are parameters, all values of one together', () => {
    const signed = encodeURIComponent(sign(`GET\n\n\n${expires}\nx-amz-meta-a:1,2\n${path}`));
    const url = (meta: string) => query(`Signature=${signed}&Expires=${expires}&${meta}`);

    expect(() => verify('GET', url('X-Amz-Meta-A=1&X-Amz-Meta-A=2'))).not.toThrow();
    expect(() => verify('GET', url('X-Amz-Meta-A=12'))).toThrow(mismatch);
  });

  it.each([`AWSAccessKeyId=${accessKeyId}`, 'Signature=x', 'Expires=1', ''])('is not there with %s alone', (text) => {
    const request = testRequest('GET', `${path}?${text}`);

    expect(sigV2Of(request, parseQuery(request.query))).toBeUndefined();
  });

  it('is read with its parts, header before query', () => {
    const url = query('Signature=s&Expires=7');
    const both = testRequest('GET', url, { headers: { authorization: 'AWS key:sig' } });

    expect(sigV2Of(testRequest('GET', url), parseQuery(both.query))).toEqual({
      accessKeyId,
      signature: 's',
      expires: '7',
    });
    expect(sigV2Of(both, parseQuery(both.query))).toEqual({
      accessKeyId: 'key',
      signature: 'sig',
      expires: undefined,
    });
  });
});
