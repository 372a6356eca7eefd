import { describe, expect, it } from 'vitest';
import { parseQuery } from '../request/query-parameters.ts';
import { testRequest } from '../testing/test-request.ts';
import { scopeOf } from './signed-request.ts';
import { assertTimely, timeOf } from './sigv4.ts';

const scope = (query: string, authorization?: string) => {
  const request = testRequest('GET', `/?${query}`, authorization === undefined ? {} : { headers: { authorization } });
  return scopeOf(request, parseQuery(request.query));
};
const regional = { accessKeyId: 'AKIA', date: '20261103', region: 'eu-west-1', service: 'sqs' };

describe('scopeOf', () => {
  it('reads a header, and a presigned query where there is none', () => {
    const credential = 'AKIA/20261103/eu-west-1/sqs/aws4_request';

    expect(scope('', `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`)).toEqual(regional);
    expect(scope(`X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}`)).toEqual(regional);
    expect(scope(`X-Amz-Credential=${credential}`)).toEqual(regional);
  });

  it('knows no region where SigV4A signs for a set of them', () => {
    const credential = 'AKIA/20261103/s3/aws4_request';
    const regionless = { ...regional, region: undefined, service: 's3' };

    expect(scope('', `AWS4-ECDSA-P256-SHA256 Credential=${credential}, Signature=0`)).toEqual(regionless);
    expect(scope(`X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=${credential}`)).toEqual(regionless);
  });

  it('takes what stands before the scope for the key, slashes included', () => {
    expect(scope('X-Amz-Credential=A/B/20261103/eu-west-1/sqs/aws4_request')).toEqual({
      ...regional,
      accessKeyId: 'A/B',
    });
  });

  it('is of S3 for the old signature, and nothing for an unsigned request', () => {
    expect(scope('', 'AWS AKIA:0')).toEqual({ accessKeyId: 'AKIA', date: '', region: undefined, service: 's3' });
    expect(scope('')).toBeUndefined();
  });

  it.each(['AKIA/20261103/eu-west-1/sqs/other', 'AKIA/20261103/aws4_request'])('does not take %s for one', (text) => {
    expect(scope(`X-Amz-Credential=${text}`)).toBeUndefined();
  });
});

describe('times of signatures', () => {
  const signedMs = Date.parse('2026-11-03T10:00:00Z');
  const minuteMs = 60_000;
  const timely = (nowMs: number, more: object = {}) =>
    assertTimely({ service: 'sqs', signedMs, expiresSeconds: undefined, ...more }, nowMs);

  it('are read to the second, and nothing else is', () => {
    expect(timeOf('20261103T100000Z')).toBe(signedMs);
    for (const text of ['20261303T100000Z', '20261103T100000', 'x20261103T100000Z', '']) {
      expect(timeOf(text)).toBeUndefined();
    }
  });

  it('may be a quarter of an hour off, either way, and not more', () => {
    expect(() => timely(signedMs + 15 * minuteMs)).not.toThrow();
    expect(() => timely(signedMs - 15 * minuteMs)).not.toThrow();
    expect(() => timely(signedMs + 15 * minuteMs + 1)).toThrow(
      expect.objectContaining({ code: 'InvalidSignatureException' }),
    );
    expect(() => timely(signedMs - 15 * minuteMs - 1)).toThrow(
      'Signature not yet current: 20261103T100000Z is still later than 20261103T095959Z (20261103T094459Z + 15 min.)',
    );
  });

  it('may be of the machine’s clock, where the cloud’s was advanced', () => {
    const signed = { service: 'sqs', signedMs, expiresSeconds: undefined };

    expect(() => assertTimely(signed, signedMs + 60 * minuteMs, signedMs + minuteMs)).not.toThrow();
    expect(() => assertTimely(signed, signedMs + 60 * minuteMs, signedMs + 16 * minuteMs)).toThrow('Signature expired');
    expect(() => assertTimely({ ...signed, expiresSeconds: 60 }, signedMs + 60 * minuteMs, signedMs)).toThrow(
      'Request has expired',
    );
  });

  it('are told by S3 with the times of both', () => {
    expect(() => timely(signedMs + 16 * minuteMs, { service: 's3' })).toThrow(
      expect.objectContaining({
        code: 'RequestTimeTooSkewed',
        status: 403,
        members: {
          RequestTime: '20261103T100000Z',
          ServerTime: '2026-11-03T10:16:00Z',
          MaxAllowedSkewMilliseconds: 900_000,
        },
      }),
    );
  });

  it('of presigned URLs count from their date, for a week at the most', () => {
    const week = 7 * 86_400;

    expect(() => timely(signedMs + week * 1000, { expiresSeconds: week })).not.toThrow();
    expect(() => timely(signedMs, { expiresSeconds: 0 })).not.toThrow();
    for (const expiresSeconds of [week + 1, -1, 1.5, Number.NaN]) {
      expect(() => timely(signedMs, { expiresSeconds })).toThrow(
        expect.objectContaining({ code: 'AuthorizationQueryParametersError', status: 400 }),
      );
    }
    expect(() => timely(signedMs + 1001, { expiresSeconds: 1 })).toThrow(
      expect.objectContaining({
        code: 'AccessDenied',
        status: 403,
        members: { 'X-Amz-Expires': 1, Expires: '2026-11-03T10:00:01Z', ServerTime: '2026-11-03T10:00:01Z' },
      }),
    );
  });
});
