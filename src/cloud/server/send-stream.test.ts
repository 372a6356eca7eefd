import { type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { Feed } from '../kernel/streams/feed.ts';
import { type HttpServer, listen } from './http-server.ts';

let server: HttpServer | undefined;
afterEach(() => server?.close());

/** A server whose every answer is this stream. */
async function serve(stream: AsyncIterable<Uint8Array>): Promise<HttpServer> {
  server = await listen(async () => ({ status: 200, headers: { 'x-a': 'b' }, body: '', stream }), {
    host: '127.0.0.1',
    port: 0,
    allowHosts: [],
    allowOrigins: [],
    zoneOf: () => 'closed',
  });
  return server;
}

const ask = (port: number, method = 'GET'): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method }, resolve);
    asked.once('error', reject);
    asked.end();
  });

async function all(answer: IncomingMessage): Promise<unknown[]> {
  const pieces: unknown[] = [];
  for await (const piece of answer) pieces.push(piece);
  return pieces;
}

const nextPiece = (answer: IncomingMessage): Promise<string> =>
  new Promise((resolve) => answer.once('data', (piece: Buffer) => resolve(piece.toString())));

describe('a streamed answer', () => {
  it('is sent piece by piece, in chunks, while more is still to come', async () => {
    const feed = new Feed<Uint8Array>();
    const { port } = await serve(feed);

    const answer = await ask(port);
    feed.push(Buffer.from('one'));
    const first = await nextPiece(answer);
    feed.push(Buffer.from('two'));
    const second = await nextPiece(answer);
    feed.end();
    const rest = await all(answer);

    expect(answer.headers).toMatchObject({ 'transfer-encoding': 'chunked', 'x-a': 'b' });
    expect(answer.headers['content-length']).toBeUndefined();
    expect([first, second, rest.length, answer.complete]).toEqual(['one', 'two', 0, true]);
  });

  it('is ended when the client goes', async () => {
    const left = Promise.withResolvers<void>();
    const feed = new Feed<Uint8Array>({ onLeave: () => left.resolve() });
    const { port } = await serve(feed);
    const answer = await ask(port);
    feed.push(Buffer.from('one'));
    await nextPiece(answer);

    answer.destroy();

    await left.promise;
    expect(feed.isOver).toBe(true);
  });

  it('breaks the connection off where it fails', async () => {
    const feed = new Feed<Uint8Array>();
    const { port } = await serve(feed);
    const answer = await ask(port);
    feed.push(Buffer.from('one'));
    await nextPiece(answer);

    feed.end(new Error('broken'));

    await expect(all(answer)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(answer.complete).toBe(false);
  });

  it('has no pieces for HEAD, and is left at once', async () => {
    const left = Promise.withResolvers<void>();
    const { port } = await serve(new Feed<Uint8Array>({ onLeave: () => left.resolve() }));

    const answer = await ask(port, 'HEAD');
    answer.resume();

    await left.promise;
    expect(answer.statusCode).toBe(200);
  });

  it('is made no faster than the client reads it', async () => {
    const piece = Buffer.alloc(64 * 1024);
    const pieces = 1024;
    const feed = new Feed<Uint8Array>({ room: 1 });
    const { port } = await serve(feed);
    let made = 0;
    const making = (async () => {
      while (made < pieces) {
        made += 1;
        await feed.push(piece);
      }
      feed.end();
    })();

    const answer = await ask(port);
    let read = 0;
    let aheadMax = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      read += chunk.byteLength;
      aheadMax = Math.max(aheadMax, made * piece.byteLength - read);
    }
    await making;

    expect(read).toBe(pieces * piece.byteLength);
    expect(aheadMax).toBeLessThan(read / 2);
  });
});
