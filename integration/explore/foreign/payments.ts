import { type FakeHttp, f, fakeHttp, reply } from 'squall/vitest';
import { retrying, type Subject } from './subject.ts';

interface Charge {
  readonly id: string;
  readonly amount: number;
}

interface Shop {
  readonly charges: Charge[];
  readonly refunds: { readonly id: string; readonly charge: string }[];
  readonly keys: Record<string, Charge>;
  readonly refundKeys: Record<string, { readonly id: string; readonly charge: string }>;
}

/** A provider that knows keys; without one every request is another one. */
const shop = ({ secret, webhook }: { readonly secret?: string; readonly webhook?: string } = {}): FakeHttp<Shop> =>
  fakeHttp<Shop>('https://pay.test', {
    state: () => ({ charges: [], refunds: [], keys: {}, refundKeys: {} }),
    undoes: { 'POST /refunds': 'POST /charges' },
    'POST /charges': ({ body, headers, s, id, secret: current, webhook: send }) => {
      if (secret && headers.authorization !== `Bearer ${current(secret)}`) return reply(401, { error: 'bad key' });
      const key = headers['idempotency-key'] ?? id('none');
      const known = s.keys[key];
      const charge = known ?? { id: id('ch'), amount: body.amount };
      if (!known) s.charges.push(charge);
      s.keys[key] = charge;
      if (webhook && !known) send(webhook, { eventId: `evt_${charge.id}`, order: body.order, amount: body.amount });
      return charge;
    },
    'POST /refunds': ({ body, headers, s, id }) => {
      const key = headers['idempotency-key'] ?? id('none');
      const known = s.refundKeys[key];
      const refund = known ?? { id: id('rf'), charge: body.charge };
      if (!known) s.refunds.push(refund);
      s.refundKeys[key] = refund;
      return refund;
    },
    'POST /reservations': () => reply(409, { error: 'sold out' }),
    'GET /rates': () => ({ eur: 1.1 }),
  });

const post = (path: string, json: object = { amount: 42 }): Pick<ReturnType<Subject['scenario']>, 'when'> => ({
  when: (w) => w.client(retrying).post(path, { idempotencyKey: 'k1', json }),
});

const charging = `
const post = (path, body, headers) => fetch('https://pay.test' + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body), signal: AbortSignal.timeout(2000) });
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  const { amount } = JSON.parse(event.body);
  const answer = await post('/charges', { amount }, { LINE }).catch(() => undefined);
  if (!answer?.ok) return json(503, { error: 'try again' });
  const { id } = await answer.json().catch(() => ({}));
  if (!id) return json(503, { error: 'try again' });
  await db.send(new PutCommand({ TableName: 'Payments', Item: { id: key, charge: id, amount } }));
  return json(201, { charge: id });
};`;

const saga = `
const post = async (path, body, key) => {
  const answer = await fetch('https://pay.test' + path, { method: 'POST', headers: { ...(key && { 'idempotency-key': key }) }, body: JSON.stringify(body), signal: AbortSignal.timeout(1500) });
  if (answer.status >= 500 || answer.status === 429) throw new Error('provider: ' + answer.status);
  return { status: answer.status, body: await answer.json() };
};
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  const { amount } = JSON.parse(event.body);
  try {
    const charge = await post('/charges', { amount }, 'charge-' + key);
    const reservation = await post('/reservations', { order: key }, 'reserve-' + key);
    if (reservation.status === 409) {
      await post('/refunds', { charge: charge.body.id }, LINE);
      await db.send(new PutCommand({ TableName: 'Orders', Item: { id: key, status: 'sold out' } }));
      return json(422, { error: 'sold out' });
    }
    await db.send(new PutCommand({ TableName: 'Orders', Item: { id: key, status: 'placed' } }));
    return json(201, { id: key });
  } catch (error) {
    return json(503, { error: 'try again' });
  }
};`;

const secretive = `
const { SecretsManagerClient, GetSecretValueCommand } = require('@aws-sdk/client-secrets-manager');
const secrets = new SecretsManagerClient({});
let cached;
const apiKey = async () => (cached ??= (await secrets.send(new GetSecretValueCommand({ SecretId: 'stripe' }))).SecretString);
const charge = async (amount, key) => {
  const answer = await fetch('https://pay.test/charges', { method: 'POST', headers: { authorization: 'Bearer ' + (await apiKey()), 'idempotency-key': key }, body: JSON.stringify({ amount }), signal: AbortSignal.timeout(1500) });
  return answer.ok ? answer.json() : { status: answer.status };
};
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  const { amount } = JSON.parse(event.body);
  try {
    let paid = await charge(amount, key);
    LINE
    if (!paid.id) return json(503, { error: 'provider' });
    return json(201, { charge: paid.id });
  } catch (error) {
    console.error('charge failed', error.message);
    return json(503, { error: 'try again' });
  }
};`;
const refreshing = 'if (paid.status === 401) { cached = undefined; paid = await charge(amount, key); }';

const hooks = `
exports.handler = async (event) => {
  const body = JSON.parse(event.body);
  if (event.rawPath === '/hooks') {
    try {
      await db.send(new TransactWriteCommand({ TransactItems: [
        { Put: { TableName: 'Events', Item: { id: LINE }, ConditionExpression: 'attribute_not_exists(id)' } },
        { Update: { TableName: 'Balances', Key: { id: 'shop' }, UpdateExpression: 'ADD amount :a', ExpressionAttributeValues: { ':a': body.amount } } },
      ] }));
    } catch (error) {
      if (error.name !== 'TransactionCanceledException' || error.CancellationReasons[0].Code !== 'ConditionalCheckFailed') throw error;
    }
    return json(200, {});
  }
  const key = event.headers['idempotency-key'];
  const answer = await fetch('https://pay.test/charges', { method: 'POST', headers: { 'idempotency-key': key }, body: JSON.stringify({ amount: body.amount, order: key }), signal: AbortSignal.timeout(1500) }).catch(() => undefined);
  return answer?.ok ? json(202, {}) : json(503, {});
};`;

const recorded = `
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  const { amount } = JSON.parse(event.body);
  const { Item } = await db.send(new GetCommand({ TableName: 'Payments', Key: { id: key }, ConsistentRead: true }));
  if (Item) return json(201, { charge: Item.charge });
  const answer = await fetch('https://pay.test/charges', { method: 'POST', headers: { LINE }, body: JSON.stringify({ amount }), signal: AbortSignal.timeout(1500) }).catch(() => undefined);
  const paid = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
  if (!paid) return json(503, {});
  await db.send(new PutCommand({ TableName: 'Payments', Item: { id: key, charge: paid.id } }));
  return json(201, { charge: paid.id });
};`;

const rates = `
const ask = () => fetch('https://pay.test/rates', { LINE });
exports.handler = async () => {
  try {
    const answer = await ask();
    if (!answer.ok) return json(503, {});
    return json(200, await answer.json());
  } catch { return json(503, {}); }
};`;

const storm = `
const tried = async (times, work) => {
  for (let attempt = 1; ; attempt += 1) {
    try { return await work(); } catch (error) {
      if (attempt >= times) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
    }
  }
};
const rates = async () => {
  const answer = await fetch('https://pay.test/rates', { signal: AbortSignal.timeout(500) });
  if (!answer.ok) throw new Error('rates: ' + answer.status);
  return answer.json();
};
exports.handler = async () => {
  try { return json(200, await LINE); } catch { return json(503, {}); }
};`;

const breaker = `
const ask = () => fetch('https://pay.test/rates', { signal: AbortSignal.timeout(1000) });
const id = 'rates';
exports.handler = async () => {
  const { Item } = await db.send(new GetCommand({ TableName: 'Breakers', Key: { id }, ConsistentRead: true }));
  const now = Date.now();
  if (Item && Item.openUntil > now) return { ...json(503, { error: 'open' }), headers: { 'retry-after': '5' } };
  try {
    const answer = await ask();
    if (!answer.ok) throw new Error('status ' + answer.status);
    const body = await answer.json();
    if (Item && Item.failures > 0) await db.send(new PutCommand({ TableName: 'Breakers', Item: { id, failures: 0, openUntil: 0 } }));
    return json(200, body);
  } catch (error) {
    const failures = (Item?.failures ?? 0) + 1;
    await db.send(new PutCommand({ TableName: 'Breakers', Item: { id, failures, openUntil: failures >= 3 ? now + 5000 : 0 } }));
    return json(503, { error: 'try again' });
  }
};`;

const key = "'idempotency-key': key";
const payment = (name: string, more: Partial<Subject>): Subject => ({
  name,
  code: charging,
  right: key,
  shape: { tables: { Payments: 'id' } },
  scenario: () => ({ external: [shop()], ...post('/pay') }),
  ...more,
});
const withSecret: Partial<Subject> = {
  code: secretive,
  right: refreshing,
  shape: { secrets: ['stripe'] },
  scenario: () => ({
    external: [shop({ secret: 'stripe' })],
    given: (w) => w.secret('stripe').set('sk_live_4711'),
    ...post('/pay'),
    faults: f.defaults().plus(f.rotate('stripe')),
  }),
};
const asking: Partial<Subject> = {
  shape: { timeoutSeconds: 60 },
  scenario: () => ({ external: [shop()], when: (w) => w.client({ retries: 2 }).get('/rates') }),
};

/** Money, providers, secrets and time limits. */
export const payments: readonly Subject[] = [
  payment('a charge without a key', { wrong: '', finds: 'DUP' }),
  payment('a charge with a random key', {
    wrong: "'idempotency-key': crypto.randomUUID()",
    finds: 'DUP',
    isTwinAbove: true,
  }),
  payment('a charge keyed by time', { wrong: "'idempotency-key': key + Date.now()", finds: 'DUP', isTwinAbove: true }),
  payment('a charge with its record behind it', { code: recorded, wrong: '', finds: 'DUP' }),
  payment('a saga that gives money back', {
    code: saga,
    right: "'refund-' + key",
    wrong: 'undefined',
    finds: 'DUP',
    shape: { tables: { Orders: 'id' } },
  }),
  payment('a secret that is kept, and refreshed on 401', { ...withSecret, wrong: '', finds: 'STUCK' }),
  payment('a secret in the log', {
    ...withSecret,
    wrong: `${refreshing} if (!paid.id) console.warn('refused', { status: paid.status, key: cached });`,
    finds: 'SECRET',
    isTwinAbove: true,
  }),
  payment('webhooks by the id of their event', {
    code: hooks,
    right: 'body.eventId',
    wrong: 'crypto.randomUUID()',
    finds: 'DUP',
    shape: { tables: { Events: 'id', Balances: 'id' } },
    scenario: () => ({ external: [shop({ webhook: '/hooks' })], ...post('/pay') }),
  }),
  payment('a time limit behind the gateway’s', {
    code: rates,
    ...asking,
    right: 'signal: AbortSignal.timeout(3000)',
    wrong: 'signal: AbortSignal.timeout(45_000)',
    finds: 'SLOW',
  }),
  payment('no time limit at all', {
    code: rates,
    ...asking,
    right: 'signal: AbortSignal.timeout(3000)',
    wrong: '',
    finds: 'SLOW',
    isTwinAbove: true,
  }),
  payment('retries around retries', {
    code: storm,
    ...asking,
    right: 'tried(2, rates)',
    wrong: 'tried(5, () => tried(5, () => tried(4, rates)))',
    finds: 'RETRY-STORM',
  }),
  payment('a circuit breaker in a table', {
    code: breaker,
    shape: { tables: { Breakers: 'id' } },
    scenario: () => ({
      external: [shop()],
      when: (w) => w.client({ retries: 4 }).get('/rates'),
      ignore: ['Breakers'],
      faults: f.defaults().plus(f.outage(4)),
    }),
  }),
];
