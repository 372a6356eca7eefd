import {
  constants,
  createServer,
  type Http2Server,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import { canHaveBody, type HttpRequest, type HttpResponse, type TlsConnection } from '../kernel/http.ts';
import { joinHeaders } from './join-headers.ts';
import { remoteAddressOf } from './remote-address.ts';
import { tlsConnectionOf } from './tls/tls-connection.ts';

/** What requests may not exceed; the same as by HTTP/1.1. */
export interface Http2Limits {
  readonly bodyBytesMax: number;
  readonly headerBytesMax: number;
  readonly headersMax: number;
}

type Handle = (request: HttpRequest) => Promise<HttpResponse>;

/** Of one stream and of all of a connection: bodies of a few records come without a pause. */
const windowBytes = 4 * 1024 * 1024;

/** Answers requests by HTTP/2, over connections that it is handed: `emit('connection', socket)`. */
export function createHttp2(handle: Handle, { bodyBytesMax, headerBytesMax, headersMax }: Http2Limits): Http2Server {
  const settings = { initialWindowSize: windowBytes, maxHeaderListSize: headerBytesMax };
  const server = createServer({ settings, maxHeaderListPairs: headersMax });
  server.on('session', (session) => {
    session.setLocalWindowSize(windowBytes);
    // A client that breaks off or breaks the protocol: its requests end with it.
    session.on('error', () => session.destroy());
  });
  server.on('sessionError', () => {});
  server.on('stream', (stream, _headers, _flags, rawHeaders) => {
    stream.on('error', () => {});
    void answer(stream, rawHeaders, handle, bodyBytesMax);
  });
  return server;
}

async function answer(
  stream: ServerHttp2Stream,
  rawHeaders: readonly string[],
  handle: Handle,
  bodyBytesMax: number,
): Promise<void> {
  try {
    const body = await readBody(stream, bodyBytesMax);
    if (!body) {
      stream.respond({ ':status': 413 }, { endStream: true });
      return;
    }
    const request = new StreamRequest(stream, rawHeaders, body);
    await send(stream, request.method, await handle(request));
  } catch {
    // No answer comes; SDKs try again as after a connection that was reset.
    if (!stream.closed) stream.close(constants.NGHTTP2_REFUSED_STREAM);
  }
}

/** The whole body, or undefined when it is larger than the limit. */
function readBody(stream: ServerHttp2Stream, bytesMax: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > bytesMax) resolve(undefined);
      else chunks.push(chunk);
    });
    stream.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    stream.on('aborted', () => reject(new Error('the client went away')));
    stream.on('error', reject);
  });
}

class StreamRequest implements HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
  readonly remoteAddress: string;
  readonly #stream: ServerHttp2Stream;
  #signal: AbortSignal | undefined;

  constructor(stream: ServerHttp2Stream, rawHeaders: readonly string[], body: Uint8Array) {
    const { pseudo, plain } = sorted(rawHeaders);
    const url = pseudo.get(':path') ?? '/';
    const mark = url.indexOf('?');
    this.method = pseudo.get(':method') ?? 'GET';
    this.path = mark < 0 ? url : url.slice(0, mark);
    this.query = mark < 0 ? '' : url.slice(mark + 1);
    this.headers = joinHeaders(plain);
    this.rawHeaders = plain;
    this.body = body;
    this.remoteAddress = remoteAddressOf(stream.session?.socket);
    this.#stream = stream;
  }

  get tls(): TlsConnection | undefined {
    const socket = this.#stream.session?.socket;
    return socket && tlsConnectionOf(socket as Socket);
  }

  get signal(): AbortSignal {
    this.#signal ??= signalOfGoing(this.#stream);
    return this.#signal;
  }
}

/** The authority is what HTTP/1.1 calls the host. */
function sorted(rawHeaders: readonly string[]) {
  const pseudo = new Map<string, string>();
  const plain: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (name.startsWith(':')) pseudo.set(name, value);
    else plain.push(name, value);
  }
  const authority = pseudo.get(':authority');
  const hasHost = plain.some((name, index) => index % 2 === 0 && name === 'host');
  if (authority !== undefined && !hasHost) plain.unshift('host', authority);
  return { pseudo, plain };
}

/** Aborts when the stream closes ahead of the answer. */
function signalOfGoing(stream: ServerHttp2Stream): AbortSignal {
  const controller = new AbortController();
  if (stream.closed) controller.abort();
  stream.once('close', () => {
    // Node ends the stream of a client that has gone: its code tells.
    if (!stream.writableFinished || stream.rstCode !== constants.NGHTTP2_NO_ERROR) controller.abort();
  });
  return controller.signal;
}

/** Of a connection, which HTTP/2 has in its own ways. */
const connectionHeaders = ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'];

async function send(stream: ServerHttp2Stream, method: string, response: HttpResponse): Promise<void> {
  const { status, headers, body, stream: pieces } = response;
  if (stream.closed || stream.destroyed) {
    void pieces?.[Symbol.asyncIterator]().return?.();
    return;
  }
  const all: OutgoingHttpHeaders = { ':status': status };
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!connectionHeaders.includes(lower)) all[lower] = typeof value === 'string' ? value : [...value];
  }
  const hasBody = canHaveBody(status, method);
  if (pieces) return sendPieces(stream, all, pieces, hasBody);
  if (hasBody) all['content-length'] ??= Buffer.byteLength(body);
  stream.respond(all, { endStream: !hasBody });
  if (hasBody) stream.end(body);
}

/** Each piece as it comes; the next when the client has taken it. A client that goes ends them. */
async function sendPieces(
  stream: ServerHttp2Stream,
  headers: OutgoingHttpHeaders,
  source: AsyncIterable<Uint8Array>,
  hasBody: boolean,
): Promise<void> {
  const pieces = source[Symbol.asyncIterator]();
  stream.once('close', () => void pieces.return?.());
  stream.respond(headers, { endStream: !hasBody });
  if (!hasBody) return;
  try {
    for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) {
      if (stream.destroyed) return;
      if (!stream.write(piece.value)) await drained(stream);
    }
    stream.end();
  } catch {
    stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }
}

function drained(stream: ServerHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go);
      stream.off('close', go);
      resolve();
    };
    stream.once('drain', go);
    stream.once('close', go);
  });
}
