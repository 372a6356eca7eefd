import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SquallError } from '../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import { bodyBytesMax, headerBytesMax, headersMax } from './limits.ts';
import { refuseForeignPages } from './origin-check.ts';

export interface HttpServer {
  readonly endpoint: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly allowHosts: readonly string[];
}

type Handle = (request: HttpRequest) => Promise<HttpResponse>;

/** Idle connections are kept longer than SDK pools keep them, so that a client is the one to close. */
const keepAliveMs = 120_000;

/** Binds the port and answers every request with `handle`. Throws `SquallError` when the port is taken. */
export async function listen(handle: Handle, options: ListenOptions): Promise<HttpServer> {
  const server = createServer({ keepAliveTimeout: keepAliveMs, maxHeaderSize: headerBytesMax, noDelay: true });
  // Uploads and long polls take as long as they take; the emulated services have timeouts of their own.
  server.requestTimeout = 0;
  server.maxHeadersCount = headersMax;
  server.on('request', (incoming, outgoing) => void answer(incoming, outgoing, handle, options));
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  await bind(server, options);
  const { port } = server.address() as AddressInfo;
  return { port, endpoint: `http://${reachable(options.host)}:${port}`, close: () => closeServer(server) };
}

/** The address at which a server bound to `host` is reached from this machine. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function bind(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES' && error.code !== 'EADDRNOTAVAIL')
        return reject(error);
      const hint = `Stop what listens there, or choose another port: squall up --port ${port + 1}`;
      reject(new SquallError('PortInUse', `Cannot listen on ${host}:${port} (${error.code}).`, hint, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: Handle,
  { allowHosts, host }: ListenOptions,
): Promise<void> {
  try {
    const body = await readBody(incoming);
    const request = body && toRequest(incoming, body);
    const response = request
      ? (refuseForeignPages(request, { allowHosts, boundHost: host }) ?? (await handle(request)))
      : tooLarge;
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

/** The whole body, or undefined when it is larger than the limit. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > bodyBytesMax) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > bodyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

function toRequest(incoming: IncomingMessage, body: Uint8Array): HttpRequest {
  const url = originForm(incoming.url ?? '/');
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: joinHeaders(incoming),
    rawHeaders: incoming.rawHeaders,
    body,
    remoteAddress: incoming.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1',
  };
}

/** A proxy-style request line carries a whole URL; only its path and query matter here. */
function originForm(url: string): string {
  const absolute = /^https?:\/\/[^/?]*(.*)$/i.exec(url);
  return absolute ? absolute[1] || '/' : url;
}

function joinHeaders(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (values) headers[name] = values.join(name === 'cookie' ? '; ' : ', ');
  }
  return headers;
}

function send(outgoing: ServerResponse, method: string | undefined, response: HttpResponse): void {
  if (outgoing.destroyed) return;
  for (const [name, value] of Object.entries(response.headers)) {
    outgoing.setHeader(name, value as string | string[]);
  }
  const mayHaveBody = response.status !== 204 && response.status !== 304 && response.status >= 200;
  const isHead = method === 'HEAD';
  if (mayHaveBody && !isHead && !outgoing.hasHeader('content-length')) {
    outgoing.setHeader('content-length', Buffer.byteLength(response.body));
  }
  outgoing.writeHead(response.status);
  outgoing.end(mayHaveBody && !isHead ? response.body : undefined);
}
