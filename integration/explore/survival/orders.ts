import {
  Exploration,
  type FakeHttp,
  fakeHttp,
  type Judged,
  type Outcome,
  reply,
  type Scenario,
  type When,
} from 'squall/vitest';

/** An order as clients send it. */
export const order = { customerId: 'c1', currency: 'EUR', items: [{ sku: 'a', quantity: 2, unitPrice: 10 }] };

interface Charge {
  readonly id: string;
  readonly amount: number;
}

export interface Payments {
  readonly charges: Charge[];
  readonly keys: Record<string, Charge>;
  readonly refunds: Record<string, { readonly id: string; readonly chargeId: string }>;
  readonly seen: string[];
  busy: number;
}

interface Manners {
  /** The key that it takes; without one it takes any. */
  readonly apiKey?: RegExp;
  /** Declines every charge. */
  readonly declines?: boolean;
  /** How many charges it answers first with this. */
  readonly busy?: number;
  readonly busyWith?: { readonly status: number; readonly headers?: Readonly<Record<string, string>> };
}

/** A payment provider of good manners, or of others. */
export const provider = ({
  apiKey,
  declines = false,
  busy = 0,
  busyWith = { status: 503 },
}: Manners = {}): FakeHttp<Payments> =>
  fakeHttp<Payments>('https://payments.example.com', {
    state: () => ({ charges: [], keys: {}, refunds: {}, seen: [], busy }),
    'POST /charges': ({ body, headers, s, id }) => {
      s.seen.push(headers['idempotency-key'] ?? '');
      if (apiKey && !apiKey.test(headers.authorization ?? '')) return reply(401, { error: 'unknown key' });
      if (s.busy > 0) {
        s.busy -= 1;
        return reply(busyWith.status, { error: 'busy' }, busyWith.headers);
      }
      if (declines) return reply(402, { error: 'declined' });
      const key = headers['idempotency-key'] ?? id('none');
      const known = s.keys[key];
      if (known) return known;
      const charge = { id: id('ch'), ...body };
      s.charges.push(charge);
      s.keys[key] = charge;
      return charge;
    },
    'POST /refunds': ({ body, headers, s, id }) => {
      const key = headers['idempotency-key'] ?? id('none');
      s.refunds[key] ??= { id: id('rf'), ...body };
      return s.refunds[key];
    },
  });

/** The API of orders: partners have another one. */
export const api = 'Http';

export const retrying = { api, retries: 5, on: ['network', 409, 429, '5xx'] as const };

/** Places an order with a key, as a client that tries again; afterwards the outbox is swept. */
export const placing = async (w: When): Promise<Outcome> => {
  const outcome = await w.client(retrying).post('/orders', { idempotencyKey: 'k1', json: order });
  await w.schedule('PublishOutbox', { every: '1m', times: 2 });
  return outcome;
};

/** The reference API with a scenario around it; `place an order` unless told otherwise. */
export const orders = (payments: FakeHttp<Payments>, scenario: Partial<Scenario> = {}): Promise<Exploration> =>
  Exploration.open('orders', {
    app: 'stack/app.ts',
    external: [payments],
    given: (w) => w.secret('payments').set({ apiKey: 'sk_live_1' }),
    when: placing,
    // What the provider has seen is not what it did.
    ignore: ['payments.example.com/seen', 'payments.example.com/busy'],
    ...scenario,
  });

/** Runs the scenario with one fault at the call whose name holds `call`. */
export function hit(exploration: Exploration, call: string, kind: string): Promise<Judged> {
  const cell = exploration.cells.find(({ point, kind: { name } }) => point.name.includes(call) && name === kind);
  if (!cell) throw new Error(`no cell ${kind} @ ${call}`);
  return exploration.explore(cell);
}

/** Statuses of the client's tries. */
export const answers = ({ run }: Judged, request = 0): (number | string | undefined)[] =>
  (run.outcomes[request]?.tries ?? []).map(({ status, error }) => status ?? error);

/** Nothing is broken, and money moved once. */
export const isSafe = ({ run, verdict }: Judged): boolean =>
  verdict.violations.length === 0 && run.sideEffects.filter(({ route }) => route.endsWith('/charges')).length === 1;
