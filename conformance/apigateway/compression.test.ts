import { request } from 'node:http';
import { gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeServiceApi, makeStage } from './service-api.ts';

const target = useCloud();
let apis: APIGatewayClient;
beforeEach(() => {
  apis = target.client(APIGatewayClient);
});

interface Answer {
  readonly status: number | undefined;
  readonly encoding: string | undefined;
  readonly body: Buffer;
}

/** `fetch` would unpack the answer. */
function send(url: string, headers: Record<string, string>, body: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const encoding = answer.headers['content-encoding'];
          resolve({ status: answer.statusCode, encoding, body: Buffer.concat(chunks) });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

async function deploy(settings: { readonly minimumCompressionSize?: number }): Promise<string> {
  const methods = [{ path: '/a', verb: 'POST', service: 'ssm:action/DescribeParameters' }];
  return `${await makeStage(apis, await makeServiceApi(apis, methods, settings), target.cloud.endpoint)}/a`;
}

const plain = '{"Parameters":[]}';

test.each([
  ['gzip', 'gzip', gunzipSync],
  ['br;q=0.1, deflate, gzip;q=0.5', 'deflate', inflateSync],
])('an answer is packed as the client accepts it: %s', async (accepted, coding, unpack) => {
  const url = await deploy({ minimumCompressionSize: 0 });

  const { encoding, body } = await send(url, { 'accept-encoding': accepted }, '{}');

  expect([encoding, unpack(body).toString()]).toEqual([coding, plain]);
});

test.each([
  ['the client names no coding', { minimumCompressionSize: 0 }, {}],
  [
    'the client likes a coding best that is not known',
    { minimumCompressionSize: 0 },
    { 'accept-encoding': 'br, gzip' },
  ],
  ['the answer is too small', { minimumCompressionSize: 1000 }, { 'accept-encoding': 'gzip' }],
  ['the API does not ask for it', {}, { 'accept-encoding': 'gzip' }],
])('an answer is sent as it is where %s', async (_, settings, headers) => {
  const url = await deploy(settings);

  const { encoding, body } = await send(url, headers, '{}');

  expect([encoding, body.toString()]).toEqual([undefined, plain]);
});

test('a request is unpacked ahead of everything that reads its body', async () => {
  const url = await deploy({});

  const { status, body } = await send(url, { 'content-encoding': 'gzip' }, gzipSync('{}'));

  expect([status, body.toString()]).toEqual([200, plain]);
});

test.each([
  ['br', Buffer.from('{}')],
  ['gzip', Buffer.from('{}')],
])('a request in a coding that cannot be read is refused: %s', async (coding, packed) => {
  const url = await deploy({});

  const { status, body } = await send(url, { 'content-encoding': coding }, packed);

  expect([status, body.toString()]).toEqual([415, '{"message":"Unsupported Media Type"}']);
});
