import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StreamedEvent } from '../../../../gateway/integrations/call-integration.ts';
import { functionArn, region } from '../../../../gateway/testing/gateway-kernel.ts';
import { Feed } from '../../../../kernel/streams/feed.ts';
import { type RestFixture, startRestFixture, textOf } from '../../testing/gateway-fixture.ts';

let gateway: RestFixture;
beforeEach(() => {
  gateway = startRestFixture();
});
afterEach(() => gateway.close());

const uri = `arn:aws:apigateway:${region}:lambda:path/2021-11-15/functions/${functionArn('f')}/response-streaming-invocations`;
const streamed = (settings: object = {}) => ({
  integration: {
    type: 'AWS_PROXY' as const,
    httpMethod: 'POST',
    uri,
    responseTransferMode: 'STREAM' as const,
    ...settings,
  },
});
const buffered = {
  responseTransferMode: 'BUFFERED' as const,
  uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn('b')}/invocations`,
};
const piece = (text: string): StreamedEvent => ({ PayloadChunk: { Payload: Buffer.from(text) } });
const nuls = '\0'.repeat(8);
const serverError = '{"message": "Internal server error"}';

/** A function that streams whatever the test pushes. */
function feed(...texts: readonly string[]): Feed<StreamedEvent> {
  const events = new Feed<StreamedEvent>();
  for (const text of texts) void events.push(piece(text));
  gateway.streams.set('f', events);
  return events;
}

const ask = async (settings: object = {}, api: object = {}) =>
  gateway.request(await gateway.deploy({ 'GET /s': streamed(settings) }, api), 'GET /prod/s');

async function restOf(pieces: AsyncIterator<Uint8Array>): Promise<string> {
  let text = '';
  for (let next = await pieces.next(); !next.done; next = await pieces.next())
    text += Buffer.from(next.value).toString();
  return text;
}
const piecesOf = ({ stream }: { readonly stream?: AsyncIterable<Uint8Array> | undefined }) => {
  if (!stream) throw new Error('nothing is streamed');
  return stream[Symbol.asyncIterator]();
};

describe('a function that streams', () => {
  test('answers ahead of its end, with status, headers and cookies of its metadata', async () => {
    const metadata = {
      statusCode: 201,
      headers: { 'X-A': '1' },
      multiValueHeaders: { b: ['1', '2'] },
      cookies: ['c=d'],
    };
    const events = feed(JSON.stringify(metadata) + nuls.slice(3), `${nuls.slice(5)}first`);

    const response = await ask();
    const pieces = piecesOf(response);
    const first = await pieces.next();
    void events.push(piece(' second'));
    void events.push({ InvokeComplete: {} });
    events.end();

    expect(response).toMatchObject({ status: 201, headers: { 'x-a': '1', b: ['1', '2'], 'set-cookie': ['c=d'] } });
    expect(Buffer.from(first.value ?? []).toString()).toBe('first');
    expect(await restOf(pieces)).toBe(' second');
    expect(gateway.asked.map(({ operation }) => operation)).toEqual(['InvokeWithResponseStream']);
  });

  test.each([
    ['no metadata', 'hello'],
    ['metadata without an end', '{"statusCode": 200}'],
    ['metadata that is no JSON', `{"statusCode${nuls}`],
    ['another member', `{"statusCode": 200, "body": "a"}${nuls}`],
    ['metadata of more than 16 KB', `{"headers": {"a": "${'a'.repeat(17_000)}"}}${nuls}`],
  ])('is 500 for %s', async (_, text) => {
    const events = feed(text);
    events.end();

    const response = await ask();

    expect([response.status, textOf(response)]).toEqual([500, serverError]);
  });

  test('is 502 when it fails ahead of its metadata, and broken off afterwards', async () => {
    const failed = { InvokeComplete: { ErrorCode: 'Unhandled' } };
    void feed('{').push(failed);
    expect((await ask()).status).toBe(502);

    const events = feed(`{}${nuls}a`);
    const pieces = piecesOf(await ask());
    await pieces.next();
    void events.push(failed);
    await expect(pieces.next()).rejects.toThrow();
  });

  test('is 504 without metadata in time, and broken off when it takes too long or is silent', async () => {
    const pending = ask({ timeoutInMillis: 60_000 });
    feed('{');
    await new Promise(setImmediate);
    await gateway.clock.advance(60_000);
    expect((await pending).status).toBe(504);

    for (const [silentMs, api] of [
      [30_000, {}],
      [300_000, { api: { endpointConfiguration: { types: ['REGIONAL'] } } }],
    ] as const) {
      feed(`{}${nuls}a`);
      const pieces = piecesOf(await ask({ timeoutInMillis: 900_000 }, api));
      await pieces.next();
      let isOver = false;
      const next = pieces.next().catch(() => {
        isOver = true;
      });
      await gateway.clock.advance(silentMs - 1);
      expect(isOver).toBe(false);
      await gateway.clock.advance(1);
      await next;
      expect(isOver).toBe(true);
    }
  });

  test('is neither packed nor kept', async () => {
    const api = await gateway.deploy(
      { 'GET /s': streamed(), 'GET /b': { integration: { ...streamed().integration, ...buffered } } },
      {
        api: { minimumCompressionSize: 0 },
        stage: { cacheClusterEnabled: true, cacheClusterSize: '0.5' },
      },
    );
    await gateway.control('UpdateStage', {
      restApiId: api,
      stageName: 'prod',
      patchOperations: [{ op: 'replace', path: '/*/*/caching/enabled', value: 'true' }],
    });
    const headers = [['Accept-Encoding', 'gzip']] as const;
    const timesAsked = async (path: string) => {
      const before = gateway.asked.length;
      const first = await gateway.request(api, `GET /prod/${path}`, { headers });
      feed(`{}${nuls}aaaa`).end();
      await gateway.request(api, `GET /prod/${path}`, { headers });
      return [gateway.asked.length - before, first.headers['content-encoding']];
    };
    gateway.payloads.set('b', '{"body": "aaaa"}');

    // The same stage packs and keeps what is not streamed.
    expect(await timesAsked('b')).toEqual([1, 'gzip']);
    feed(`{}${nuls}aaaa`).end();
    expect(await timesAsked('s')).toEqual([2, undefined]);
  });

  test('behind a method that does not stream answers status and headers alone', async () => {
    const api = await gateway.deploy({ 'GET /s': streamed(buffered) });
    gateway.payloads.set('b', `{"statusCode": 202, "headers": {"a": "b"}}${nuls}body`);

    const response = await gateway.request(api, 'GET /prod/s');

    expect([response.status, response.headers.a, textOf(response)]).toEqual([202, 'b', '']);
  });
});

test('an HTTP proxy streams what its backend sends, ahead of its end', async () => {
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    response.writeHead(206, { 'x-a': 'b' });
    response.write('first');
    void finished.then(() => response.end(' second'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const integration = { type: 'HTTP_PROXY' as const, httpMethod: 'GET', uri: `http://127.0.0.1:${port}/` };
  const api = await gateway.deploy({
    'GET /s': { integration: { ...integration, responseTransferMode: 'STREAM' as const } },
  });

  const response = await gateway.request(api, 'GET /prod/s');
  const pieces = piecesOf(response);
  const first = await pieces.next();
  finish();

  expect(response).toMatchObject({ status: 206, headers: { 'x-a': 'b' } });
  expect(Buffer.from(first.value ?? []).toString()).toBe('first');
  expect(await restOf(pieces)).toBe(' second');
  server.close();
});
