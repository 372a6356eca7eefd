import {
  type ConnectionAuthorizationType,
  CreateConnectionCommand,
  DescribeConnectionCommand,
  EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { startUserServer, type UserServer } from '../events/user-server.ts';
import { makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 13 });
let server: UserServer;
beforeAll(async () => {
  server = await startUserServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.seen.length = 0;
  server.answer = (_seen, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"made":true}');
});

async function connect(
  parameters: object = {},
  AuthorizationType: ConnectionAuthorizationType = 'BASIC',
): Promise<string> {
  const { ConnectionArn = '' } = await target.client(EventBridgeClient).send(
    new CreateConnectionCommand({
      Name: 'c',
      AuthorizationType,
      AuthParameters: { BasicAuthParameters: { Username: 'ann', Password: 'x' }, ...parameters },
    }),
  );
  return ConnectionArn;
}

/** Lets time pass until the connection has its token. */
const authorized = () =>
  expect
    .poll(async () => {
      await target.cloud.clock.advance('1s');
      const asked = new DescribeConnectionCommand({ Name: 'c' });
      return (await target.client(EventBridgeClient).send(asked)).ConnectionState;
    })
    .toBe('AUTHORIZED');

async function call(ConnectionArn: string, parameters: object = {}, name = 'm') {
  const definition = {
    StartAt: 'Call',
    States: {
      Call: {
        Type: 'Task',
        Resource: 'arn:aws:states:::http:invoke',
        Parameters: {
          ApiEndpoint: `${server.origin}/in`,
          Method: 'POST',
          Authentication: { ConnectionArn },
          ...parameters,
        },
        End: true,
      },
    },
  };
  return run(target, await makeMachine(target, definition, { name }));
}

describe('an HTTP task', () => {
  it('sends a request over a connection, and has the answer as its result', async () => {
    const ended = await call(await connect(), { RequestBody: { a: [1] }, Headers: { 'X-Own': 'mine' } });

    expect(ended.status).toBe('SUCCEEDED');
    expect(JSON.parse(ended.output ?? '')).toMatchObject({
      Headers: { 'content-type': ['application/json'] },
      ResponseBody: { made: true },
      StatusCode: 200,
      StatusText: 'OK',
    });
    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        url: '/in',
        body: '{"a":[1]}',
        headers: {
          authorization: `Basic ${Buffer.from('ann:x').toString('base64')}`,
          'content-type': 'application/json; charset=UTF-8',
          'user-agent': 'Amazon|StepFunctions|HttpInvoke|us-east-1',
          range: 'bytes=0-262144',
          'x-own': 'mine',
        },
      },
    ]);
    expect(ended.events[2]).toMatchObject({
      type: 'TaskScheduled',
      taskScheduledEventDetails: { resourceType: 'http', resource: 'invoke' },
    });
  });

  it('lets values of the connection count where both have one', async () => {
    const connection = await connect({
      InvocationHttpParameters: {
        HeaderParameters: [{ Key: 'Header-Param', Value: 'connection' }],
        QueryStringParameters: [{ Key: 'q', Value: 'connection' }],
        BodyParameters: [{ Key: 'BodyParam', Value: 'connection' }],
      },
    });

    await call(connection, {
      Headers: { 'header-param': 'task' },
      QueryParameters: { q: 'task', r: ['1', '2'] },
      RequestBody: { Job: 'j', BodyParam: 'task' },
    });

    const [seen] = server.seen;
    expect(seen).toMatchObject({
      body: '{"Job":"j","BodyParam":"connection"}',
      headers: { 'header-param': 'connection' },
    });
    expect([...new URL(seen?.url ?? '', server.origin).searchParams].sort()).toEqual([
      ['q', 'connection'],
      ['r', '1'],
      ['r', '2'],
    ]);
  });

  it.each([
    [undefined, 'a%5B0%5D=x&a%5B1%5D=y%20z&m%5Bn%5D=1'],
    ['INDICES', 'a%5B0%5D=x&a%5B1%5D=y%20z&m%5Bn%5D=1'],
    ['REPEAT', 'a=x&a=y%20z&m%5Bn%5D=1'],
    ['COMMAS', 'a=x,y%20z&m%5Bn%5D=1'],
    ['BRACKETS', 'a%5B%5D=x&a%5B%5D=y%20z&m%5Bn%5D=1'],
  ])('sends its body as a form, arrays as %s', async (ArrayFormat, body) => {
    await call(await connect(), {
      Headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      RequestBody: { a: ['x', 'y z'], m: { n: 1 } },
      Transform: {
        RequestBodyEncoding: 'URL_ENCODED',
        ...(ArrayFormat && { RequestEncodingOptions: { ArrayFormat } }),
      },
    });

    expect(server.seen).toMatchObject([{ body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }]);
  });

  it.each([404, 429, 503])('fails by the status %i', async (status) => {
    server.answer = (_seen, response) => response.writeHead(status, { 'content-type': 'text/plain' }).end('why');

    expect(await call(await connect())).toMatchObject({
      status: 'FAILED',
      error: `States.Http.StatusCode.${status}`,
      cause: expect.stringContaining('why'),
    });
  });

  it('fails where nobody answers in a minute', async () => {
    server.answer = () => undefined;

    expect(await call(await connect())).toMatchObject({ status: 'FAILED', error: 'States.Http.Socket' });
  });

  it('fails where nobody is there', async () => {
    expect(await call(await connect(), { ApiEndpoint: 'http://127.0.0.1:1/' })).toMatchObject({
      error: 'States.Http.Socket',
    });
  });

  it.each(['Authorization', 'Host', 'If-Match', 'x-amz-id', 'X-Forwarded-For'])(
    'fails with the header %s',
    async (name) => {
      expect(await call(await connect(), { Headers: { [name]: 'v' } })).toMatchObject({ error: 'States.Runtime' });
      expect(server.seen).toEqual([]);
    },
  );

  it.each(['image/png', 'application/octet-stream'])('fails for answers of the type %s', async (type) => {
    server.answer = (_seen, response) => response.writeHead(200, { 'content-type': type }).end('x');

    expect(await call(await connect())).toMatchObject({ error: 'States.Runtime' });
  });

  it('has the API key of its connection', async () => {
    const connection = await connect(
      { ApiKeyAuthParameters: { ApiKeyName: 'X-Key', ApiKeyValue: 'secret' }, BasicAuthParameters: undefined },
      'API_KEY',
    );

    expect((await call(connection)).status).toBe('SUCCEEDED');
    expect(server.seen).toMatchObject([{ headers: { 'x-key': 'secret' } }]);
  });

  it('has the token of its connection, and another one where the server refuses it', async () => {
    let tokens = 0;
    let refused = 0;
    server.answer = ({ url }, response) => {
      if (url === '/token') {
        tokens += 1;
        response.writeHead(200, { 'content-type': 'application/json' });
        return response.end(JSON.stringify({ access_token: `t${tokens}`, token_type: 'Bearer', expires_in: 3600 }));
      }
      const status = refused === 0 ? 401 : 200;
      refused += 1;
      return response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    };
    const OAuthParameters = {
      AuthorizationEndpoint: `${server.origin}/token`,
      ClientParameters: { ClientID: 'id', ClientSecret: 'hidden' },
      HttpMethod: 'POST',
    };
    const connection = await connect({ OAuthParameters, BasicAuthParameters: undefined }, 'OAUTH_CLIENT_CREDENTIALS');
    await authorized();

    const first = await call(connection);
    const second = await call(connection, {}, 'second');

    expect([first.error, second.status]).toEqual(['States.Http.StatusCode.401', 'SUCCEEDED']);
    const sent = server.seen.filter(({ url }) => url === '/in').map(({ headers }) => headers.authorization);
    expect(sent).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it.each([
    ['reset states:InvokeHTTPEndpoint', 'States.Http.Socket', 0],
    ['lost states:InvokeHTTPEndpoint', 'States.Http.Socket', 1],
    ['hang states:InvokeHTTPEndpoint', 'States.Http.Socket', 0],
    ['error states:InvokeHTTPEndpoint', 'States.Http.StatusCode.500', 0],
    ['throttle states:InvokeHTTPEndpoint', 'States.Http.StatusCode.429', 0],
    ['reset events:RetrieveConnectionCredentials', 'Events.ConnectionResource.SdkClientException', 0],
  ])('fails with %s as %s', async (fault, error, requests) => {
    const connection = await connect();
    target.cloud.faults.add(fault);

    expect(await call(connection)).toMatchObject({ status: 'FAILED', error });
    expect(server.seen).toHaveLength(requests);
  });

  it('fails where the connection is not there', async () => {
    const arn = `arn:aws:events:us-east-1:000000000000:connection/none/${'0'.repeat(36)}`;

    expect(await call(arn)).toMatchObject({ error: 'Events.ConnectionResource.ResourceNotFound' });
  });

  it('answers texts as they are', async () => {
    server.answer = (_seen, response) => response.writeHead(201, { 'content-type': 'text/plain' }).end('{"a":1}');

    const { output = '' } = await call(await connect());

    expect(JSON.parse(output)).toMatchObject({ ResponseBody: '{"a":1}', StatusCode: 201, StatusText: 'Created' });
  });
});
