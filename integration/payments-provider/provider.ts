import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the provider has done; each happens once for an idempotency key. */
export interface Charge {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly reference: string;
  readonly createdAt: string;
}

export interface Refund {
  readonly id: string;
  readonly chargeId: string;
}

/** How the next requests are met, one by one; then everything is well again. */
export type Mishap =
  /** Answers this status without doing anything. */
  | { readonly kind: 'status'; readonly status: number }
  /** Does what was asked, and closes the connection instead of answering. */
  | { readonly kind: 'lost' }
  /** Closes the connection without doing anything. */
  | { readonly kind: 'reset' }
  /** Does what was asked, and answers what is no JSON. */
  | { readonly kind: 'garbled' }
  /** Waits until released, then goes on as usual. */
  | { readonly kind: 'hold'; readonly until: Promise<void> };

/** A payment provider with state, for tests and for `npm run dev`. */
export interface PaymentsProvider extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly charges: readonly Charge[];
  readonly refunds: readonly Refund[];
  /** Requests that arrived, whatever became of them. */
  readonly requests: readonly { readonly path: string; readonly idempotencyKey: string; readonly apiKey: string }[];
  /** From now on only this key is accepted; undefined accepts every key. */
  acceptOnly(apiKey: string | undefined): void;
  /** The next requests meet these mishaps, in order. */
  script(...mishaps: readonly Mishap[]): void;
  /** Everything fails until it is called with false. */
  setDown(isDown: boolean): void;
  /** This charge is not given back, whoever asks. */
  refuse(chargeId: string): void;
  /** A charge from another time, for which no request comes any more. */
  book(charge: Omit<Charge, 'id'>): Charge;
  reset(): void;
  close(): Promise<void>;
}

/** Amounts above this are declined, so that a client can try that too. */
export const declinedAbove = 100_000_00;

interface State {
  charges: Charge[];
  refunds: Refund[];
  requests: { path: string; idempotencyKey: string; apiKey: string }[];
  answers: Map<string, { fingerprint: string; status: number; body: object }>;
  mishaps: Mishap[];
  apiKey: string | undefined;
  isDown: boolean;
  /** Charges that are not given back. */
  kept: Set<string>;
}

const freshState = (): State => ({
  charges: [],
  refunds: [],
  requests: [],
  answers: new Map(),
  mishaps: [],
  apiKey: undefined,
  isDown: false,
  kept: new Set(),
});

export interface ProviderOptions {
  /** 0 (the default) takes a free one. */
  readonly port?: number;
  /** Address to bind; 127.0.0.1 unless told otherwise. */
  readonly host?: string;
}

export async function startPaymentsProvider(options: ProviderOptions = {}): Promise<PaymentsProvider> {
  const { port = 0, host = '127.0.0.1' } = options;
  let state = freshState();
  const server = createServer((request, response) => void serve(state, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    get charges() {
      return state.charges;
    },
    get refunds() {
      return state.refunds;
    },
    get requests() {
      return state.requests;
    },
    acceptOnly: (apiKey) => {
      state.apiKey = apiKey;
    },
    script: (...mishaps) => {
      state.mishaps.push(...mishaps);
    },
    setDown: (isDown) => {
      state.isDown = isDown;
    },
    refuse: (chargeId) => {
      state.kept.add(chargeId);
    },
    book: (given) => book(state, given),
    reset: () => {
      state = freshState();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const path = request.url ?? '/';
  const apiKey = (request.headers.authorization ?? '').replace('Bearer ', '');
  const idempotencyKey = String(request.headers['idempotency-key'] ?? '');
  state.requests.push({ path, idempotencyKey, apiKey });
  const mishap = state.isDown ? ({ kind: 'status', status: 503 } as const) : state.mishaps.shift();
  if (mishap?.kind === 'hold') await mishap.until;
  if (mishap?.kind === 'reset') return void response.destroy();
  if (mishap?.kind === 'status') return send(response, mishap.status, { error: 'mishap' });
  if (state.apiKey === undefined ? apiKey === '' : apiKey !== state.apiKey)
    return send(response, 401, { error: 'bad key' });
  if (request.method === 'GET' && path === '/charges') return send(response, 200, { charges: listed(state) });
  const { status, body } = once(state, path, idempotencyKey, Buffer.concat(chunks).toString('utf8'));
  if (mishap?.kind === 'lost') return void response.destroy();
  if (mishap?.kind === 'garbled') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
  send(response, status, body);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** The same key gets the same answer; with another request it is refused. */
function once(state: State, path: string, idempotencyKey: string, text: string): Answer {
  if (idempotencyKey === '') return { status: 400, body: { error: 'idempotency-key required' } };
  const fingerprint = `${path} ${text}`;
  const known = state.answers.get(idempotencyKey);
  if (known)
    return known.fingerprint === fingerprint
      ? known
      : { status: 400, body: { error: 'key used with another request' } };
  const answer = execute(state, path, JSON.parse(text) as Record<string, unknown>);
  state.answers.set(idempotencyKey, { fingerprint, ...answer });
  return answer;
}

const listed = ({ charges, refunds }: State) =>
  charges.map((charge) => ({ ...charge, refundId: refunds.find(({ chargeId }) => chargeId === charge.id)?.id }));

function book(state: State, given: Omit<Charge, 'id'>): Charge {
  const charge = { id: `ch_${state.charges.length + 1}`, ...given };
  state.charges.push(charge);
  return charge;
}

function execute(state: State, path: string, body: Record<string, unknown>): Answer {
  if (path === '/charges') {
    const { amount, currency, reference } = body as unknown as Omit<Charge, 'id' | 'createdAt'>;
    if (amount > declinedAbove) return { status: 402, body: { error: 'declined' } };
    return { status: 201, body: book(state, { amount, currency, reference, createdAt: new Date().toISOString() }) };
  }
  if (path !== '/refunds') return { status: 404, body: { error: 'not found' } };
  const chargeId = String(body.chargeId);
  if (state.kept.has(chargeId)) return { status: 422, body: { error: 'not refundable' } };
  if (!state.charges.some(({ id }) => id === chargeId)) return { status: 422, body: { error: 'no such charge' } };
  const refund = { id: `re_${state.refunds.length + 1}`, chargeId };
  state.refunds.push(refund);
  return { status: 201, body: refund };
}
