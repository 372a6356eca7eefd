import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { claimTexts, scopesOf, verifyToken } from './verify-token.ts';

const nowMs = Date.UTC(2026, 10, 3);
const now = nowMs / 1000;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(claims: object = {}, header: object = {}): string {
  const payload = { iss: 'https://issuer.example', aud: 'app', exp: now + 60, ...claims };
  const text = `${encode({ alg: 'RS256', kid: 'k1', ...header })}.${encode(payload)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
}

const check = (text: string) =>
  verifyToken(text, {
    issuer: 'https://issuer.example',
    audience: ['app', 'other'],
    nowMs,
    findKey: async (keyId) => (keyId === 'k1' ? publicKey : undefined),
  });

test('a good token answers its claims', async () => {
  await expect(check(token({ sub: 'me', aud: ['x', 'other'] }))).resolves.toMatchObject({ sub: 'me' });
});

test('client_id stands in for a missing audience, and only then', async () => {
  await expect(check(token({ aud: undefined, client_id: 'app' }))).resolves.toBeDefined();
  await expect(check(token({ aud: 'else', client_id: 'app' }))).rejects.toThrow(
    'the token does not have a valid audience',
  );
});

test.each([
  ['not.a', 'token contains an invalid number of segments'],
  [token({ exp: now }), 'the token has expired'],
  [token({ exp: undefined }), 'the token has expired'],
  [token({ nbf: now + 1 }), 'the token is not valid yet'],
  [token({ iat: now + 1 }), 'the token was issued in the future'],
  [token({ iss: 'https://issuer.example/' }), 'the token does not have a valid issuer'],
  [token({}, { alg: 'none' }), 'signing method none is invalid'],
  [token({}, { alg: 'HS256' }), 'signing method HS256 is invalid'],
  [token({}, { alg: 'RS384' }), 'signature is invalid'],
  [token({}, { kid: 'k2' }), 'unable to find a matching key for the token'],
  [`${token().slice(0, -8)}AAAAAAAA`, 'signature is invalid'],
])('refuses a wrong token (%#)', async (text, message) => {
  await expect(check(text)).rejects.toThrow(message);
});

test('claims are shown as text', () => {
  expect(claimTexts({ a: 'x', n: 1, b: true, list: ['p', 'q', 2], gone: null, o: { k: 1 } })).toEqual({
    a: 'x',
    n: '1',
    b: 'true',
    list: '[p q 2]',
    o: '{"k":1}',
  });
});

test('scopes are in scope or scp', () => {
  expect(scopesOf({ scope: 'a b' })).toEqual(['a', 'b']);
  expect(scopesOf({ scp: ['a', 'b'] })).toEqual(['a', 'b']);
  expect(scopesOf({})).toEqual([]);
});
