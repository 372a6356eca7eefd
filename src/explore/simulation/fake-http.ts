import type { HttpResponse } from '../../index.ts';

/** What `JSON.parse` answers: its shape is the user's own. */
type Json = ReturnType<typeof JSON.parse>;

/** A request as a handler of a fake sees it. */
export interface FakeRequest<State> {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as it was sent, fields of a form, or the text. */
  readonly body: Json;
  readonly text: string;
  /** The fake's state; change it in place. */
  readonly s: State;
  readonly state: State;
  /** Virtual milliseconds since the epoch. */
  readonly now: number;
  /** A new id, the same in every run of a plan: `ch_1`. */
  id(prefix?: string): string;
  /** The present value of a secret of the app, to refuse keys that were rotated. Throws when there is none. */
  secret(name: string): string;
  /** The same of a parameter. */
  parameter(name: string): string;
  /**
   * Sends a webhook to the app's own API once this is answered: `webhook('/hooks/payments', { type: 'charge.succeeded' })`. As
   * providers do, it is sent again while it is not answered with success.
   */
  webhook(path: string, json: unknown, headers?: Readonly<Record<string, string>>): void;
}

/** What a fake can see and do beyond its own state. */
export interface FakeWorld {
  currentValue(kind: 'secret' | 'parameter', name: string): string;
  webhook(webhook: Webhook): void;
}

/** A request that a provider makes. */
export interface Webhook {
  readonly path: string;
  readonly json: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

type Handler<State> = (request: FakeRequest<State>) => unknown;

export interface FakeRoutes<State> {
  /** Makes the state that every run begins with. */
  readonly state?: () => State;
  /**
   * What undoes what, by the routes: `{ 'POST /refunds': 'POST /charges' }`. A request undoes the effect that it names: by an
   * id of the answer, or of the request, as a part of its path or as a value of its query or body. Default: `DELETE` of
   * what was made, and routes that say so by their names (`/refunds`, `/charges/:id/cancel`, `/void` …).
   */
  readonly undoes?: Undoes;
  readonly [route: Route]: Handler<State>;
}

export type Route = `${Method} /${string}`;
export type Undoes = Readonly<Record<Route, Route | readonly Route[]>>;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'ANY';

/** What the explorer needs of a fake; its state's members are on the fake itself, for invariants. */
export interface FakeControl {
  readonly baseUrl: string;
  reset(): void;
  snapshot(): unknown;
  restore(snapshot: unknown): void;
  current(): unknown;
  /** Whether requests to this URL are its own. */
  owns(url: URL): boolean;
  /** The route that takes it, `/charges/:id` instead of its own path. */
  routeOf(method: string, url: URL): string | undefined;
  /** The routes that one undoes; undefined where the fake does not say what undoes what. */
  undoneBy(route: string): readonly string[] | undefined;
  answer(request: IncomingRequest): Promise<HttpResponse>;
}

export interface IncomingRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly now: number;
  readonly world: FakeWorld;
}

/** One for the process: a scenario's file may have another instance of this module than whoever explores it. */
export const control: unique symbol = Symbol.for('squall.fake');

export type FakeHttp<State extends object = object> = State & { readonly [control]: FakeControl };

/** An answer with a status of its own: `return reply(402, { error: 'declined' })`. */
export function reply(status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return new Reply(status, body, headers);
}

class Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>>) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

interface Entry<State> {
  readonly method: string;
  readonly path: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly handler: Handler<State>;
}

/**
 * A stateful stand-in for a service outside of AWS. Routes are `'POST /charges'` or `'GET /charges/:id'`; what they
 * return is sent as JSON with 200, unless it is a {@link reply}. The state's members can be read on the fake itself.
 *
 * ```ts
 * const payments = fakeHttp('https://payments.example.com', {
 *   state: () => ({ charges: [] as Charge[], keys: {} as Record<string, Charge> }),
 *   'POST /charges': ({ body, headers, s, id }) => (s.keys[headers['idempotency-key']] ??= push(s.charges, { id: id('ch'), ...body })),
 * });
 * ```
 */
export function fakeHttp<State extends object = Record<string, never>>(
  baseUrl: string,
  routes: FakeRoutes<State>,
): FakeHttp<State> {
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/$/, '');
  const table = Object.entries(routes).flatMap(([key, handler]) =>
    key === 'state' || key === 'undoes' ? [] : [routeFrom<State>(key, prefix, handler as Handler<State>)],
  );
  const undoes = undoesOf(routes.undoes ?? {}, prefix);
  let state = (routes.state?.() ?? {}) as State;
  let ids = 0;
  const find = (method: string, url: URL) =>
    table.find((each) => (each.method === 'ANY' || each.method === method) && each.pattern.test(url.pathname));
  const self: FakeControl = {
    baseUrl,
    reset: () => {
      state = (routes.state?.() ?? {}) as State;
      ids = 0;
    },
    snapshot: () => ({ state: structuredClone(state), ids }),
    restore: (snapshot) => {
      const kept = snapshot as { readonly state: State; readonly ids: number };
      state = structuredClone(kept.state);
      ids = kept.ids;
    },
    current: () => state,
    owns: (url) => url.host === base.host && url.pathname.startsWith(prefix),
    routeOf: (method, url) => find(method, url)?.path,
    undoneBy: (route) => routes.undoes && [undoes.get(route) ?? []].flat(),
    async answer({ method, url, headers, body, now, world }) {
      const route = find(method, url);
      if (!route) return toResponse(reply(404, { message: `no route for ${method} ${url.pathname}` }));
      const text = Buffer.from(body).toString('utf8');
      const id = (word = 'id') => {
        ids += 1;
        return `${word}_${ids}`;
      };
      const params = Object.fromEntries(
        (route.pattern.exec(url.pathname)?.slice(1) ?? []).map((value, index) => [
          route.names[index] ?? '',
          decodeURIComponent(value),
        ]),
      );
      const query = Object.fromEntries(url.searchParams);
      const request = {
        method,
        path: url.pathname,
        params,
        query,
        headers,
        text,
        body: parse(text),
        s: state,
        state,
        now,
        id,
        secret: (name: string) => world.currentValue('secret', name),
        parameter: (name: string) => world.currentValue('parameter', name),
        webhook: (path: string, json: unknown, more: Readonly<Record<string, string>> = {}) =>
          world.webhook({ path, json, headers: more }),
      };
      return toResponse(await route.handler(request));
    },
  };
  return new Proxy({} as FakeHttp<State>, {
    get: (_target, name) => (name === control ? self : Reflect.get(state, name)),
    has: (_target, name) => name === control || Reflect.has(state, name),
    ownKeys: () => Reflect.ownKeys(state),
    getOwnPropertyDescriptor: (_target, name) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(state, name);
      return descriptor && { ...descriptor, configurable: true };
    },
  });
}

/** By routes as effects are named after them: with the path that the fake's address begins with. */
function undoesOf(undoes: Undoes, prefix: string): ReadonlyMap<string, readonly string[]> {
  const whole = (route: string): string => route.replace(' ', ` ${prefix}`);
  return new Map(Object.entries(undoes).map(([route, undone]) => [whole(route), [undone].flat().map(whole)]));
}

function routeFrom<State>(key: string, prefix: string, handler: Handler<State>): Entry<State> {
  const [method = 'ANY', path = '/'] = key.split(' ');
  const names: string[] = [];
  const pattern = (prefix + path)
    .replaceAll(/[.+?^$()|[\]\\]/g, '\\$&')
    .replaceAll(/:(\w+)|\{(\w+)\}/g, (_whole, colon: string | undefined, braces: string | undefined) => {
      names.push(colon ?? braces ?? '');
      return '([^/]+)';
    })
    .replaceAll('*', '.*');
  return { method, path: prefix + path, pattern: new RegExp(`^${pattern}/?$`), names, handler };
}

/** Bodies of forms are read as well: payment providers like them. */
function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return /^[\w%.[\]-]+=/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : text;
  }
}

function toResponse(value: unknown): HttpResponse {
  const { status, body, headers } = value instanceof Reply ? value : readable(value);
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain' : 'application/json';
  return {
    status,
    headers: { 'content-type': type, ...headers },
    body: body === undefined ? '' : isText ? body : JSON.stringify(body),
  };
}

/** `{ status: 402, body: … }` is an answer, too, when nothing else is in it. */
function readable(value: unknown): Reply {
  if (typeof value === 'object' && value !== null && 'status' in value && typeof value.status === 'number') {
    const isAnswer = Object.keys(value).every((key) => ['status', 'body', 'json', 'headers'].includes(key));
    const { status, body, json, headers } = value as {
      status: number;
      body?: unknown;
      json?: unknown;
      headers?: Record<string, string>;
    };
    if (isAnswer) return new Reply(status, body ?? json, headers ?? {});
  }
  return new Reply(value === undefined ? 204 : 200, value, {});
}

export type { HttpResponse };
