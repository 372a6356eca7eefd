import { type Clock, durationMs } from '../../cloud/kernel/clock.ts';
import type { HttpRequest, HttpResponse } from '../../cloud/kernel/http.ts';
import { parseJson } from '../../cloud/kernel/json.ts';
import { SquallError } from '../../index.ts';
import { type Frame, newFrame } from '../run/naming.ts';
import type { Outcome, Try } from '../run/outcome.ts';
import type { Names } from './names.ts';
import type { ServiceCall } from './scenario-calls.ts';
import type { Client, ClientOptions, RequestOptions, RetryOn } from './scenario-verbs.ts';

/** What a client needs of the run that it is in. */
export interface ClientHost {
  readonly clock: Pick<Clock, 'now' | 'sleep' | 'setTimer'>;
  readonly names: Names;
  /** Sends a request to an API of the app; rejects where no answer comes. */
  ask(request: HttpRequest, frame: Frame): Promise<HttpResponse>;
  /** Calls a service; throws what the service answers. */
  call(call: ServiceCall, frame: Frame): Promise<Readonly<Record<string, unknown>>>;
  /** Lets a schedule that comes again come at its next time, and tells when that is. Throws `SquallError` where there is none. */
  letCome(schedule: string): number;
  readonly startMs: number;
  /** `A`, `B`, … in a race; undefined for the only client. */
  readonly name: string | undefined;
  readonly outcomes: Outcome[];
  /** How many steps the client has begun. */
  nextStep(): number;
  /** The run is over: nothing is asked any more. */
  isClosed(): boolean;
  /** How much later than usual the next try comes, after the one of this path. */
  laterMs(path: string): number | undefined;
}

/** As long as REST APIs wait for a function, and no browser's user: whoever waits so long was given up by the gateway. */
const withinDefault = '29s';

const defaults = {
  within: withinDefault,
  retries: 0,
  on: ['network', 429, '5xx'] as readonly RetryOn[],
  backoff: '1s*2^n',
  timeout: '60s',
};

/** A client in virtual time: every try is a request of its own, and every wait is the run's. */
export function createClient(host: ClientHost, options: ClientOptions = {}): Client {
  const settings = { ...defaults, ...options };
  const request = (method: string, path: string, wanted: RequestOptions = {}) =>
    send(host, settings, method, path, wanted);
  return {
    request,
    get: (path, wanted) => request('GET', path, wanted),
    post: (path, wanted) => request('POST', path, wanted),
    put: (path, wanted) => request('PUT', path, wanted),
    patch: (path, wanted) => request('PATCH', path, wanted),
    delete: (path, wanted) => request('DELETE', path, wanted),
  };
}

type Settings = typeof defaults & ClientOptions;

async function send(
  host: ClientHost,
  settings: Settings,
  method: string,
  path: string,
  wanted: RequestOptions,
): Promise<Outcome> {
  const { clock, startMs } = host;
  const step = host.nextStep();
  const tries: Try[] = [];
  let last: HttpResponse | undefined;
  let isUnrouted = false;
  for (let attempt = 1; attempt <= settings.retries + 1; attempt += 1) {
    const begunMs = clock.now();
    const frame = frameOf(host, step, attempt);
    const answer = await tryOnce(host, settings, { method, path, wanted, frame });
    last = 'status' in answer ? answer : undefined;
    // What a route takes crosses a boundary, be it refused there or not.
    isUnrouted = last !== undefined && frame.counts.size === 0;
    const error = 'status' in answer ? undefined : answer.error;
    tries.push({ status: last?.status, error, startMs: begunMs - startMs, endMs: clock.now() - startMs });
    if (!isRetried(last?.status, settings.on) || attempt > settings.retries) break;
    await clock.sleep(host.laterMs(frame.path) ?? waitMs(settings.backoff, attempt - 1));
  }
  const asked = { method, path, wanted, step, withinMs: durationMs(settings.within) };
  const isGivenUp = tries.length <= settings.retries && !isRetried(last?.status, settings.on);
  const outcome = {
    ...outcomeOf(host, asked, last, tries),
    ...(isUnrouted && { isUnrouted }),
    ...(isGivenUp && (last?.status ?? 500) >= 400 && { isGivenUp }),
  };
  host.outcomes.push(outcome);
  return outcome;
}

/** `try1`, `step2.try1`, `B.try1`: who asks, for what, the how-manieth time. */
function frameOf({ name }: ClientHost, step: number, attempt: number) {
  const parts = [name, step > 1 ? `step${step}` : undefined, `try${attempt}`].filter((part) => part !== undefined);
  const client = name ?? 'A';
  return newFrame(parts.join('.'), client, client, name === undefined ? 'client' : `client ${name}`);
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly wanted: RequestOptions;
}

type Answer = HttpResponse | { readonly error: string };

/** One request; given up after the client's own timeout, as by somebody who closes the connection. */
async function tryOnce(
  { clock, names, ask, isClosed }: ClientHost,
  { timeout, api }: Settings,
  { method, path, wanted, frame }: Asked & { readonly frame: ReturnType<typeof frameOf> },
): Promise<Answer> {
  if (isClosed()) return new Promise<never>(() => {});
  const gone = new AbortController();
  const request = toRequest(apiHost(names, api), { method, path, wanted }, gone.signal);
  const { promise: timedOut, resolve } = Promise.withResolvers<Answer>();
  const timer = clock.setTimer(durationMs(timeout), () => resolve({ error: 'timeout' }));
  const answered = ask(request, frame).then(
    (response): Answer => response,
    (): Answer => ({ error: 'ECONNRESET' }),
  );
  const answer = await Promise.race([answered, timedOut]);
  timer.cancel();
  if ('error' in answer) gone.abort();
  return answer;
}

function apiHost(names: Names, api: string | undefined): string {
  const { physical } = api === undefined ? names.only('api') : names.find('api', api);
  return `${physical}.execute-api.localhost`;
}

function toRequest(host: string, { method, path, wanted }: Asked, signal: AbortSignal): HttpRequest {
  const { json, body, idempotencyKey, query } = wanted;
  const bytes = Buffer.from(json === undefined ? (body ?? '') : JSON.stringify(json));
  const headers: Record<string, string> = {
    host,
    'user-agent': 'squall-explore',
    ...(json !== undefined && { 'content-type': 'application/json' }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    ...(bytes.byteLength > 0 && { 'content-length': String(bytes.byteLength) }),
  };
  for (const [name, value] of Object.entries(wanted.headers ?? {})) headers[name.toLowerCase()] = value;
  const [rawPath = '/', inline = ''] = path.split('?');
  const added = query ? new URLSearchParams(query).toString() : '';
  return {
    method,
    path: rawPath.startsWith('/') ? rawPath : `/${rawPath}`,
    query: [inline, added].filter((part) => part !== '').join('&'),
    headers,
    rawHeaders: Object.entries(headers).flat(),
    body: bytes,
    remoteAddress: '127.0.0.1',
    signal,
  };
}

function isRetried(status: number | undefined, on: readonly RetryOn[]): boolean {
  return on.some((each) => {
    if (each === 'network') return status === undefined;
    if (each === '5xx' || each === '4xx') return status !== undefined && Math.floor(status / 100) === Number(each[0]);
    return status === each;
  });
}

/** `'1s*2^n'` → 1 s, 2 s, 4 s …; without a factor always the same. */
function waitMs(backoff: string, retry: number): number {
  const [base = '', factor] = backoff.split('*');
  if (factor === undefined) return durationMs(base.trim());
  const power = /^\s*(\d+(?:\.\d+)?)\^n\s*$/.exec(factor)?.[1];
  if (power === undefined) {
    throw new SquallError(
      'InvalidOption',
      `“${backoff}” is no backoff.`,
      "Write '500ms', or '1s*2^n' for waits that double.",
    );
  }
  return durationMs(base.trim()) * Number(power) ** retry;
}

function outcomeOf(
  { name }: ClientHost,
  { method, path, wanted, step, withinMs }: Asked & Pick<Outcome, 'step' | 'withinMs'>,
  last: HttpResponse | undefined,
  tries: readonly Try[],
): Outcome {
  const body = last ? Buffer.from(last.body).toString('utf8') : '';
  const headers = Object.fromEntries(
    Object.entries(last?.headers ?? {}).map(([key, value]) => [key.toLowerCase(), [value].flat().join(', ')]),
  );
  return {
    client: name ?? 'A',
    step,
    request: `${method} ${path}`,
    idempotencyKey: wanted.idempotencyKey,
    ok: last !== undefined && last.status < 400,
    status: last?.status,
    headers,
    body,
    json: parseJson(body),
    tries,
    durationMs: (tries.at(-1)?.endMs ?? 0) - (tries[0]?.startMs ?? 0),
    ...(withinMs !== undefined && { withinMs }),
  };
}
