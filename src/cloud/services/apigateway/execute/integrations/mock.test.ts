import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RestFixture, startRestFixture, textOf } from '../../testing/gateway-fixture.ts';

let gateway: RestFixture;
beforeEach(() => {
  gateway = startRestFixture();
});
afterEach(() => gateway.close());

/** A mock with a request template for JSON, and responses by status. */
const mock = (template: string, responses: object = { 200: {} }, settings: object = {}) => ({
  integration: { type: 'MOCK' as const, requestTemplates: { 'application/json': template }, ...settings },
  responses: responses as Record<string, object>,
});

const serverError = '{"message": "Internal server error"}';

describe('a mock', () => {
  test.each([
    '{"statusCode": 200}',
    '{ statusCode: 200 }',
    "{'statusCode': 200}",
    '{"statusCode": 200,}',
    '{ status: 400, statusCode: 200, other: {"a": [1]} }',
    '{\n  statusCode : 200\n}',
    '#set($status = 200){"statusCode": $status}',
  ])('is answered by what its template says: %s', async (template) => {
    const api = await gateway.deploy({ 'GET /m': mock(template) });

    const response = await gateway.request(api, 'GET /prod/m');

    expect(response.status).toBe(200);
    expect(textOf(response)).toBe('');
    expect(response.headers['content-type']).toBe('application/json');
    expect(response.headers).not.toHaveProperty('x-amzn-trace-id');
  });

  test.each(['', '{}', 'statusCode: 200', '{"statusCode": "many"}', '{statusCode: 200', '{"statusCode" 200}', '[200]'])(
    'without a status is 500: %s',
    async (template) => {
      const api = await gateway.deploy({ 'GET /m': mock(template) });

      const response = await gateway.request(api, 'GET /prod/m');

      expect(response.status).toBe(500);
      expect(response.headers['x-amzn-errortype']).toBe('InternalServerErrorException');
      expect(textOf(response)).toBe(serverError);
    },
  );

  test('selects by pattern, the response of the very status first, else the default', async () => {
    const template = '{"statusCode": $input.params("s")}';
    const body = (text: string) => ({ responseTemplates: { 'application/json': text } });
    const api = await gateway.deploy({
      'GET /m': mock(template, {
        200: body('default'),
        201: { selectionPattern: '20\\d', ...body('some') },
        202: { selectionPattern: '202|203', ...body('very') },
        400: { selectionPattern: '4', ...body('never') },
      }),
    });
    const ask = async (status: number) => {
      const response = await gateway.request(api, `GET /prod/m?s=${status}`);
      return `${response.status} ${textOf(response)}`;
    };

    expect(await ask(201)).toBe('201 some');
    expect(await ask(202)).toBe('202 very');
    expect(await ask(400)).toBe('200 default');
    expect(await ask(500)).toBe('200 default');
  });

  test('without any matching response is 500', async () => {
    const api = await gateway.deploy({ 'GET /m': mock('{"statusCode": 404}', { 200: { selectionPattern: '200' } }) });

    expect((await gateway.request(api, 'GET /prod/m')).status).toBe(500);
  });

  test('answers a preflight with the headers of its response', async () => {
    const api = await gateway.deploy({
      'OPTIONS /m': mock('{ statusCode: 200 }', {
        204: {
          responseParameters: {
            'method.response.header.Access-Control-Allow-Origin': "'*'",
            'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS'",
          },
        },
      }),
    });

    const response = await gateway.request(api, 'OPTIONS /prod/m');

    expect(response.status).toBe(204);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.headers['access-control-allow-methods']).toBe('GET,OPTIONS');
  });

  test('behind a catch-all binary type is 500 unless it converts to text', async () => {
    const api = await gateway.deploy(
      {
        'OPTIONS /broken': mock('{ statusCode: 200 }'),
        'OPTIONS /text': mock('{ statusCode: 200 }', { 200: {} }, { contentHandling: 'CONVERT_TO_TEXT' }),
      },
      { api: { binaryMediaTypes: ['*/*'] } },
    );

    expect((await gateway.request(api, 'OPTIONS /prod/broken')).status).toBe(500);
    expect((await gateway.request(api, 'OPTIONS /prod/text')).status).toBe(200);
  });
});

describe('templates', () => {
  const echo = (template: string) =>
    mock('{"statusCode": 200}', { 200: { responseTemplates: { 'application/json': template } } });

  test('see context, stage variables and parameters of the request', async () => {
    const template =
      '$context.httpMethod $context.resourcePath $context.stage $context.identity.sourceIp $context.identity.user|' +
      '$stageVariables.color $stageVariables.get("color") $input.params("id") $input.params("q") $input.params("X-H")';
    const api = await gateway.deploy({ 'GET /m/{id}': echo(template) }, { stage: { variables: { color: 'red' } } });

    const response = await gateway.request(api, 'GET /prod/m/7?q=a&q=b', { headers: [['x-h', 'h']] });

    expect(textOf(response)).toBe('GET /m/{id} prod 127.0.0.1 |red red 7 b h');
  });

  test.each([
    ['text/plain', 'text/plain', 'plain'],
    ['text/plain;q=1, application/json', 'text/plain', 'plain'],
    ['image/png, text/plain', 'application/json', 'json'],
    ['', 'application/json', 'json'],
  ])('of responses are chosen by what the client accepts first: %s', async (accept, type, body) => {
    const api = await gateway.deploy({
      'GET /m': mock('{"statusCode": 200}', {
        200: { responseTemplates: { 'text/plain': 'plain', 'application/json': 'json' } },
      }),
    });

    const response = await gateway.request(api, 'GET /prod/m', { headers: accept ? [['Accept', accept]] : [] });

    expect(response.headers['content-type']).toBe(type);
    expect(textOf(response)).toBe(body);
  });

  test.each([
    ['WHEN_NO_MATCH', 'text/plain', 500],
    ['WHEN_NO_TEMPLATES', 'text/plain', 415],
    ['NEVER', 'text/plain', 415],
    ['NEVER', 'application/json; charset=utf-8', 200],
    ['NEVER', undefined, 200],
  ])('of requests are chosen by content type: %s, %s is %s', async (passthroughBehavior, type, status) => {
    const api = await gateway.deploy({ 'POST /m': mock('{"statusCode": 200}', { 200: {} }, { passthroughBehavior }) });

    const response = await gateway.request(api, 'POST /prod/m', {
      headers: type ? [['Content-Type', type]] : [],
      body: '{}',
    });

    expect(response.status).toBe(status);
    if (status === 415) {
      expect(textOf(response)).toBe('{"message":"Unsupported Media Type"}');
      expect(response.headers['x-amzn-errortype']).toBe('BadRequestException');
    }
  });

  test('that ask broken JSON for a member are 400', async () => {
    const api = await gateway.deploy({ 'POST /m': mock('#set($x = $input.path("$.a")){"statusCode": 200}') });

    const response = await gateway.request(api, 'POST /prod/m', { body: '{"a": ' });

    expect(response.status).toBe(400);
    expect(response.headers['x-amzn-errortype']).toBe('BadRequestException');
    expect(textOf(response)).toBe('{"message":"Invalid JSON in request body"}');
  });

  test.each(['#if(', '#set($x = [1..999999999])'])('that cannot be rendered are 500: %s', async (template) => {
    const api = await gateway.deploy({ 'GET /m': mock(template), 'GET /r': echo(template) });

    for (const path of ['m', 'r']) {
      const response = await gateway.request(api, `GET /prod/${path}`);
      expect([response.status, textOf(response)]).toEqual([500, serverError]);
    }
  });
});

describe('overrides', () => {
  test('of the response hold from both templates, and are final', async () => {
    const api = await gateway.deploy({
      'GET /m': mock('#set($context.responseOverride.status = 444){"statusCode": 200}', {
        200: {
          responseParameters: { 'method.response.header.x-a': "'mapped'" },
          responseTemplates: {
            'application/json':
              '#set($context.responseOverride.header.X-A = "own")#set($context.responseOverride.header["x-b"] = 2)ok',
          },
        },
      }),
    });

    const response = await gateway.request(api, 'GET /prod/m');

    expect(response.status).toBe(444);
    expect(response.headers).toMatchObject({ 'x-a': 'own', 'x-b': '2' });
    expect(textOf(response)).toBe('ok');
  });

  test.each(['"many"', '99', '600', '"444"'])('with a status that is none are overlooked: %s', async (status) => {
    const api = await gateway.deploy({
      'GET /m': mock(`#set($context.responseOverride.status = ${status}){"statusCode": 200}`),
    });

    expect((await gateway.request(api, 'GET /prod/m')).status).toBe(200);
  });

  test('of one parameter twice are 500', async () => {
    const twice = '#set($context.responseOverride.status = 201)#set($context.responseOverride.status = 202)';
    const api = await gateway.deploy({ 'GET /m': mock(`${twice}{"statusCode": 200}`) });

    expect((await gateway.request(api, 'GET /prod/m')).status).toBe(500);
  });
});
