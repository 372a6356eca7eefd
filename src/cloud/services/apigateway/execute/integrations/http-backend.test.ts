import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RestFixture, startRestFixture, textOf } from '../../testing/gateway-fixture.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let gateway: RestFixture;
let server: Server;
let origin: string;
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;

beforeEach(async () => {
  gateway = startRestFixture();
  answer = ({ method, url, headers }, response, body) => response.end(JSON.stringify({ method, url, headers, body }));
  server = createServer((request, response) => {
    void text(request).then((body) => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  gateway.close();
  server.closeAllConnections();
  server.close();
});

const seenBy = (response: Parameters<typeof textOf>[0]): Seen => JSON.parse(textOf(response)) as Seen;

const http = (settings: object = {}, responses: object = { 200: {} }) => ({
  integration: { type: 'HTTP' as const, httpMethod: 'POST', uri: `${origin}/in`, ...settings },
  responses: responses as Record<string, object>,
});
const proxy = (settings: object = {}) => ({
  integration: { type: 'HTTP_PROXY' as const, httpMethod: 'ANY', uri: `${origin}/in`, ...settings },
});

describe('an HTTP integration', () => {
  test('sends nothing of the client but what is mapped', async () => {
    const api = await gateway.deploy(
      {
        'PUT /m/{id}': http({
          uri: `${origin}/in/{key}?own=1`,
          requestParameters: {
            'integration.request.path.key': 'method.request.path.id',
            'integration.request.header.X-Own': "'fixed'",
            'integration.request.header.X-Many': 'method.request.multivalueheader.x-c',
            'integration.request.header.X-Deep': 'method.request.body.a.b[1]',
            'integration.request.header.X-Stage': 'stageVariables.color',
            'integration.request.header.X-Api': 'context.apiId',
            'integration.request.header.X-None': 'method.request.header.none',
            'integration.request.querystring.one': 'method.request.querystring.q',
            'integration.request.querystring.all': 'method.request.multivaluequerystring.q',
          },
          requestTemplates: { 'application/json': '{"was": $input.json("$.a")}' },
        }),
      },
      { stage: { variables: { color: 'red' } } },
    );

    const response = await gateway.request(api, 'PUT /prod/m/x%2Fy?q=1&q=2%203', {
      headers: [
        ['Content-Type', 'application/json'],
        ['x-c', 'a'],
        ['x-c', 'b'],
        ['x-secret', 's'],
      ],
      body: '{"a": {"b": [1, 2]}}',
    });

    expect(response.status).toBe(200);
    expect(response.headers).toHaveProperty('x-amzn-trace-id');
    const seen = seenBy(response);
    expect(seen).toMatchObject({ method: 'POST', url: '/in/x%2Fy?own=1&one=2%203&all=1&all=2%203' });
    expect(seen.body).toBe('{"was": {"b":[1,2]}}');
    expect(seen.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': `AmazonAPIGateway_${api}`,
      'x-amzn-apigateway-api-id': api,
      'x-own': 'fixed',
      'x-many': 'a, b',
      'x-deep': '2',
      'x-stage': 'red',
      'x-api': api,
    });
    expect(seen.headers).not.toHaveProperty('x-secret');
    expect(seen.headers).not.toHaveProperty('x-none');
  });

  test('overrides parameters by its template', async () => {
    const template =
      '#set($context.requestOverride.header.X-A = "own")#set($context.requestOverride.querystring.q = "2")' +
      '#set($context.requestOverride.path.key = $input.path("$.k"))body';
    const api = await gateway.deploy({
      'POST /m': http({
        uri: `${origin}/in/{key}`,
        requestParameters: {
          'integration.request.path.key': "'mapped'",
          'integration.request.header.x-a': "'mapped'",
        },
        requestTemplates: { 'application/json': template },
      }),
    });

    const seen = seenBy(await gateway.request(api, 'POST /prod/m', { body: '{"k": "own key"}' }));

    expect(seen).toMatchObject({ url: '/in/own%20key?q=2', body: 'body' });
    expect(seen.headers['x-a']).toBe('own');
  });

  test('selects its response by status, and maps headers, body and status', async () => {
    answer = (_, response) => {
      response.writeHead(418, { 'x-from': 'backend', server: 'nginx' });
      response.end('{"kind": {"name": "teapot"}}');
    };
    const api = await gateway.deploy({
      'GET /m': http(
        {},
        {
          200: {},
          400: {
            selectionPattern: '4\\d{2}',
            responseParameters: {
              'method.response.header.x-to': 'integration.response.header.X-From',
              'method.response.header.x-kind': 'integration.response.body.kind.name',
              'method.response.header.server': 'integration.response.header.server',
              'method.response.header.content-type': "'text/x-pot'",
            },
            responseTemplates: { 'application/json': 'a $input.path("$.kind.name")' },
          },
        },
      ),
    });

    const response = await gateway.request(api, 'GET /prod/m');

    expect(response.status).toBe(400);
    expect(textOf(response)).toBe('a teapot');
    expect(response.headers).toMatchObject({
      'x-to': 'backend',
      'x-kind': 'teapot',
      'x-amzn-remapped-server': 'nginx',
      'content-type': 'text/x-pot',
    });
    expect(response.headers).not.toHaveProperty('x-from');
  });

  test.each(['Content-Length', 'Transfer-Encoding', 'X-Amzn-Trace-Id', 'x-amzn-apigateway-api-id'])(
    'is 500 where %s is mapped',
    async (name) => {
      const api = await gateway.deploy({
        'GET /m': http({ requestParameters: { [`integration.request.header.${name}`]: "'1'" } }),
      });

      const response = await gateway.request(api, 'GET /prod/m');

      expect([response.status, textOf(response)]).toEqual([500, '{"message": "Internal server error"}']);
    },
  );

  test('that cannot be reached is 504, that is too slow as well, that has no URL is 500', async () => {
    answer = () => {};
    const api = await gateway.deploy({
      'GET /gone': http({ uri: 'http://127.0.0.1:1/' }),
      'GET /slow': http({ timeoutInMillis: 50 }),
      'GET /wrong': http({ uri: `${origin}/{never}` }),
    });

    const gone = await gateway.request(api, 'GET /prod/gone');
    expect([gone.status, textOf(gone)]).toEqual([504, '{"message": "Network error communicating with endpoint"}']);

    const slow = gateway.request(api, 'GET /prod/slow');
    await gateway.clock.advance('50ms');
    const late = await slow;
    expect([late.status, textOf(late)]).toEqual([504, '{"message": "Endpoint request timed out"}']);
    expect(late.headers['x-amzn-errortype']).toBe('InternalServerErrorException');

    expect((await gateway.request(api, 'GET /prod/wrong')).status).toBe(500);
  });
});

describe('an HTTP proxy', () => {
  test('passes the request on, less what is between two servers, with parameters added', async () => {
    const api = await gateway.deploy(
      {
        'ANY /m/{proxy+}': proxy({
          uri: `${origin}/\${stageVariables.base}/{proxy}`,
          requestParameters: {
            'integration.request.path.proxy': 'method.request.path.proxy',
            'integration.request.querystring.q': "'added'",
            'integration.request.header.x-own': "'fixed'",
          },
        }),
      },
      { stage: { variables: { base: 'v1' } } },
    );

    const response = await gateway.request(api, 'PATCH /prod/m/a/b%20c?q=1&r=2', {
      headers: [
        ['X-Kept', 'yes'],
        ['Authorization', 'Bearer x'],
        ['Content-MD5', 'x'],
        ['Via', '1.1 x'],
        ['Max-Forwards', '1'],
        ['X-Own', 'client'],
        ['Content-Type', 'text/plain'],
      ],
      body: 'hello',
    });

    const seen = seenBy(response);
    expect(seen).toMatchObject({ method: 'PATCH', url: '/v1/a/b%20c?q=1&q=added&r=2', body: 'hello' });
    expect(seen.headers).toMatchObject({
      'x-kept': 'yes',
      authorization: 'Bearer x',
      'x-own': 'fixed',
      accept: 'application/json',
      'user-agent': 'curl/8.5.0',
      'content-type': 'text/plain',
      'x-amzn-apigateway-api-id': api,
      'x-forwarded-for': '127.0.0.1',
      host: new URL(origin).host,
    });
    for (const name of ['content-md5', 'via', 'max-forwards']) expect(seen.headers).not.toHaveProperty(name);
  });

  test('passes the answer back, with the headers of the gateway under other names', async () => {
    answer = (_, response) => {
      response.writeHead(207, {
        'content-type': 'text/plain',
        'www-authenticate': 'Basic',
        server: 'nginx',
        date: 'Tue, 03 Nov 2026 10:11:12 GMT',
        'content-md5': 'x',
        via: '1.1 y',
        'x-kept': 'yes',
        'content-length': '5',
      });
      response.end('hello');
    };
    const api = await gateway.deploy({ 'GET /m': proxy() });

    const response = await gateway.request(api, 'GET /prod/m');

    expect(response.status).toBe(207);
    expect(textOf(response)).toBe('hello');
    expect(response.headers).toMatchObject({
      'content-type': 'text/plain',
      'x-kept': 'yes',
      'x-amzn-remapped-www-authenticate': 'Basic',
      'x-amzn-remapped-server': 'nginx',
      'x-amzn-remapped-date': 'Tue, 03 Nov 2026 10:11:12 GMT',
      'x-amzn-remapped-content-md5': 'x',
      'x-amzn-remapped-content-length': '5',
      'x-amzn-remapped-connection': 'keep-alive',
    });
    for (const name of ['server', 'date', 'content-length', 'connection', 'via', 'x-amzn-trace-id']) {
      expect(response.headers).not.toHaveProperty(name);
    }
  });

  test.each([
    [[], '*/*', '��'],
    [['image/png'], 'image/png', 'bytes'],
    [['image/png'], 'text/plain', '//4='],
    [['*/*'], 'text/plain', 'bytes'],
  ])('answers bytes by binary types %s and what is accepted: %s', async (binaryMediaTypes, accept, body) => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'image/png' });
      response.end(Buffer.from([0xff, 0xfe]));
    };
    const api = await gateway.deploy({ 'GET /m': proxy() }, { api: { binaryMediaTypes } });

    const response = await gateway.request(api, 'GET /prod/m', { headers: [['Accept', accept]] });

    if (body === 'bytes') expect(Buffer.from(response.body as Uint8Array)).toEqual(Buffer.from([0xff, 0xfe]));
    else expect(textOf(response)).toBe(body);
  });
});
