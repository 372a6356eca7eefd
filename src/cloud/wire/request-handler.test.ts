import { once } from 'node:events';
import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { ConnectionFailure } from '../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import { Feed } from '../kernel/streams/feed.ts';
import { createRequestHandler } from './request-handler.ts';

function clientOf(handle: (request: HttpRequest) => Promise<HttpResponse>): S3Client {
  return new S3Client({
    region: 'eu-west-1',
    endpoint: 'http://localhost:4566',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    requestHandler: createRequestHandler(handle),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    forcePathStyle: true,
    maxAttempts: 1,
  });
}

const ok: HttpResponse = { status: 200, headers: {}, body: '' };

describe('createRequestHandler', () => {
  it.each<[string, string | Uint8Array | Readable | Blob]>([
    ['strings', 'héllo'],
    ['bytes', Buffer.from('héllo')],
    ['Node streams', Readable.from([Buffer.from('hé'), Buffer.from('llo')])],
    ['Blobs', new Blob(['héllo'])],
  ])('takes bodies as %s', async (_, Body) => {
    let seen: HttpRequest | undefined;
    const client = clientOf(async (request) => {
      seen = request;
      return ok;
    });

    await client.send(new PutObjectCommand({ Bucket: 'b', Key: 'a b', Body, ContentLength: 6 }));

    expect(Buffer.from(seen?.body ?? []).toString()).toBe('héllo');
    expect(seen).toMatchObject({ method: 'PUT', path: '/b/a%20b', query: 'x-id=PutObject' });
    expect(seen?.headers['host']).toBe('localhost:4566');
  });

  it('gives the answer as a stream that the SDK collects', async () => {
    const client = clientOf(async () => ({ status: 200, headers: { 'x-amz-meta-a': '1' }, body: 'content' }));

    const answer = await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));

    expect(await answer.Body?.transformToString()).toBe('content');
    expect(answer).toMatchObject({ ContentLength: 7, Metadata: { a: '1' } });
  });

  it('rejects an aborted call, while the server still works on it', async () => {
    const controller = new AbortController();
    const { promise: called, resolve } = Promise.withResolvers<void>();
    const client = clientOf(() => {
      resolve();
      return new Promise(() => {});
    });

    const call = client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }), { abortSignal: controller.signal });
    await called;
    controller.abort();

    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('hands a streamed answer over piece by piece, and ends it when the client stops or gives up', async () => {
    for (const stop of ['destroy', 'abort'] as const) {
      const left = Promise.withResolvers<void>();
      const feed = new Feed<Uint8Array>({ onLeave: () => left.resolve() });
      const client = clientOf(async () => ({ status: 200, headers: {}, body: '', stream: feed }));
      const gone = new AbortController();
      const input = { Bucket: 'b', Key: 'k' };

      const { Body } = await client.send(new GetObjectCommand(input), { abortSignal: gone.signal });
      const body = Body as Readable;
      body.on('error', () => {});
      feed.push(Buffer.from('one'));
      const [piece] = await once(body, 'data');
      if (stop === 'abort') gone.abort();
      else body.destroy();

      await left.promise;
      expect(String(piece)).toBe('one');
    }
  });

  it('tells a stream that breaks as a dead connection', async () => {
    const feed = new Feed<Uint8Array>();
    const client = clientOf(async () => ({ status: 200, headers: {}, body: '', stream: feed }));

    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
    feed.push(Buffer.from('one'));
    feed.end(new ConnectionFailure('reset'));

    await expect(Body?.transformToString()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
