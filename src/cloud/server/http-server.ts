import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { TurnEnd } from '../kernel/clock.ts';
import { SquallError } from '../kernel/errors.ts';
import { canHaveBody, type HttpRequest, type HttpResponse, type TlsConnection } from '../kernel/http.ts';
import { acceptProtocols } from './accept-protocols.ts';
import { createHttp2 } from './http2-server.ts';
import { joinHeaders } from './join-headers.ts';
import { createPageCheck, hasPage, type PageCheck, type PageRules } from './page-check.ts';
import { preflightAnswer, withPageHeaders } from './page-headers.ts';
import { remoteAddressOf } from './remote-address.ts';
import { sendStream } from './send-stream.ts';
import type { TlsRules } from './tls/create-tls.ts';
import { tlsConnectionOf } from './tls/tls-connection.ts';
import { writtenHeaders } from './written-headers.ts';
import type { Zone } from './zone.ts';

/** Bodies are held in memory: large enough for a Lambda package and for a part of a multipart upload. */
const bodyBytesMax = 512 * 1024 * 1024;

/** Request line and headers together; API Gateway allows 10,240 bytes and Lambda 1 MB, most others 8 to 16 KiB. */
const headerBytesMax = 1024 * 1024;

/** More header lines than any SDK sends, few enough to parse in no time. */
const headersMax = 2000;

export interface HttpServer {
  readonly endpoint: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface ListenOptions extends Omit<PageRules, 'boundHost'> {
  readonly host: string;
  readonly port: number;
  /** Answers by TLS as well, where it is there. */
  readonly tls?: TlsRules | undefined;
}

type Handle = (request: HttpRequest) => Promise<HttpResponse>;

/** Idle connections are kept longer than SDK pools keep them, so that a client is the one to close. */
const keepAliveMs = 120_000;

/** Binds the port and answers every request with `handle`. Throws `SquallError` when the port is taken. */
export async function listen(handle: Handle, options: ListenOptions): Promise<HttpServer> {
  const pages = createPageCheck({ ...options, boundHost: options.host });
  const guarded = guard(handle, pages, options.zoneOf);
  const server = createServer({ keepAliveTimeout: keepAliveMs, maxHeaderSize: headerBytesMax, noDelay: true });
  // Uploads and long polls take as long as they take; the emulated services have timeouts of their own.
  server.requestTimeout = 0;
  server.maxHeadersCount = headersMax;
  const turnEnd = new TurnEnd();
  server.on('request', (incoming, outgoing) => void answer(incoming, outgoing, guarded, turnEnd));
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  const http2 = createHttp2(guarded, { bodyBytesMax, headerBytesMax, headersMax });
  const closeConnections = acceptProtocols(server, { http2, tls: options.tls });
  await bind(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    endpoint: `http://${reachable(options.host)}:${port}`,
    close: () => closeServer(server, closeConnections),
  };
}

/** The address at which a server bound to `host` is reached from this machine. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

const hints = {
  EADDRINUSE: (port: number) => `Stop what listens there, or choose another port: --port ${port + 1}`,
  EACCES: () => 'Ports below 1024 belong to the system: choose one above, for example --port 4566',
  EADDRNOTAVAIL: () => 'This machine has no such address: leave --host out, or name one that it has.',
};

const isHinted = (code: string | undefined): code is keyof typeof hints =>
  code !== undefined && Object.hasOwn(hints, code);

function bind(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (!isHinted(error.code)) return reject(error);
      const hint = hints[error.code](port);
      reject(new SquallError('PortInUse', `Cannot listen on ${host}:${port} (${error.code}).`, hint, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}

function closeServer(server: Server, closeConnections: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    closeConnections();
  });
}

/** Where `--allow-origin` decides who may ask. */
const ownZones: ReadonlySet<Zone> = new Set(['closed', 'preflight', 'admin']);

/** Keeps web pages away from what they may not use, and apart from each other. */
function guard(handle: Handle, pages: PageCheck, zoneOf: (request: HttpRequest) => Zone): Handle {
  const guarded = async (request: HttpRequest, refusal: HttpResponse | undefined): Promise<HttpResponse> => {
    const zone = () => zoneOf(request);
    if (refusal) return withPageHeaders(request, refusal, zone, undefined);
    const allowedOrigin = pages.allowedOrigin(request);
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    const isOurs = isPreflight && allowedOrigin !== undefined && ownZones.has(zone());
    const response = isOurs ? preflightAnswer(request) : await handle(request);
    return withPageHeaders(request, response, zone, allowedOrigin);
  };
  return (request) => {
    const isOfPage = hasPage(request);
    const refusal = pages.refuse(request, isOfPage);
    if (isOfPage) return guarded(request, refusal);
    // Programs have no page that would have to be kept apart.
    return refusal ? Promise.resolve(refusal) : handle(request);
  };
}

/**
 * Answers are written at the end of a turn, all of it in a row: the first write wakes a client that waits, which finds the
 * rest while it is awake. Written one by one, each wakes it, and that is the dearest part of a request under load.
 */
async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: Handle,
  turnEnd: TurnEnd,
): Promise<void> {
  try {
    const body = await readBody(incoming);
    const request = body && new SocketRequest(incoming, outgoing, body);
    const response = request ? await handle(request) : tooLarge;
    await turnEnd.wait();
    send(outgoing, incoming.method, response);
  } catch {
    // The client went away in the middle of its own request: there is nobody to answer.
    outgoing.destroy();
  }
}

const tooLarge: HttpResponse = {
  status: 413,
  headers: { 'content-type': 'application/json', connection: 'close' },
  body: `{"__type":"RequestEntityTooLargeException","message":"Squall accepts bodies of up to ${bodyBytesMax} bytes."}`,
};

/** The whole body, or undefined when it is larger than the limit. Events cost half of what async iteration costs. */
function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    if (Number(incoming.headers['content-length'] ?? 0) > bodyBytesMax) return resolve(undefined);
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > bodyBytesMax) resolve(undefined);
      else chunks.push(chunk);
    });
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    incoming.on('error', reject);
    incoming.on('close', () => {
      // It closes after every request; an error made each time would be the dearest part of it.
      if (!incoming.complete) reject(new Error('the client went away'));
    });
  });
}

/** A class, since every request makes one: an accessor in a literal would be defined anew each time. */
class SocketRequest implements HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
  readonly remoteAddress: string;
  readonly #outgoing: ServerResponse;
  readonly #socket: Socket;
  #signal: AbortSignal | undefined;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, body: Uint8Array) {
    const url = originForm(incoming.url ?? '/');
    const mark = url.indexOf('?');
    this.method = incoming.method ?? 'GET';
    this.path = mark < 0 ? url : url.slice(0, mark);
    this.query = mark < 0 ? '' : url.slice(mark + 1);
    this.headers = joinHeaders(incoming.rawHeaders);
    this.rawHeaders = incoming.rawHeaders;
    this.body = body;
    this.remoteAddress = remoteAddressOf(incoming.socket);
    this.#outgoing = outgoing;
    this.#socket = incoming.socket;
  }

  get tls(): TlsConnection | undefined {
    return tlsConnectionOf(this.#socket);
  }

  get signal(): AbortSignal {
    this.#signal ??= signalOfGoing(this.#outgoing);
    return this.#signal;
  }
}

/** Aborts when the connection closes ahead of the answer. */
function signalOfGoing(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (outgoing.destroyed) controller.abort();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** A proxy-style request line carries a whole URL; only its path and query matter here. */
function originForm(url: string): string {
  if (url.startsWith('/')) return url;
  const absolute = /^https?:\/\/[^/?]*(.*)$/i.exec(url);
  return absolute ? absolute[1] || '/' : url;
}

function send(outgoing: ServerResponse, method: string | undefined, response: HttpResponse): void {
  const { status, headers, headerNames, body, stream } = response;
  if (stream) return void sendStream(outgoing, method, { ...response, stream });
  if (outgoing.destroyed) return;
  const hasBody = canHaveBody(status, method);
  const all: Record<string, string | readonly string[]> = { ...headers };
  if (hasBody && all['content-length'] === undefined) all['content-length'] = String(Buffer.byteLength(body));
  outgoing.writeHead(status, writtenHeaders(all, headerNames));
  outgoing.end(hasBody ? body : undefined);
}
