import { EventEmitter } from 'node:events';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { Readable, Writable } from 'node:stream';
import type { HttpResponse } from '../../../../../kernel/http.ts';
import { type Leaving, socketError } from '../network.ts';
import type { ShimmedTimeout, ShimmedTimers } from './timers.ts';
import { withMembers } from './with-members.ts';

/** What requests need of the environment that sends them. */
export interface RequestHost {
  readonly timers: ShimmedTimers;
  /** Notes that it used what cannot be shims; answers the error to throw. */
  refuse(what: string): Error;
  /** Sends it; answers come back through the environment: not while it is frozen, never when it is dead. */
  send(leaving: Leaving, onAnswer: (response: HttpResponse) => void, onFailure: (error: Error) => void): void;
}

type Options = RequestOptions & { readonly href?: string; readonly servername?: string };
type OnResponse = (response: IncomingMessage) => void;

/** `node:http` and `node:https` whose requests go through the environment's host instead of a socket. */
export function shimHttp(host: RequestHost): { readonly http: () => object; readonly https: () => object } {
  const requester =
    (protocol: 'http:' | 'https:') =>
    (...parameters: unknown[]) => {
      const { url, options, onResponse } = read(parameters, protocol);
      return new OwnedClientRequest(host, url, options, onResponse);
    };
  const createServer = () => {
    throw host.refuse('http.createServer');
  };
  const members = (protocol: 'http:' | 'https:') => {
    const request = requester(protocol);
    const get = (...parameters: unknown[]) => {
      const made = request(...parameters);
      made.end();
      return made;
    };
    return { request, get, createServer };
  };
  return { http: () => withMembers(http, members('http:')), https: () => withMembers(https, members('https:')) };
}

function read(parameters: unknown[], protocol: string) {
  const rest = [...parameters];
  const onResponse = typeof rest.at(-1) === 'function' ? (rest.pop() as OnResponse) : undefined;
  const [first, second] = rest;
  const isUrl = typeof first === 'string' || first instanceof URL;
  const options = ((isUrl ? second : first) ?? {}) as Options;
  const base = isUrl ? new URL(first) : undefined;
  const scheme = options.protocol ?? base?.protocol ?? protocol;
  const hostname = options.hostname ?? options.host?.replace(/:\d+$/, '') ?? base?.hostname ?? 'localhost';
  const port = options.port ?? base?.port ?? '';
  const path = options.path ?? (base ? base.pathname + base.search : '/');
  const authority = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname;
  return { url: new URL(`${scheme}//${authority}${port ? `:${port}` : ''}${path}`), options, onResponse };
}

/** A request as Node's clients use it; nothing is sent before its end. */
class OwnedClientRequest extends Writable {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly protocol: string;
  readonly socket = new OwnedSocket();
  readonly connection = this.socket;
  headersSent = false;
  aborted = false;
  reusedSocket = false;
  res: unknown;
  readonly #host: RequestHost;
  readonly #url: URL;
  readonly #headers = new Map<string, { readonly name: string; readonly value: unknown }>();
  readonly #chunks: Buffer[] = [];
  readonly #gone = new AbortController();
  #timeout: ShimmedTimeout | undefined;
  #isAnswered = false;

  constructor(host: RequestHost, url: URL, options: Options, onResponse: OnResponse | undefined) {
    super({ autoDestroy: false });
    this.#host = host;
    this.#url = url;
    this.method = (options.method ?? 'GET').toUpperCase();
    this.path = url.pathname + url.search;
    this.host = url.hostname;
    this.protocol = url.protocol;
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (value !== undefined) this.setHeader(name, value);
    }
    if (options.auth && !this.hasHeader('authorization')) {
      this.setHeader('Authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
    }
    if (!this.hasHeader('host')) this.setHeader('Host', url.host);
    if (onResponse) this.once('response', onResponse);
    if (options.timeout) this.setTimeout(options.timeout);
    const { signal } = options;
    if (signal?.aborted) process.nextTick(() => this.destroy(abortError(signal)));
    else signal?.addEventListener('abort', () => this.destroy(abortError(signal)), { once: true });
    process.nextTick(() => {
      if (this.destroyed) return;
      this.emit('socket', this.socket);
      // SDKs ask before they send a large body, and wait for seconds where nobody answers.
      if (String(this.getHeader('expect')).toLowerCase() === '100-continue') this.emit('continue');
    });
  }

  setHeader(name: string, value: unknown): this {
    this.#headers.set(name.toLowerCase(), { name, value });
    return this;
  }

  getHeader = (name: string): unknown => this.#headers.get(name.toLowerCase())?.value;
  hasHeader = (name: string): boolean => this.#headers.has(name.toLowerCase());
  removeHeader = (name: string): void => void this.#headers.delete(name.toLowerCase());
  getHeaderNames = (): string[] => [...this.#headers.keys()];
  getRawHeaderNames = (): string[] => [...this.#headers.values()].map(({ name }) => name);
  getHeaders = (): Record<string, unknown> =>
    Object.fromEntries([...this.#headers].map(([name, { value }]) => [name, value]));

  setTimeout(timeoutMs: number, onTimeout?: () => void): this {
    if (onTimeout) this.once('timeout', onTimeout);
    this.#timeout?.close();
    if (timeoutMs > 0) {
      this.#timeout = this.#host.timers
        .setTimeout(() => {
          if (!this.#isAnswered) this.emit('timeout');
        }, timeoutMs)
        .unref();
    }
    return this;
  }

  flushHeaders(): void {}
  setNoDelay(): void {}
  setSocketKeepAlive(): void {}

  abort(): void {
    this.aborted = true;
    this.emit('abort');
    this.destroy();
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    done();
  }

  override _final(done: () => void): void {
    done();
    this.headersSent = true;
    const rawHeaders = [...this.#headers.values()].flatMap(({ name, value }) =>
      Array.isArray(value) ? value.flatMap((each) => [name, String(each)]) : [name, String(value)],
    );
    const leaving = {
      method: this.method,
      url: this.#url,
      rawHeaders,
      body: Buffer.concat(this.#chunks),
      signal: this.#gone.signal,
    };
    if (this.destroyed) return;
    this.#host.send(
      leaving,
      (response) => this.#answer(response),
      (error) => this.#fail(error),
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#timeout?.close();
    this.#gone.abort();
    // Whoever goes away before the answer hears of it, as on a socket.
    const reason = error ?? (this.#isAnswered ? null : socketError('ECONNRESET', 'read', 'socket hang up'));
    process.nextTick(() => this.emit('close'));
    done(reason);
  }

  #answer(response: HttpResponse): void {
    if (this.destroyed) return;
    this.#isAnswered = true;
    this.#timeout?.close();
    const message = incomingMessage(response, this.method, this.socket);
    this.res = message;
    message.once('close', () => this.emit('close'));
    if (!this.emit('response', message)) message.resume();
  }

  #fail(error: Error): void {
    if (this.destroyed) return;
    this.destroy(error);
  }
}

/** As much of a socket as clients touch. */
class OwnedSocket extends EventEmitter {
  readonly connecting = false;
  readonly destroyed = false;
  readonly authorized = true;
  readonly encrypted = true;
  readonly remoteAddress = '127.0.0.1';
  setKeepAlive = (): this => this;
  setNoDelay = (): this => this;
  setTimeout = (): this => this;
  ref = (): this => this;
  unref = (): this => this;
  destroy = (): this => this;
  getPeerCertificate = (): object => ({});
}

function incomingMessage({ status, headers, body }: HttpResponse, method: string, socket: object): Readable {
  const bytes = method === 'HEAD' ? Buffer.alloc(0) : Buffer.from(body);
  const message = Readable.from(bytes.byteLength > 0 ? [bytes] : [], { objectMode: false });
  const rawHeaders = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [name, value] : value.flatMap((each) => [name, each]),
  );
  const lower: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    lower[key] = key === 'set-cookie' ? [value].flat() : typeof value === 'string' ? value : value.join(', ');
  }
  lower['content-length'] ??= String(bytes.byteLength);
  return Object.assign(message, {
    statusCode: status,
    statusMessage: http.STATUS_CODES[status] ?? '',
    headers: lower,
    rawHeaders,
    trailers: {},
    rawTrailers: [],
    httpVersion: '1.1',
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    complete: true,
    aborted: false,
    socket,
    connection: socket,
    setTimeout: () => message,
  });
}

const abortError = (signal: AbortSignal): Error =>
  Object.assign(new Error('The operation was aborted'), {
    name: 'AbortError',
    code: 'ABORT_ERR',
    cause: signal.reason,
  });
