import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usualFaults } from '../../../../kernel/faults/fault-model.ts';
import type { AnyService, Service } from '../../../../service-kit/contract.ts';
import { type RestCloud, startRestCloud } from '../../testing/rest-cloud.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const poolId = 'us-east-1_Abc123';
const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`;

/** A pool that publishes its keys, as all pools do, and does nothing else. */
const pools: Service<object> = {
  name: 'cognito-idp',
  title: 'a pool of the test',
  state: () => ({}),
  faults: usualFaults,
  exploredState: { none: 'there is nothing to compare' },
  operations: {},
  dataPlanes: [
    {
      name: 'pools',
      pathPrefix: `/${poolId}/`,
      isOpenToPages: true,
      handle: async () => {
        const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' }];
        return { status: 200, headers: {}, body: JSON.stringify({ keys }) };
      },
    },
  ],
};

let rest: RestCloud;
beforeAll(async () => {
  rest = await startRestCloud({ also: [pools as AnyService] });
});
afterAll(() => rest.cloud.close());

const authorizer = {
  type: 'COGNITO_USER_POOLS' as const,
  identitySource: 'method.request.header.Authorization',
  providerARNs: [
    'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Other',
    `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${poolId}`,
  ],
};
const method = { authorizationType: 'COGNITO_USER_POOLS' };

function token(claims: object = {}, key: KeyObject = privateKey): string {
  const now = Math.floor(rest.cloud.clock.now() / 1000);
  const all = { sub: 'me', iss: issuer, aud: 'client-1', token_use: 'id', iat: now, exp: now + 60, ...claims };
  const segments = [{ alg: 'RS256', kid: 'k1' }, all].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return [...segments, sign('RSA-SHA256', Buffer.from(segments.join('.')), key).toString('base64url')].join('.');
}

const ask = (apiId: string, value: string) => rest.get(apiId, '/pets', { Authorization: value });
const unauthorized = { status: 401, body: '{"message":"Unauthorized"}' };

describe('an authorizer of user pools', () => {
  test.each(['', 'Bearer '])('lets ID tokens through and shows their claims as text: %s', async (scheme) => {
    const apiId = rest.deploy({ authorizer, method });
    const exp = Date.UTC(2030, 0, 2, 3, 4, 5) / 1000;

    const { status, event } = await ask(
      apiId,
      scheme + token({ exp, 'cognito:groups': ['a', 'b'], email_verified: true, auth_time: 7 }),
    );

    expect(status).toBe(200);
    expect(event.requestContext).toMatchObject({
      authorizer: {
        claims: {
          sub: 'me',
          exp: 'Wed Jan 02 03:04:05 UTC 2030',
          'cognito:groups': 'a,b',
          email_verified: 'true',
          auth_time: '7',
        },
      },
    });
  });

  test('takes the issuer for its own that a pool in this cloud has', async () => {
    const apiId = rest.deploy({ authorizer, method });

    expect((await ask(apiId, token({ iss: `${rest.cloud.endpoint}/${poolId}` }))).status).toBe(200);
  });

  test.each<readonly [string, () => string]>([
    ['no token', () => ''],
    ['what is no token', () => 'abc'],
    ['another signature', () => token({}, strangers)],
    ['another issuer', () => token({ iss: 'https://example.com' })],
    ['an access token', () => token({ token_use: 'access' })],
  ])('%s: 401', async (_, value) => {
    const apiId = rest.deploy({ authorizer, method });

    expect(await ask(apiId, value())).toMatchObject(unauthorized);
  });

  test('a token whose time is over is told so', async () => {
    const apiId = rest.deploy({ authorizer, method });

    expect(await ask(apiId, token({ exp: 1 }))).toMatchObject({
      status: 401,
      body: '{"message":"The incoming token has expired"}',
    });
  });

  test('a method with scopes wants an access token with one of them', async () => {
    const apiId = rest.deploy({ authorizer, method: { ...method, authorizationScopes: ['pets/read', 'pets/write'] } });
    const access = { token_use: 'access', aud: undefined, client_id: 'client-1' };

    expect((await ask(apiId, token({ ...access, scope: 'openid pets/write' }))).status).toBe(200);
    expect(await ask(apiId, token({ ...access, scope: 'openid' }))).toMatchObject(unauthorized);
    expect(await ask(apiId, token({ scope: 'pets/read' }))).toMatchObject(unauthorized);
  });

  test('an expression is about the audience', async () => {
    const apiId = rest.deploy({ authorizer: { ...authorizer, identityValidationExpression: 'client-[0-4]' }, method });

    expect((await ask(apiId, token())).status).toBe(200);
    expect(await ask(apiId, token({ aud: 'client-12' }))).toMatchObject(unauthorized);
  });

  test('the API’s policy must allow too', async () => {
    const policy = (Effect: string, Resource: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect, Principal: '*', Action: 'execute-api:Invoke', Resource }],
      });
    const allowing = rest.deploy({ authorizer, method, api: { policy: policy('Allow', 'execute-api:/*') } });
    const silent = rest.deploy({ authorizer, method, api: { policy: policy('Allow', 'execute-api:/dev/*') } });

    expect((await ask(allowing, token())).status).toBe(200);
    expect((await ask(silent, token())).status).toBe(403);
    expect((await ask(silent, 'abc')).status).toBe(401);
  });
});
