import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { functionUri, type RestFixture, startRestFixture, textOf } from '../../testing/gateway-fixture.ts';

let gateway: RestFixture;
beforeEach(() => {
  gateway = startRestFixture();
});
afterEach(() => gateway.close());

const serverError = '{"message": "Internal server error"}';

const mapped = (settings: object = {}, responses: object = { 200: {} }) => ({
  integration: { type: 'AWS' as const, httpMethod: 'POST', uri: functionUri('f'), ...settings },
  responses: responses as Record<string, object>,
});
const proxied = (settings: object = {}) => ({
  integration: { type: 'AWS_PROXY' as const, httpMethod: 'POST', uri: functionUri('f'), ...settings },
});

describe('a function behind mappings', () => {
  test('gets what the template makes, and its answer is the body', async () => {
    gateway.functions.set('f', (event) => ({ got: event }));
    const template = '{"id": "$input.params("id")", "all": $input.json("$")}';
    const api = await gateway.deploy({
      'POST /m/{id}': mapped({ requestTemplates: { 'application/json': template } }),
    });

    const response = await gateway.request(api, 'POST /prod/m/7', { body: '{"a": 1}' });

    expect(textOf(response)).toBe('{"got":{"id":"7","all":{"a":1}}}');
    expect(response.headers['content-type']).toBe('application/json');
    expect(response.headers).toHaveProperty('x-amzn-trace-id');
  });

  test('gets an empty object where there is no body', async () => {
    gateway.functions.set('f', (event) => event);
    const api = await gateway.deploy({ 'GET /m': mapped() });

    expect(textOf(await gateway.request(api, 'GET /prod/m'))).toBe('{}');
  });

  test('is told by its error’s message: whole, in Java’s patterns; unmatched ones are a success', async () => {
    gateway.functions.set('f', ({ message }) => {
      if (message === 'fine') return { fine: true };
      throw new Error(String(message));
    });
    const api = await gateway.deploy({
      'POST /m': mapped(
        {},
        {
          200: {},
          404: {
            selectionPattern: '(?i)not found.*',
            responseTemplates: { 'application/json': '{"error": $input.json("$.errorMessage")}' },
          },
          500: { selectionPattern: 'crash' },
        },
      ),
    });
    const ask = async (message: string) => {
      const response = await gateway.request(api, 'POST /prod/m', { body: JSON.stringify({ message }) });
      return [response.status, textOf(response)];
    };

    expect(await ask('fine')).toEqual([200, '{"fine":true}']);
    expect(await ask('Not Found: x')).toEqual([404, '{"error": "Not Found: x"}']);
    expect(await ask('crash!')).toEqual([200, '{"errorType":"Error","errorMessage":"crash!"}']);
    expect(await ask('crash')).toEqual([500, '{"errorType":"Error","errorMessage":"crash"}']);
  });

  test('is passed what comes where templates are empty', async () => {
    gateway.functions.set('f', (event) => event);
    const api = await gateway.deploy({
      'POST /m': mapped(
        { requestTemplates: { 'application/json': '' }, passthroughBehavior: 'NEVER' },
        { 200: { responseTemplates: { 'application/xml': '' } } },
      ),
    });

    const response = await gateway.request(api, 'POST /prod/m', { body: '{"a":1}' });

    expect([response.status, textOf(response)]).toEqual([200, '{"a":1}']);
    expect(response.headers['content-type']).toBe('application/xml');
  });

  test('is 500 where a header is mapped that cannot be one', async () => {
    gateway.functions.set('f', () => ({ text: 'a\nb' }));
    const api = await gateway.deploy({
      'GET /m': mapped(
        {},
        { 200: { responseParameters: { 'method.response.header.x-a': 'integration.response.body.text' } } },
      ),
    });

    expect((await gateway.request(api, 'GET /prod/m')).status).toBe(500);
  });

  test('is not waited for where a header says so', async () => {
    const api = await gateway.deploy({
      'POST /m': mapped(
        { requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" } },
        { 200: {}, 202: { selectionPattern: '' } },
      ),
      'POST /c': mapped({
        requestParameters: {
          'integration.request.header.X-Amz-Invocation-Type': 'method.request.header.InvocationType',
        },
      }),
    });

    const response = await gateway.request(api, 'POST /prod/m', { body: '{"a": 1}' });

    expect([response.status, textOf(response)]).toEqual([200, '']);
    await gateway.request(api, 'POST /prod/c', { headers: [['InvocationType', 'Event']], body: '{}' });
    expect(gateway.asked.map(({ input }) => input.InvocationType)).toEqual(['Event', 'Event']);
  });

  test('answers bytes where the response converts to binary', async () => {
    gateway.functions.set('f', () => Buffer.from([1, 2, 255]).toString('base64'));
    const api = await gateway.deploy({
      'GET /m': mapped({}, { 200: { contentHandling: 'CONVERT_TO_BINARY' } }),
    });

    const { body } = await gateway.request(api, 'GET /prod/m');

    expect(Buffer.from(body as Uint8Array)).toEqual(Buffer.from([1, 2, 255]));
  });

  test('is 500 without its permission, for a header of the gateway’s, for a response without a method response', async () => {
    gateway.functions.set('f', () => 1);
    gateway.functions.set('g', () => 1);
    gateway.forbidden.add('g');
    const api = await gateway.deploy({
      'GET /forbidden': mapped({ uri: functionUri('g') }),
      'GET /reserved': mapped({ requestParameters: { 'integration.request.header.Authorization': "'x'" } }),
      'GET /none': mapped({}, {}),
      'GET /undeclared': { ...mapped(), declaresResponses: false },
    });

    for (const path of ['forbidden', 'reserved', 'none', 'undeclared']) {
      const response = await gateway.request(api, `GET /prod/${path}`);
      expect([path, response.status, textOf(response)]).toEqual([path, 500, serverError]);
    }
  });
});

describe('a function as a proxy', () => {
  const echo = async (line: string, options: object = {}, api: object = {}) => {
    gateway.functions.set('f', (event) => ({ statusCode: 200, body: JSON.stringify(event) }));
    const id = await gateway.deploy({ 'ANY /p/{proxy+}': proxied(), 'ANY /': proxied() }, { api });
    return JSON.parse(textOf(await gateway.request(id, line, options))) as Record<string, unknown>;
  };

  test.each([
    ['GET /prod/p/a/', '/p/a/', '/prod/p/a/', { proxy: 'a' }],
    ['GET /prod/p/a//b', '/p/a//b', '/prod/p/a//b', { proxy: 'a//b' }],
    ['GET /prod//p/a', '/p/a', '/prod//p/a', { proxy: 'a' }],
    ['GET /prod/p/test%2Balias@x', '/p/test%2Balias@x', '/prod/p/test%2Balias@x', { proxy: 'test%2Balias@x' }],
    ['GET /prod', '/', '/prod', null],
    ['GET /prod/', '/', '/prod/', null],
  ])('is told paths as they were sent: %s', async (line, path, whole, pathParameters) => {
    const event = await echo(line);

    expect(event).toMatchObject({ path, pathParameters, requestContext: { path: whole } });
  });

  test('is told the last of values, names as they were sent, and not of the connection', async () => {
    const event = await echo('GET /prod/p/a?b=1&b=c%20d+e&f', {
      headers: [
        ['tEsT-HEADeR', '1'],
        ['tEsT-HEADeR', '2'],
        ['authorization', 'x'],
        ['Connection', 'close'],
        ['TE', 'trailers'],
        ['Content-MD5', 'x'],
      ],
    });

    expect(event).toMatchObject({
      queryStringParameters: { b: 'c d e', f: '' },
      multiValueQueryStringParameters: { b: ['1', 'c d e'], f: [''] },
      headers: { 'tEsT-HEADeR': '2', Authorization: 'x' },
      multiValueHeaders: { 'tEsT-HEADeR': ['1', '2'] },
    });
    for (const name of ['Connection', 'TE', 'Content-MD5', 'Content-Length']) {
      expect(event.headers).not.toHaveProperty(name);
    }
  });

  test('is told the verb that a header sets instead', async () => {
    expect(await echo('POST /prod/p/a', { headers: [['X-HTTP-Method-Override', 'PATCH']] })).toMatchObject({
      httpMethod: 'PATCH',
      requestContext: { httpMethod: 'PATCH' },
    });
  });

  test.each([
    [['image/png'], 'image/png', '//4=', true],
    [['image/png'], 'text/plain', '��', false],
    [['*/*'], 'text/plain', '//4=', true],
  ])(
    'gets bytes in base64 where their type is binary: %s, %s',
    async (binaryMediaTypes, type, body, isBase64Encoded) => {
      const options = { headers: [['Content-Type', type]], body: Uint8Array.of(0xff, 0xfe) };

      expect(await echo('POST /prod/p/a', options, { binaryMediaTypes })).toMatchObject({ body, isBase64Encoded });
    },
  );

  test.each([
    ['null', null],
    ['text', 'text'],
    ['a number for a body', { statusCode: 200, body: 1 }],
    ['an object for a body', { statusCode: 200, body: {} }],
    ['an unknown member', { statusCode: 200, other: 1 }],
    ['a status in words', { statusCode: 'ok' }],
    ['lists that are none', { multiValueHeaders: { a: 'b' } }],
  ])('that answers wrongly is 502: %s', async (_, output) => {
    gateway.functions.set('f', () => output);
    const api = await gateway.deploy({ 'GET /': proxied() });

    const response = await gateway.request(api, 'GET /prod/');

    expect([response.status, textOf(response)]).toEqual([502, serverError]);
    expect(response.headers).not.toHaveProperty('x-amzn-trace-id');
  });

  test('answers with status in words of digits, headers of both kinds, some under other names', async () => {
    gateway.functions.set('f', () => ({
      statusCode: '201',
      headers: { 'X-A': true, 'WWW-Authenticate': 'Basic', Date: 'then', 'Set-Cookie': 'c=3', Via: 'x' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'], 'X-A': ['true'] },
    }));
    const api = await gateway.deploy({ 'GET /': proxied() });

    const response = await gateway.request(api, 'GET /prod/');

    expect(response.status).toBe(201);
    expect(response.headers).toMatchObject({
      'content-type': 'application/json',
      'set-cookie': ['a=1', 'b=2', 'c=3'],
      'x-a': 'true',
      'x-amzn-remapped-www-authenticate': 'Basic',
      'x-amzn-remapped-date': 'then',
    });
    for (const name of ['www-authenticate', 'date', 'via']) expect(response.headers).not.toHaveProperty(name);
  });

  test.each([
    [['image/png'], 'image/png', 'bytes'],
    [['image/png'], 'image/png, */*', 'bytes'],
    [['image/png'], '*/*', '//4='],
    [['*/*'], 'text/html', 'bytes'],
    [[], 'image/png', '//4='],
  ])('answers bytes where what is accepted first is binary: %s, %s', async (binaryMediaTypes, accept, body) => {
    gateway.functions.set('f', () => ({ isBase64Encoded: true, body: '//4=' }));
    const api = await gateway.deploy({ 'GET /': proxied() }, { api: { binaryMediaTypes } });

    const response = await gateway.request(api, 'GET /prod/', { headers: [['Accept', accept]] });

    if (body === 'bytes') expect(Buffer.from(response.body as Uint8Array)).toEqual(Buffer.from([0xff, 0xfe]));
    else expect(textOf(response)).toBe(body);
  });

  test('is 500 by another verb than POST and for a mapped header of the gateway’s', async () => {
    gateway.functions.set('f', () => ({}));
    const api = await gateway.deploy({
      'GET /verb': proxied({ httpMethod: 'GET' }),
      'GET /reserved': proxied({ requestParameters: { 'integration.request.header.TE': "'x'" } }),
      'GET /fine': proxied({ requestParameters: { 'integration.request.header.x-a': "'x'" } }),
    });

    for (const path of ['verb', 'reserved']) {
      const response = await gateway.request(api, `GET /prod/${path}`);
      expect([path, response.status, textOf(response)]).toEqual([path, 500, serverError]);
    }
    expect((await gateway.request(api, 'GET /prod/fine')).status).toBe(200);
  });

  test('that is too slow is 504', async () => {
    gateway.functions.set('f', () => new Promise(() => {}));
    const api = await gateway.deploy({ 'GET /': proxied() });

    const pending = gateway.request(api, 'GET /prod/');
    await gateway.clock.advance('29s');
    const response = await pending;

    expect([response.status, textOf(response)]).toEqual([504, '{"message": "Endpoint request timed out"}']);
  });
});
