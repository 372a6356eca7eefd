import { describe, expect, it } from 'vitest';
import { type Credential, rootCaller } from '../../kernel/identity.ts';
import { testRequest } from '../testing/test-request.ts';
import { assertSessionToken, sessionTokenOf } from './signed-request.ts';

const lasting: Credential = { accessKeyId: 'AKIA', secretAccessKey: 's', caller: rootCaller('000000000000') };
const session: Credential = { ...lasting, sessionToken: 'token', expiresMs: 1000 };

describe('the session token of a request', () => {
  it('is that of its header, else that of a presigned URL', () => {
    const url = '/?X-Amz-Security-Token=of%2Bquery';
    const headers = { 'x-amz-security-token': 'of-header' };

    expect(sessionTokenOf(testRequest('GET', url))).toBe('of+query');
    expect(sessionTokenOf(testRequest('GET', url, { headers }))).toBe('of-header');
    expect(sessionTokenOf(testRequest('GET', '/', { headers }))).toBe('of-header');
    expect(sessionTokenOf(testRequest('GET', '/?other=1'))).toBeUndefined();
    expect(sessionTokenOf(testRequest('GET', '/?x=X-Amz-Security-Token'))).toBeUndefined();
  });

  it('goes with its credentials until they expire, and with no others', () => {
    expect(() => assertSessionToken('token', 's3', session, 999)).not.toThrow();
    expect(() => assertSessionToken(undefined, 's3', lasting, 5000)).not.toThrow();
    expect(() => assertSessionToken('token', 'sqs', session, 1000)).toThrow(
      expect.objectContaining({
        code: 'ExpiredTokenException',
        message: 'The security token included in the request is expired',
      }),
    );
  });

  it.each([
    ['s3', 'InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
    ['sqs', 'UnrecognizedClientException', undefined, 'The security token included in the request is invalid.'],
  ])('that is another one is refused in the words of %s', (service, code, status, message) => {
    const refusal = expect.objectContaining({ code, status, message });

    expect(() => assertSessionToken('other', service, session, 0)).toThrow(refusal);
    expect(() => assertSessionToken(undefined, service, session, 0)).toThrow(refusal);
    expect(() => assertSessionToken('token', service, lasting, 0)).toThrow(refusal);
  });
});
