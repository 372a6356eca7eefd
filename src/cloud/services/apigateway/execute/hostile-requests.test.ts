import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { functionUri, type RestFixture, startRestFixture, textOf } from '../testing/gateway-fixture.ts';

/** More by `MALFORMED_REQUESTS=20000`, the same ones again by `SEED=…`. */
const requests = Number(process.env.MALFORMED_REQUESTS ?? 500);
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

let gateway: RestFixture;
let api: string;
beforeAll(async () => {
  gateway = startRestFixture();
  gateway.functions.set('f', (event) => event);
  gateway.functions.set('p', ({ body }) => JSON.parse(String(body ?? 'null')) as unknown);
  const template = `{"id": $input.json('$..a'), "q": "$input.params('q')", "h": "$util.escapeJavaScript($input.params('X-A'))"}`;
  api = await gateway.deploy(
    {
      'ANY /mock/{id}': {
        integration: { type: 'MOCK', requestTemplates: { 'application/json': '$input.body' } },
        responses: { 200: { responseTemplates: { 'application/json': template } } },
      },
      'ANY /function/{id}': {
        integration: {
          type: 'AWS',
          httpMethod: 'POST',
          uri: functionUri('f'),
          requestTemplates: { 'application/json': template },
        },
        responses: { 200: {} },
      },
      'ANY /proxy/{rest+}': { integration: { type: 'AWS_PROXY', httpMethod: 'POST', uri: functionUri('p') } },
      // Nothing listens at port 1.
      'ANY /http/{id}': { integration: { type: 'HTTP_PROXY', httpMethod: 'ANY', uri: 'http://127.0.0.1:1/x' } },
    },
    { api: { binaryMediaTypes: ['image/png'], minimumCompressionSize: 0 } },
  );
});
afterAll(() => gateway.close());

const parts = fc.oneof(
  fc.constantFrom(
    'mock',
    'function',
    'proxy',
    'http',
    'prod',
    '',
    '.',
    '..',
    '%',
    '%00',
    '%2e%2e',
    '%2F',
    '{id}',
    '$default',
  ),
  fc.constantFrom('__proto__', 'constructor', 'a'.repeat(3000), 'é', '+', ';a=b', '|', '~'),
);
const paths = fc.oneof(
  fc
    .tuple(fc.constantFrom('mock', 'function', 'proxy', 'http'), fc.array(parts, { minLength: 1, maxLength: 3 }))
    .map(([first, rest]) => `/prod/${[first, ...rest].join('/')}`),
  fc.array(parts, { maxLength: 5 }).map((all) => `/${all.join('/')}`),
);
const queries = fc.constantFrom(
  '',
  'q',
  'q=',
  '=',
  '&&&',
  'q=%',
  'q=%ff',
  'q=a&q=b',
  '__proto__=1',
  `q=${'a'.repeat(5000)}`,
  'q=\ud800',
);
const names = fc.constantFrom(
  ...[
    'Content-Type',
    'Accept',
    'X-A',
    'x-http-method-override',
    'Content-Encoding',
    'Accept-Encoding',
    'Authorization',
  ],
  ...['Cache-Control', 'X-Forwarded-For', 'X-Amzn-Trace-Id', 'Cookie', '__proto__', 'x-api-key', 'Transfer-Encoding'],
);
const values = fc.constantFrom(
  ...[
    '',
    'application/json',
    'application/json; charset',
    'image/png',
    '*/*',
    'text/xml',
    'gzip',
    'deflate',
    'identity, gzip',
  ],
  ...[
    'DELETE',
    'PURGE',
    'é',
    '\x80',
    'AWS4-HMAC-SHA256 Credential=',
    'Bearer',
    'max-age=0',
    'Root=',
    'a'.repeat(11_000),
    ',;=,',
  ],
);
const bodies = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    '[]',
    'null',
    '"',
    '{"statusCode": 200}',
    '{"statusCode": "x"}',
    '{"statusCode": 1e999}',
    '\0',
    '\ud800',
  ),
  fc.constantFrom(
    '{"statusCode": 200, "headers": {"a\\n": "b"}}',
    '{"statusCode": 200, "body": {}}',
    '{statusCode: 200,}',
  ),
  fc.json({ maxDepth: 3 }),
  fc.uint8Array({ maxLength: 40 }),
);

test(`${requests} malformed requests end in answers of AWS (SEED=${seed})`, { timeout: 900_000 }, async () => {
  const told = vi.spyOn(gateway.kernel.log, 'error');
  const statuses = new Map<number, number>();

  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PURGE'),
      paths,
      queries,
      fc.array(fc.tuple(names, values), { maxLength: 4 }),
      bodies,
      async (method, path, query, headers, body) => {
        const before = process.cpuUsage();
        const { status } = await gateway.request(api, `${method} ${path}?${query}`, { headers, body });
        const { user, system } = process.cpuUsage(before);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);

        expect([200, 400, 403, 404, 413, 415, 500, 502, 504]).toContain(status);
        expect(told.mock.calls).toEqual([]);
        expect((user + system) / 1e6).toBeLessThan(4);
      },
    ),
    { numRuns: requests, seed },
  );

  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 403, 413, 500, 502, 504]));
});

test('headers and request line may have 10,240 bytes together', async () => {
  const ask = (bytes: number) =>
    gateway.request(api, 'POST /prod/mock/1', { headers: [['X-A', 'a'.repeat(bytes)]], body: '{"statusCode": 200}' });

  expect((await ask(10_000)).status).toBe(200);
  const refused = await ask(10_300);
  expect([refused.status, textOf(refused)]).toEqual([413, '{"message":"HTTP header is larger than 10240 bytes."}']);
});
