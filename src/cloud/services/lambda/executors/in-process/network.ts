import { ConnectionFailure } from '../../../../kernel/errors.ts';
import { type HttpRequest, type HttpResponse, wholeResponse } from '../../../../kernel/http.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';

/** A request that leaves an environment for anywhere but this cloud. */
export interface OutboundRequest extends HttpRequest {
  /** `https://api.stripe.test/charges?expand=1` */
  readonly url: string;
  /** Of the environment, by which the cloud knows it. */
  readonly accessKeyId: string;
}

/** Answers it; rejects with `ConnectionFailure` for a dead connection, and may stay pending for ever. */
export type Outbound = (request: OutboundRequest) => Promise<HttpResponse>;

/** What an environment's `http` and `fetch` hand over. */
export interface Leaving {
  readonly method: string;
  readonly url: URL;
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}

/** An error as Node's sockets tell it. */
export function socketError(code: string, syscall: string, message = `${syscall} ${code}`): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code, syscall });
}

/** The only way out of environments: to this cloud, in process, or to whoever plays the world outside. */
export class Network {
  readonly #kernel: Kernel;
  readonly #outbound: Outbound;

  constructor(kernel: Kernel, outbound: Outbound | undefined) {
    this.#kernel = kernel;
    this.#outbound = outbound ?? refuse;
  }

  /** Rejects as a socket would. */
  async send(leaving: Leaving, accessKeyId: string): Promise<HttpResponse> {
    const request = toRequest(leaving);
    try {
      // Streams too come whole: the run's order knows one moment for an answer.
      if (this.isOwn(leaving.url)) return await wholeResponse(await this.#kernel.handle(request));
      return await this.#outbound({ ...request, url: leaving.url.href, accessKeyId });
    } catch (error) {
      if (error instanceof ConnectionFailure) throw socketError('ECONNRESET', 'read', 'socket hang up');
      throw error;
    }
  }

  /** Whether a URL is one of this cloud's: its port, AWS's hosts, and the names that lead here. */
  isOwn({ hostname, host }: URL): boolean {
    // SDKs put a prefix before the host of some operations: `sync-127.0.0.1`.
    if (host.replace(/^(?:sync|stream|streaming)-/, '') === new URL(this.#kernel.endpoint).host) return true;
    return /(?:^|\.|^(?:sync|stream|streaming)-)(?:amazonaws\.com(?:\.cn)?|localhost|localhost\.localstack\.cloud)$/.test(
      hostname,
    );
  }
}

const refuse: Outbound = ({ url }) => {
  const { hostname } = new URL(url);
  return Promise.reject(socketError('ENOTFOUND', 'getaddrinfo', `getaddrinfo ENOTFOUND ${hostname}`));
};

function toRequest({ method, url, rawHeaders, body, signal }: Leaving): HttpRequest {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  headers.host ??= url.host;
  return {
    method,
    path: url.pathname,
    query: url.search.slice(1),
    headers,
    rawHeaders,
    body,
    remoteAddress: '127.0.0.1',
    signal,
  };
}
