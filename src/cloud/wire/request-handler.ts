import { Readable } from 'node:stream';
import { HttpResponse as SdkResponse } from '@smithy/core/protocols';
import { ConnectionFailure } from '../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import { encodeRfc3986 } from './signatures/signed-request.ts';

// Of `@smithy/types`, only what is read here: published types name no package that is not a dependency.
type QueryParameterBag = Readonly<Record<string, string | readonly string[] | null>>;

interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly query?: QueryParameterBag;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface HttpHandlerOptions {
  readonly abortSignal?: unknown;
}

/** What an SDK v3 client takes as its `requestHandler`. */
export interface InProcessHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(request: SdkRequest, options?: HttpHandlerOptions): Promise<{ response: SdkResponse }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

/**
 * Lets SDK clients in this process skip the socket: `new S3Client({ requestHandler: createRequestHandler(handle) })`.
 * An aborted call rejects with an AbortError at once, whatever `handle` is still doing.
 */
export function createRequestHandler(handle: (request: HttpRequest) => Promise<HttpResponse>): InProcessHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options = {}) {
      const signal = options.abortSignal as AbortSignal | undefined;
      const answer = unlessAborted(signal, async () =>
        toSdk(request.method, await handle(await fromSdk(request, signal)).catch(asSocketError), signal),
      );
      return { response: await answer };
    },
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

/** SDKs know a dead connection by its code, and try again. */
function asSocketError(error: unknown): never {
  throw error instanceof ConnectionFailure ? socketErrorOf(error) : error;
}

const socketErrorOf = (error: unknown): Error =>
  Object.assign(new Error('socket hang up', { cause: error }), { code: 'ECONNRESET' });

/** The work's result, or the abort as soon as it comes. */
async function unlessAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (!signal) return work();
  if (signal.aborted) throw abortError();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(abortError());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

// The SDKs tell an abort by its name.
const abortError = (): Error => Object.assign(new Error('Request aborted'), { name: 'AbortError' });

/** As our socket would have read it: path still encoded, header names in lower case, the host among them. */
async function fromSdk(request: SdkRequest, signal: AbortSignal | undefined): Promise<HttpRequest> {
  const headers: Record<string, string> = {};
  const rawHeaders: string[] = [];
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name.toLowerCase()] = value;
    rawHeaders.push(name, value);
  }
  headers.host ??= request.port === undefined ? request.hostname : `${request.hostname}:${request.port}`;
  return {
    method: request.method,
    path: request.path === '' ? '/' : request.path,
    query: queryText(request.query ?? {}),
    headers,
    rawHeaders,
    body: await collect(request.body),
    remoteAddress: '127.0.0.1',
    signal,
  };
}

function queryText(query: QueryParameterBag): string {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    for (const each of typeof value === 'string' || value === null ? [value] : value) {
      pairs.push(each === null ? encodeRfc3986(name) : `${encodeRfc3986(name)}=${encodeRfc3986(each)}`);
    }
  }
  return pairs.join('&');
}

/** Strings, bytes, Blobs, web streams and Node streams → bytes. */
async function collect(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer());
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The SDK's collectors want a Node stream, as its own handler gives them. */
function toSdk(method: string, response: HttpResponse, signal: AbortSignal | undefined): SdkResponse {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    headers[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
  }
  const { status: statusCode, stream } = response;
  if (stream) return new SdkResponse({ statusCode, headers, body: streamedBody(stream, signal) });
  const bytes = Buffer.from(method === 'HEAD' ? '' : response.body);
  headers['content-length'] ??= String(bytes.byteLength);
  const body = Readable.from(bytes.byteLength > 0 ? [bytes] : [], { objectMode: false });
  return new SdkResponse({ statusCode, headers, body });
}

/** Read as fast as the client reads; destroyed by it, or by its signal, it ends what makes the stream. */
function streamedBody(stream: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Readable {
  const pieces = stream[Symbol.asyncIterator]();
  const body = new Readable({
    read() {
      pieces.next().then(
        ({ done, value }) => body.push(done ? null : value),
        (error: unknown) => body.destroy(socketErrorOf(error)),
      );
    },
    destroy(error, done) {
      void pieces.return?.();
      done(error);
    },
  });
  const abort = () => body.destroy(abortError());
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  body.once('close', () => signal?.removeEventListener('abort', abort));
  return body;
}
