import type { ServerResponse } from 'node:http';
import type { CreateApiDestinationResponse, CreateConnectionResponse } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startUserServer, type UserServer } from '../../../../../conformance/events/user-server.ts';
import { type Cloud, startCloud } from '../../../cloud.ts';

let cloud: Cloud;
let server: UserServer;
beforeEach(async () => {
  cloud = await startCloud({ log: 'silent', clock: 'virtual' });
  server = await startUserServer();
});
afterEach(async () => {
  await cloud.close();
  server.close();
});

const where = { account: '000000000000', region: 'us-east-1' };
const call = <T>(operation: string, input: object) => cloud.kernel.call<T>('events', operation, input, where);

async function make(connection: object, destination: object = {}): Promise<string> {
  const { ConnectionArn } = await call<CreateConnectionResponse>('CreateConnection', { Name: 'c', ...connection });
  const { ApiDestinationArn = '' } = await call<CreateApiDestinationResponse>('CreateApiDestination', {
    Name: 'd',
    ConnectionArn,
    InvocationEndpoint: `${server.origin}/in`,
    HttpMethod: 'POST',
    ...destination,
  });
  return ApiDestinationArn;
}

const key = {
  AuthorizationType: 'API_KEY',
  AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'X-Key', ApiKeyValue: 'v' } },
};
const oauth = () => ({
  AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS',
  AuthParameters: {
    OAuthParameters: {
      AuthorizationEndpoint: `${server.origin}/token`,
      ClientParameters: { ClientID: 'id', ClientSecret: 'hidden' },
      HttpMethod: 'POST',
    },
  },
});
const invoke = (ApiDestinationArn: string, Http?: object) =>
  call<{ Status: number; Body: string }>('InvokeApiDestination', { ApiDestinationArn, Payload: '{"a":1}', Http });

const end = (response: ServerResponse, status: number, body = '{}') => response.writeHead(status).end(body);

describe('a request', () => {
  test('has the key, AWS’s headers and the payload, and its answer comes back', async () => {
    server.answer = (_seen, response) => end(response, 202, '{"ok":true}');

    expect(await invoke(await make(key))).toMatchObject({ Status: 202, Body: '{"ok":true}' });

    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        url: '/in',
        body: '{"a":1}',
        headers: {
          'x-key': 'v',
          'user-agent': 'Amazon/EventBridge/ApiDestinations',
          'content-type': 'application/json; charset=utf-8',
          range: 'bytes=0-1048575',
          'accept-encoding': 'gzip,deflate',
          connection: 'close',
          'content-length': '7',
        },
      },
    ]);
  });

  test('takes parameters of the target, and over them those of the connection', async () => {
    const InvocationHttpParameters = {
      HeaderParameters: [{ Key: 'x-both', Value: 'connection' }],
      QueryStringParameters: [{ Key: 'q', Value: 'connection' }],
      BodyParameters: [{ Key: 'b', Value: '2' }],
    };
    const arn = await make(
      { ...key, AuthParameters: { ...key.AuthParameters, InvocationHttpParameters } },
      { InvocationEndpoint: `${server.origin}/*/in/*?own=1`, HttpMethod: 'PUT' },
    );

    await invoke(arn, {
      pathParameters: ['one', 'two/three'],
      headers: { 'X-Both': 'target', 'X-Own': 'target', Host: 'evil', 'User-Agent': 'evil' },
      query: { q: 'target', r: 'a b' },
    });

    const [seen] = server.seen;
    expect(seen).toMatchObject({
      method: 'PUT',
      url: '/one/in/two%2Fthree?own=1&q=connection&r=a+b',
      body: '{"a":1,"b":"2"}',
      headers: { 'x-both': 'connection', 'x-own': 'target', 'user-agent': 'Amazon/EventBridge/ApiDestinations' },
    });
    expect(seen?.headers.host).toBe(new URL(server.origin).host);
  });

  test('has name and password', async () => {
    const BasicAuthParameters = { Username: 'ann', Password: 'x' };

    await invoke(await make({ AuthorizationType: 'BASIC', AuthParameters: { BasicAuthParameters } }));

    expect(server.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ann:x').toString('base64')}`);
  });
});

describe('a token', () => {
  const tokens = () => server.seen.filter(({ url }) => url === '/token').length;
  const used = () => server.seen.filter(({ url }) => url === '/in').map(({ headers }) => headers.authorization);
  beforeEach(() => {
    server.answer = ({ url }, response) =>
      end(response, 200, url === '/token' ? `{"access_token":"t${tokens()}","expires_in":3600}` : '{}');
  });

  test('is asked for once, and again a minute before its end', async () => {
    const arn = await make(oauth());
    await cloud.clock.advance(0);

    await invoke(arn);
    await invoke(arn);
    await cloud.clock.advance('59m');
    await invoke(arn);

    expect(used()).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
  });

  test('that the server does not take is asked for again at the next attempt', async () => {
    const arn = await make(oauth());
    await cloud.clock.advance(0);
    const { answer } = server;
    server.answer = (seen, response) =>
      seen.headers.authorization === 'Bearer t1' ? end(response, 401) : answer(seen, response);

    await expect(invoke(arn)).rejects.toMatchObject({ fault: 'server' });
    await invoke(arn);

    expect(used()).toEqual(['Bearer t1', 'Bearer t2']);
  });
});

describe('an answer', () => {
  test.each([401, 407, 409, 429, 500, 503])('of %i passes', async (status) => {
    server.answer = (_seen, response) => end(response, status);

    await expect(invoke(await make(key))).rejects.toMatchObject({ code: 'SDK_CLIENT_ERROR', fault: 'server' });
  });

  test.each([302, 400, 404, 410])('of %i is for good', async (status) => {
    server.answer = (_seen, response) => end(response, status);

    await expect(invoke(await make(key))).rejects.toMatchObject({ code: 'SDK_CLIENT_ERROR', fault: 'client' });
  });

  test('that never comes is given up after five seconds', async () => {
    server.answer = () => {};
    const answered = invoke(await make(key)).catch((error: unknown) => error);
    await expect.poll(() => server.seen.length).toBe(1);

    await cloud.clock.advance('5s');

    expect(await answered).toMatchObject({
      fault: 'server',
      message: 'Unable to invoke ApiDestination endpoint: Timeout calling endpoint for API Destination: socket closed.',
    });
  });

  test('of nobody passes', async () => {
    const arn = await make(key, { InvocationEndpoint: 'http://127.0.0.1:1/' });

    await expect(invoke(arn)).rejects.toMatchObject({
      fault: 'server',
      message: 'Unable to invoke ApiDestination endpoint: API destination endpoint cannot be reached.',
    });
  });
});

test('more requests a second than are allowed pass by, until a second later', async () => {
  const arn = await make(key, { InvocationRateLimitPerSecond: 2 });
  await invoke(arn);
  await invoke(arn);

  await expect(invoke(arn)).rejects.toMatchObject({ code: 'ThrottlingException', status: 429 });
  await cloud.clock.advance('1s');
  await expect(invoke(arn)).resolves.toMatchObject({ Status: 200 });
});

test('a destination that is gone or inactive is told so', async () => {
  const arn = await make(key);
  await call('DeauthorizeConnection', { Name: 'c' });

  await expect(invoke(arn)).rejects.toMatchObject({ fault: 'client' });
  await call('DeleteApiDestination', { Name: 'd' });
  await expect(invoke(arn)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});
