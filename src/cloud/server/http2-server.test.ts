import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConnectionFailure } from '../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import { type HttpServer, listen } from './http-server.ts';

let server: HttpServer;
let session: ClientHttp2Session;
let handle: (request: HttpRequest) => Promise<HttpResponse>;

beforeEach(async () => {
  handle = (request) => Promise.resolve({ status: 200, headers: {}, body: request.body });
  const zoneOf = () => 'closed' as const;
  const options = { host: '127.0.0.1', port: 0, allowHosts: [], allowOrigins: [], zoneOf };
  server = await listen((request) => handle(request), options);
  session = connect(server.endpoint);
});
afterEach(async () => {
  session.destroy();
  await server.close();
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

function ask(headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const stream = session.request({ ':method': 'POST', ':path': '/a%20b?c=d', ...headers });
  let head: Record<string, unknown> = {};
  const chunks: Buffer[] = [];
  stream.on('response', (answer) => {
    head = { ...answer };
  });
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () =>
    resolve({ status: Number(head[':status']), headers: head, body: Buffer.concat(chunks).toString() }),
  );
  stream.on('error', reject);
  stream.end(body);
  return promise;
}

test('a request by HTTP/2 in the clear is read as one by HTTP/1.1, and headers of connections are left out', async () => {
  let seen: HttpRequest | undefined;
  handle = async (request) => {
    seen = request;
    return { status: 201, headers: { connection: 'close', 'X-Answer': 'yes' }, body: 'done' };
  };
  const answer = await ask({ 'x-ask': 'please' }, 'body');

  expect(seen).toMatchObject({ method: 'POST', path: '/a%20b', query: 'c=d', remoteAddress: '127.0.0.1' });
  expect(seen?.headers).toMatchObject({ host: `127.0.0.1:${server.port}`, 'x-ask': 'please' });
  expect(Buffer.from(seen?.body ?? []).toString()).toBe('body');
  expect(answer).toMatchObject({ status: 201, body: 'done', headers: { 'x-answer': 'yes', 'content-length': '4' } });
});

test('several megabytes and several requests at a time go over one connection', async () => {
  const bodies = ['a', 'b', 'c'].map((letter) => letter.repeat(5_000_000));
  const answers = await Promise.all(bodies.map((body) => ask({}, body)));

  expect(answers.map(({ body }) => body === bodies[answers.findIndex((other) => other.body === body)])).toEqual([
    true,
    true,
    true,
  ]);
  expect(new Set(answers.map(({ body }) => body[0])).size).toBe(3);
});

test('an answer that never comes ends its stream alone, so that SDKs try again', async () => {
  handle = (request) =>
    request.headers['x-lost'] ? Promise.reject(new ConnectionFailure('reset')) : Promise.resolve(ok);
  const lost = ask({ 'x-lost': '1' });

  await expect(lost).rejects.toMatchObject({ code: 'ERR_HTTP2_STREAM_ERROR' });
  expect((await ask()).status).toBe(200);
});

test('a client that goes ends the stream that it reads, and aborts the request', async () => {
  const left = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  handle = async (request) => {
    request.signal?.addEventListener('abort', () => aborted.resolve());
    const { promise: never } = Promise.withResolvers<IteratorResult<Uint8Array>>();
    let isFirst = true;
    const pieces = {
      [Symbol.asyncIterator]: () => pieces,
      next(): Promise<IteratorResult<Uint8Array>> {
        if (!isFirst) return never;
        isFirst = false;
        return Promise.resolve({ done: false, value: Buffer.from('piece') });
      },
      return(): Promise<IteratorResult<Uint8Array>> {
        left.resolve();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
    return { ...ok, stream: pieces };
  };
  const stream = session.request({ ':method': 'GET', ':path': '/' });
  stream.once('data', () => stream.close(constants.NGHTTP2_CANCEL));
  stream.resume();
  stream.on('error', () => {});

  await Promise.all([left.promise, aborted.promise]);
});

test('a connection that speaks slowly is told by its first bytes', async () => {
  const socket = connectSocket(server.port, '127.0.0.1');
  const answer = Promise.withResolvers<string>();
  socket.on('data', (chunk) => answer.resolve(chunk.toString()));
  socket.write('P');
  await new Promise((resolve) => setImmediate(resolve));
  socket.write('OST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 0\r\n\r\n');

  expect(await answer.promise).toMatch(/^HTTP\/1\.1 200/);
  socket.destroy();
});

const ok: HttpResponse = { status: 200, headers: {}, body: '' };
