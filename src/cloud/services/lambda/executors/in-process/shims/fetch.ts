import type { HttpResponse } from '../../../../../kernel/http.ts';
import type { RequestHost } from './http.ts';

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const withoutBody: ReadonlySet<number> = new Set([101, 204, 205, 304]);
/** The fetch standard's limit. */
const redirectsMax = 20;

/** `fetch` with Node's own Request, Response and Headers, over the environment's network. */
export function shimFetch(host: RequestHost): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    let { url, method } = request;
    let body: Uint8Array = request.body === null ? new Uint8Array() : new Uint8Array(await request.arrayBuffer());
    for (let count = 0; ; count += 1) {
      const response = await exchange(host, request, { url, method, body });
      const location = response.headers.location;
      const isRedirect = redirects.has(response.status) && typeof location === 'string';
      if (!isRedirect || request.redirect === 'manual') return toResponse(response, url, count > 0);
      if (request.redirect === 'error' || count >= redirectsMax) throw failed(new Error('unexpected redirect'));
      url = new URL(location, url).href;
      if (response.status === 303 || (method === 'POST' && response.status < 303)) {
        method = 'GET';
        body = new Uint8Array();
      }
    }
  };
}

interface Exchange {
  readonly url: string;
  readonly method: string;
  readonly body: Uint8Array;
}

function exchange(host: RequestHost, request: Request, { url, method, body }: Exchange): Promise<HttpResponse> {
  const { signal } = request;
  const target = new URL(url);
  if (!/^https?:$/.test(target.protocol)) return Promise.reject(failed(new Error(`unknown scheme ${target.protocol}`)));
  const headers = new Map<string, string>([
    ['host', target.host],
    ['connection', 'keep-alive'],
    ['accept', '*/*'],
    ['accept-language', '*'],
    ['sec-fetch-mode', 'cors'],
    ['user-agent', 'node'],
    ['accept-encoding', 'gzip, deflate'],
    ...request.headers,
  ]);
  if (body.byteLength > 0 || method === 'POST' || method === 'PUT')
    headers.set('content-length', String(body.byteLength));
  const gone = new AbortController();
  return new Promise((resolve, reject) => {
    const abort = () => {
      gone.abort();
      reject(signal.reason);
    };
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    const settled = () => signal.removeEventListener('abort', abort);
    host.send(
      { method, url: target, rawHeaders: [...headers].flat(), body, signal: gone.signal },
      (response) => {
        settled();
        resolve(response);
      },
      (error) => {
        settled();
        reject(failed(error));
      },
    );
  });
}

const failed = (cause: Error): TypeError => new TypeError('fetch failed', { cause });

function toResponse({ status, headers, body }: HttpResponse, url: string, redirected: boolean): Response {
  const made = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const each of typeof value === 'string' ? [value] : value) made.append(name, each);
  }
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const response = new Response(withoutBody.has(status) ? null : new Uint8Array(bytes), { status, headers: made });
  Object.defineProperties(response, { url: { value: url }, redirected: { value: redirected } });
  return response;
}
