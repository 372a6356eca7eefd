import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Credential } from '../../../../kernel/identity.ts';
import { type RestCloud, startRestCloud } from '../../testing/rest-cloud.ts';

let rest: RestCloud;
beforeAll(async () => {
  rest = await startRestCloud();
});
afterAll(() => rest.cloud.close());

const method = { authorizationType: 'AWS_IAM' };
const user = (account: string) =>
  ({ kind: 'user', account, arn: `arn:aws:iam::${account}:user/ann`, userId: 'AIDAANN', principal: '' }) as const;

/** Node's hashes in the form that the signer asks for. */
class Sha256 {
  readonly #hash;
  constructor(secret?: Parameters<typeof createHmac>[1]) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

interface Signing {
  readonly apiId: string;
  readonly credential?: Pick<Credential, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;
  readonly service?: string;
  readonly region?: string;
  readonly agoMs?: number;
}

const madeUp = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

async function signed({ apiId, credential = madeUp, agoMs = 0, ...scope }: Signing): Promise<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken } = credential;
  const signer = new SignatureV4({
    service: scope.service ?? 'execute-api',
    region: scope.region ?? 'us-east-1',
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    sha256: Sha256 as never,
  });
  const hostname = `${apiId}.execute-api.localhost`;
  const request = { method: 'GET', protocol: 'http:', hostname, path: '/prod/pets', headers: { host: hostname } };
  const { headers } = await signer.sign(request, { signingDate: new Date(rest.cloud.clock.now() - agoMs) });
  const { host: _, ...others } = headers;
  return others;
}

describe('a method with AWS_IAM', () => {
  test('lets signed requests through and tells who they are of', async () => {
    const apiId = rest.deploy({ method });
    const credential = rest.cloud.kernel.identity.issue(user('000000000000'));

    const { status, event } = await rest.get(apiId, '/pets', await signed({ apiId, credential }));

    expect(status).toBe(200);
    expect(event.requestContext).toMatchObject({
      identity: {
        accessKey: credential.accessKeyId,
        accountId: '000000000000',
        caller: 'AIDAANN',
        user: 'AIDAANN',
        userArn: 'arn:aws:iam::000000000000:user/ann',
        cognitoIdentityId: null,
      },
    });
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  test('takes keys that nobody issued for what they say', async () => {
    const apiId = rest.deploy({ method });

    const { event } = await rest.get(apiId, '/pets', await signed({ apiId }));

    expect(event.requestContext).toMatchObject({ identity: { userArn: 'arn:aws:iam::000000000000:root' } });
  });

  test('refuses who does not sign', async () => {
    const apiId = rest.deploy({ method });

    expect(await rest.get(apiId, '/pets')).toMatchObject({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
      errorType: 'MissingAuthenticationTokenException',
    });
  });

  test('says what it would have signed when a signature is wrong', async () => {
    const apiId = rest.deploy({ method });
    const { accessKeyId } = rest.cloud.kernel.identity.issue(user('000000000000'));

    const headers = await signed({ apiId, credential: { accessKeyId, secretAccessKey: 'guessed' } });
    const { status, body, errorType } = await rest.get(apiId, '/pets', headers);

    expect([status, errorType]).toEqual([403, 'InvalidSignatureException']);
    const { message } = JSON.parse(body) as { readonly message: string };
    expect(message).toMatch(
      /^The request signature we calculated does not match the signature you provided\. Check your AWS Secret Access Key and signing method\. Consult the service documentation for details\.\n\nThe Canonical String for this request should have been\n'GET\n\/prod\/pets\n\nhost:/,
    );
    expect(message).toMatch(
      /'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n\d{8}T\d{6}Z\n\d{8}\/us-east-1\/execute-api\/aws4_request\n[0-9a-f]{64}'\n$/,
    );
  });

  test('refuses temporary credentials whose time is over, and signatures that are old', async () => {
    const apiId = rest.deploy({ method });
    const { identity } = rest.cloud.kernel;
    const expired = identity.issue(user('000000000000'), rest.cloud.clock.now() - 1000);
    const current = identity.issue(user('000000000000'));

    expect(await rest.get(apiId, '/pets', await signed({ apiId, credential: expired }))).toMatchObject({
      status: 403,
      body: '{"message":"The security token included in the request is expired"}',
      errorType: 'ExpiredTokenException',
    });
    const old = await rest.get(apiId, '/pets', await signed({ apiId, credential: current, agoMs: 16 * 60_000 }));
    expect(old).toMatchObject({ status: 403, errorType: 'InvalidSignatureException' });
    expect(old.body).toMatch(/^\{"message":"Signature expired: /);
  });

  test.each([
    [{ service: 's3' }, "Credential should be scoped to correct service: 'execute-api'. "],
    [{ region: 'eu-west-1' }, "Credential should be scoped to a valid Region, not 'eu-west-1'. "],
  ])('refuses signatures that are for something else: %j', async (scope, message) => {
    const apiId = rest.deploy({ method });

    const answer = await rest.get(apiId, '/pets', await signed({ apiId, ...scope }));

    expect(answer).toMatchObject({ status: 403, body: JSON.stringify({ message }) });
  });

  test('refuses another account, unless the API’s policy lets it in', async () => {
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:user/ann' },
          Action: 'execute-api:Invoke',
          Resource: 'execute-api:/*',
        },
      ],
    });
    const closed = rest.deploy({ method });
    const open = rest.deploy({ method, api: { policy } });
    const credential = rest.cloud.kernel.identity.issue(user('111122223333'));

    const refused = await rest.get(closed, '/pets', await signed({ apiId: closed, credential }));

    expect(refused).toMatchObject({
      status: 403,
      body: `{"Message":"User: arn:aws:iam::111122223333:user/ann is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:${closed}/prod/GET/pets"}`,
    });
    expect((await rest.get(open, '/pets', await signed({ apiId: open, credential }))).status).toBe(200);
  });

  test('a policy’s denial counts also for those of the account', async () => {
    const statement = { Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
    const apiId = rest.deploy({
      method,
      api: { policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) },
    });

    const answer = await rest.get(apiId, '/pets', await signed({ apiId }));

    expect(answer.status).toBe(403);
    expect(answer.body).toContain(`/prod/GET/pets with an explicit deny"}`);
  });
});

describe('where no method takes the request', () => {
  const hashOf = (text: string) => createHash('sha256').update(text).digest('base64');

  test('what is no signature is told to be none', async () => {
    const apiId = rest.deploy({});

    const answer = await rest.get(apiId, '/nowhere', { Authorization: 'Bearer some-token' });

    expect(answer).toMatchObject({
      status: 403,
      errorType: 'IncompleteSignatureException',
      body: `{"message":"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashOf('Bearer some-token')}'."}`,
    });
  });

  test('a token alone lacks everything', async () => {
    const apiId = rest.deploy({});

    const { body } = await rest.get(apiId, '/nowhere', { Authorization: 'some-token' });

    expect(JSON.parse(body)).toEqual({
      message: `Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=${hashOf('some-token')}`,
    });
  });

  test('a signature is for nothing that is there', async () => {
    const apiId = rest.deploy({});

    const answer = await rest.get(apiId, '/nowhere', await signed({ apiId }));

    expect(answer).toMatchObject({
      status: 403,
      body: '{"Message":"Unable to determine service/operation name to be authorized"}',
    });
  });
});
