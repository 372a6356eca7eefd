import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RestCloud, startRestCloud } from '../../testing/rest-cloud.ts';

let rest: RestCloud;
beforeEach(async () => {
  rest = await startRestCloud();
});
afterEach(() => rest.cloud.close());

const token = { type: 'TOKEN', identitySource: 'method.request.header.Authorization' } as const;
const request = {
  type: 'REQUEST',
  identitySource: 'method.request.header.X-Who, method.request.querystring.q',
} as const;

const policy = (Effect: string, Resource: unknown = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }],
});
const allow = { principalId: 'me', policyDocument: policy('Allow') };
const withToken = { Authorization: 't1' };
const resourcePolicy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const statement = (Effect: string, more: object = {}) => ({
  Effect,
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: 'execute-api:/prod/GET/pets',
  ...more,
});
const elsewhere = { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } };

describe('a TOKEN authorizer', () => {
  test('is asked with the token and the method alone', async () => {
    const apiId = rest.deploy({ authorizer: token });
    let seen: unknown;
    rest.functions.set('guard', (event) => {
      seen = event;
      return { ...allow, context: { text: 'a', count: 1, isNew: true, nothing: null } };
    });

    const { status, event } = await rest.get(apiId, '/pets', withToken);

    expect(status).toBe(200);
    expect(seen).toEqual({
      type: 'TOKEN',
      methodArn: `arn:aws:execute-api:us-east-1:000000000000:${apiId}/prod/GET/pets`,
      authorizationToken: 't1',
    });
    expect(event.requestContext).toMatchObject({
      authorizer: { principalId: 'me', text: 'a', count: '1', isNew: 'true', integrationLatency: expect.any(Number) },
    });
    expect(event.requestContext).not.toHaveProperty('authorizer.nothing');
  });

  test.each([
    ['no token', {}, {}],
    ['an empty token', {}, { Authorization: '' }],
    ['a token that does not match', { identityValidationExpression: 'Bearer [a-z]+' }, { Authorization: 'Bearer a1' }],
  ])('is not asked about %s: 401', async (_, settings, headers) => {
    const apiId = rest.deploy({ authorizer: { ...token, ...settings } });

    const answer = await rest.get(apiId, '/pets', headers);

    expect(answer).toMatchObject({
      status: 401,
      body: '{"message":"Unauthorized"}',
      errorType: 'UnauthorizedException',
    });
    expect(rest.called).toEqual([]);
  });

  test('a token that matches the whole expression is let through', async () => {
    const apiId = rest.deploy({ authorizer: { ...token, identityValidationExpression: 'Bearer [a-z]+' } });
    rest.functions.set('guard', () => allow);

    expect((await rest.get(apiId, '/pets', { Authorization: 'Bearer abc' })).status).toBe(200);
  });

  test('fails with Unauthorized: 401', async () => {
    const apiId = rest.deploy({ authorizer: token });
    rest.functions.set('guard', () => Promise.reject(new Error('Unauthorized')));

    expect(await rest.get(apiId, '/pets', withToken)).toMatchObject({
      status: 401,
      body: '{"message":"Unauthorized"}',
    });
  });

  test.each<readonly [string, () => unknown]>([
    ['fails otherwise', () => Promise.reject(new Error('unauthorized'))],
    ['answers nothing', () => null],
    ['answers no policy', () => ({ principalId: 'me' })],
    ['answers no principal', () => ({ policyDocument: policy('Allow') })],
    ['answers a context with an object in it', () => ({ ...allow, context: { a: {} } })],
    ['answers a short usage key', () => ({ ...allow, usageIdentifierKey: 'short' })],
  ])('%s: 500 without a message', async (_, guard) => {
    const apiId = rest.deploy({ authorizer: token });
    rest.functions.set('guard', guard);

    const answer = await rest.get(apiId, '/pets', withToken);

    expect(answer).toMatchObject({
      status: 500,
      body: '{"message":null}',
      errorType: 'AuthorizerConfigurationException',
    });
  });

  test('one that the API may not call is 500', async () => {
    const apiId = rest.deploy({ authorizer: token });
    rest.forbidden.add('guard');

    expect(await rest.get(apiId, '/pets', withToken)).toMatchObject({ status: 500, body: '{"message":null}' });
  });

  test('is named by stage variables', async () => {
    const authorizerUri =
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${stageVariables.guard}/invocations';
    const apiId = rest.deploy({ authorizer: { ...token, authorizerUri }, variables: { guard: 'other' } });
    rest.functions.set('other', () => allow);

    expect((await rest.get(apiId, '/pets', withToken)).status).toBe(200);
    expect(rest.called).toEqual(['other', 'echo']);
  });

  test('a decision is kept for its time, and judged for each method anew', async () => {
    const apiId = rest.deploy({
      authorizer: { ...token, authorizerResultTtlInSeconds: 60 },
      paths: ['/pets', '/vets'],
    });
    rest.functions.set('guard', () => ({
      ...allow,
      policyDocument: policy('Allow', 'arn:aws:execute-api:*:*:*/prod/GET/pets'),
    }));
    const asked = () => rest.called.filter((name) => name === 'guard').length;

    expect((await rest.get(apiId, '/pets', withToken)).status).toBe(200);
    const { status, event } = await rest.get(apiId, '/pets', withToken);
    expect([status, asked()]).toEqual([200, 1]);
    expect(event.requestContext).toMatchObject({ authorizer: { integrationLatency: 0 } });
    expect((await rest.get(apiId, '/vets', withToken)).status).toBe(403);
    expect(asked()).toBe(1);
    await rest.get(apiId, '/pets', { Authorization: 't2' });
    expect(asked()).toBe(2);
    await rest.cloud.clock.advance('61s');
    await rest.get(apiId, '/pets', withToken);
    expect(asked()).toBe(3);
  });

  test('without a time of its own decisions are kept for 300 seconds, with 0 not at all', async () => {
    const kept = rest.deploy({ authorizer: token });
    const never = rest.deploy({ authorizer: { ...token, authorizerResultTtlInSeconds: 0 } });
    rest.functions.set('guard', () => allow);

    for (const apiId of [kept, kept, never, never]) await rest.get(apiId, '/pets', withToken);

    expect(rest.called.filter((name) => name === 'guard')).toHaveLength(3);
  });
});

describe('a REQUEST authorizer', () => {
  test('sees the request without its body, and empty maps where there is nothing', async () => {
    const apiId = rest.deploy({ authorizer: request });
    let seen: Record<string, unknown> = {};
    rest.functions.set('guard', (event) => {
      seen = event;
      return allow;
    });

    await rest.get(apiId, '/pets?q=1', { 'X-Who': 'me' });

    expect(seen).toMatchObject({
      type: 'REQUEST',
      methodArn: `arn:aws:execute-api:us-east-1:000000000000:${apiId}/prod/GET/pets`,
      resource: '/pets',
      path: '/pets',
      httpMethod: 'GET',
      headers: { 'X-Who': 'me' },
      queryStringParameters: { q: '1' },
      pathParameters: {},
      stageVariables: {},
      requestContext: { stage: 'prod', identity: { sourceIp: '127.0.0.1', accountId: null } },
    });
    expect(seen).not.toHaveProperty('body');
    expect(seen).not.toHaveProperty('requestContext.authorizer');
  });

  test('without one of its identity sources nobody is asked: 401', async () => {
    const apiId = rest.deploy({ authorizer: request });

    expect((await rest.get(apiId, '/pets', { 'X-Who': 'me' })).status).toBe(401);
    expect(rest.called).toEqual([]);
  });

  test('without identity sources it is asked each time', async () => {
    const apiId = rest.deploy({ authorizer: { type: 'REQUEST' } });
    rest.functions.set('guard', () => allow);

    await rest.get(apiId, '/pets');
    await rest.get(apiId, '/pets');

    expect(rest.called).toEqual(['guard', 'echo', 'guard', 'echo']);
  });
});

describe('the policies of authorizer and API together', () => {
  const neither = { principalId: 'me', policyDocument: policy('Allow', 'arn:aws:execute-api:*:*:*/other') };
  const deny = { principalId: 'me', policyDocument: policy('Deny') };
  const implicit = '{"Message":"User is not authorized to access this resource"}';
  const explicit =
    '{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}';

  test.each<readonly [string, object, string | undefined, number, string | undefined]>([
    ['allow, none', allow, undefined, 200, undefined],
    ['allow, neither', allow, resourcePolicy(statement('Allow', elsewhere)), 200, undefined],
    ['neither, none', neither, undefined, 403, implicit],
    ['neither, neither', neither, resourcePolicy(statement('Allow', elsewhere)), 403, implicit],
    ['neither, allow', neither, resourcePolicy(statement('Allow')), 200, undefined],
    ['deny, none', deny, undefined, 403, explicit],
    ['deny, allow', deny, resourcePolicy(statement('Allow')), 403, explicit],
  ])('%s', async (_, decision, apiPolicy, status, body) => {
    const apiId = rest.deploy({ authorizer: token, ...(apiPolicy && { api: { policy: apiPolicy } }) });
    rest.functions.set('guard', () => decision);

    const answer = await rest.get(apiId, '/pets', withToken);

    expect(answer.status).toBe(status);
    if (body) expect(answer).toMatchObject({ body, errorType: 'AccessDeniedException' });
  });

  test('whom the API denies is not asked about', async () => {
    const apiId = rest.deploy({
      authorizer: token,
      api: { policy: resourcePolicy(statement('Allow'), statement('Deny')) },
    });

    const answer = await rest.get(apiId, '/pets', withToken);

    expect(answer.status).toBe(403);
    expect(answer.body).toBe(
      `{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:${apiId}/prod/GET/pets with an explicit deny"}`,
    );
    expect(rest.called).toEqual([]);
  });
});
