import { type FakeHttp, f, fakeHttp, reply } from 'squall/vitest';
import { retrying, type Subject } from './subject.ts';

interface Desk {
  readonly charges: { readonly id: string; readonly order: string }[];
  readonly refunds: { readonly id: string; readonly charge: string }[];
  readonly receipts: { readonly id: string; readonly charge: string }[];
  readonly keys: Record<string, { readonly id: string }>;
}

/** A provider of several things that knows keys, and never ships. */
const desk = (): FakeHttp<Desk> =>
  fakeHttp<Desk>('https://desk.test', {
    state: () => ({ charges: [], refunds: [], receipts: [], keys: {} }),
    undoes: { 'POST /refunds': 'POST /charges' },
    'POST /charges': ({ body, headers, s, id }) => {
      const key = headers['idempotency-key'] ?? id('none');
      const charge = { id: id('ch'), order: body.order };
      if (!s.keys[key]) s.charges.push(charge);
      s.keys[key] ??= charge;
      return s.keys[key];
    },
    'GET /charges/:order': ({ params, s }) => ({ charge: s.charges.find(({ order }) => order === params.order) }),
    'POST /refunds': ({ body, headers, s, id }) => {
      const key = headers['idempotency-key'] ?? id('none');
      const refund = { id: id('rf'), charge: body.charge };
      if (!s.keys[key]) s.refunds.push(refund);
      s.keys[key] ??= refund;
      return s.keys[key];
    },
    'POST /receipts': ({ body, headers, s, id }) => {
      const key = headers['idempotency-key'] ?? id('none');
      const receipt = { id: id('rc'), charge: body.charge };
      if (!s.keys[key]) s.receipts.push(receipt);
      s.keys[key] ??= receipt;
      return s.keys[key];
    },
    'POST /shipments': () => reply(422, { error: 'no carrier' }),
    'GET /prices': () => ({ anchor: 10 }),
    'GET /stock': () => ({ anchor: 3 }),
  });

const asking = `
const call = async (path, body, key) => {
  const init = body && { method: 'POST', headers: { 'idempotency-key': key }, body: JSON.stringify(body) };
  const answer = await fetch('https://desk.test' + path, { ...init, signal: AbortSignal.timeout(1000) });
  if (answer.status >= 500 || answer.status === 429) throw new Error(path + ' ' + answer.status);
  return answer.json();
};`;

const refusing = `${asking}
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  try {
    const charge = await call('/charges', { order: key }, key + ':charge');
    const shipment = await call('/shipments', { order: key }, key + ':ship');
    if (!shipment.error) return json(201, {});
    LINE
    return json(422, { message: shipment.error });
  } catch (error) { return json(503, { message: error.message }); }
};`;
const refund = "await call('/refunds', { charge: charge.id }, key + ':refund')";

const refusingAtOnce = `${asking}
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  const charging = () => call('/charges', { order: key }, key + ':charge');
  try {
    const [charged, shipped] = await Promise.allSettled([charging(), call('/shipments', { order: key }, key + ':ship')]);
    if (shipped.status === 'rejected') throw shipped.reason;
    LINE
    return json(422, { message: shipped.value.error });
  } catch (error) { return json(503, { message: error.message }); }
};`;
const refundIt = "await call('/refunds', { charge: charge.id }, key + ':refund');";

const overview = `${asking}
exports.handler = async () => {
  try {
    LINE
  } catch (error) { return json(503, { message: error.message }); }
};`;

const receipts = `${asking}
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  const id = LINE;
  try {
    const charge = await call('/charges', { order: key }, key + ':charge');
    await db.send(new PutCommand({ TableName: 'Orders', Item: { id, charge: charge.id } }));
    const { Item } = await db.send(new GetCommand({ TableName: 'Orders', Key: { id }, ConsistentRead: true }));
    const receipt = await call('/receipts', { charge: Item.charge }, key + ':receipt');
    return json(201, { charge: charge.id, receipt: receipt.id });
  } catch (error) { return json(503, { message: error.message }); }
};`;

const parcels = `${asking}
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  const charge = async (part) => {
    const { id } = await call('/charges', { order: part }, LINE);
    await db.send(new PutCommand({ TableName: 'Orders', Item: { id: part, charge: id } }));
  };
  try {
    await Promise.all([charge(key + '#1'), charge(key + '#2')]);
    return json(201, { key });
  } catch (error) { return json(503, { message: error.message }); }
};`;

const deleting = `
exports.handler = async (event) => {
  let failed = 0;
  for (const id of JSON.parse(event.body).ids) {
    try { await db.send(new DeleteCommand({ TableName: 'Rows', Key: { id } })); } catch (error) { failed += 1; }
  }
  LINE
  return json(200, { deleted: true });
};`;

const joining = `
exports.handler = async (event) => {
  const id = event.headers['idempotency-key'];
  try {
    await db.send(new TransactWriteCommand({ TransactItems: [
      { Put: { TableName: 'Members', Item: { id }, ConditionExpression: 'attribute_not_exists(id)' } },
      { Update: { TableName: 'Teams', Key: { id: 't1' }, UpdateExpression: 'ADD members :one', ExpressionAttributeValues: { ':one': 1 } } },
    ] }));
  } catch (error) {
    if (LINE) throw error;
  }
  return json(200, { id });
};`;

const passing = `
class NotFound extends Error { statusCode = 404; }
exports.handler = async (event) => {
  try {
    const { Item } = await db.send(new GetCommand({ TableName: 'Rows', Key: { id: event.rawPath.slice(6) }, ConsistentRead: true }));
    if (!Item) throw new NotFound('no such row');
    return json(200, Item);
  } catch (error) { return json(LINE, { message: error.message }); }
};`;

const post = (path: string, json: object = {}): Pick<ReturnType<Subject['scenario']>, 'when'> => ({
  when: (w) => w.client(retrying).post(path, { idempotencyKey: `k-${w.name}`, json }),
});
const cancelled = "error.name !== 'TransactionCanceledException'";

/** Some of several things fail: what is taken back, what is at once, what is told. */
export const partialFailures: readonly Subject[] = [
  {
    name: 'a refund of what is refused anyway',
    code: refusing,
    right: `${refund};`,
    wrong: `${refund}.catch((error) => console.error(error.message));`,
    finds: 'CHARGED',
    shape: {},
    scenario: () => ({ external: [desk()], ...post('/orders'), faults: f.only('error', 'lost', 'hang') }),
  },
  {
    name: 'a charge at once with what is refused, which may never have been made',
    code: refusingAtOnce,
    right: `const known = await (await fetch('https://desk.test/charges/' + key, { signal: AbortSignal.timeout(1000) })).json();
    const charge = charged.value ?? known.charge;
    if (known.charge === undefined && charge === undefined) return json(422, { message: shipped.value.error });
    ${refundIt}`,
    wrong: `const charge = charged.value; if (charge) ${refundIt}`,
    finds: 'CHARGED',
    shape: {},
    scenario: () => ({ external: [desk()], ...post('/orders'), faults: f.only('error', 'lost', 'reset') }),
  },
  {
    name: 'reads at once, of which the first failure is told',
    code: overview,
    right: "return json(200, await Promise.all([call('/prices'), call('/stock')]));",
    wrong:
      "return json(200, (await Promise.allSettled([call('/prices'), call('/stock')])).map(({ value }) => value ?? {}));",
    finds: 'ANSWER',
    shape: {},
    scenario: () => ({ external: [desk()], when: (w) => w.client({ retries: 3 }).get('/overview') }),
  },
  {
    name: 'numbers of a provider that two clients get in any order',
    code: receipts,
    right: 'key',
    wrong: "'latest'",
    finds: 'ORDER',
    shape: { tables: { Orders: 'id' } },
    scenario: () => ({
      external: [desk()],
      ...post('/orders'),
      race: { clients: 2, preemptions: 1 },
      faults: f.only('reset'),
    }),
  },
  {
    name: 'charges at once, whichever comes first',
    code: parcels,
    right: 'part',
    wrong: 'crypto.randomUUID()',
    finds: 'DUP',
    shape: { tables: { Orders: 'id' } },
    scenario: () => ({ external: [desk()], ...post('/orders'), faults: f.only('error', 'lost', 'overtaken') }),
  },
  {
    name: 'deletions of which one fails',
    code: deleting,
    right: 'if (failed > 0) return json(500, { failed });',
    wrong: '',
    finds: 'DIVERGED',
    shape: { tables: { Rows: 'id' } },
    scenario: () => ({
      given: (w) => w.table('Rows').put({ id: 'a' }, { id: 'b' }),
      ...post('/delete', { ids: ['a', 'b'] }),
    }),
  },
  {
    name: 'a transaction that is cancelled for another reason',
    code: joining,
    right: `${cancelled} || error.CancellationReasons[0].Code !== 'ConditionalCheckFailed'`,
    wrong: cancelled,
    finds: 'LOST',
    shape: { tables: { Members: 'id', Teams: 'id' } },
    scenario: () => post('/join'),
  },
  {
    name: 'a status of AWS that is passed on',
    code: passing,
    right: 'error.statusCode ?? 500',
    wrong: 'error.statusCode ?? error.$metadata?.httpStatusCode ?? 500',
    finds: 'REFUSED',
    shape: { tables: { Rows: 'id' } },
    scenario: () => ({
      given: (w) => w.table('Rows').put({ id: 'r1' }),
      when: (w) => w.client({ retries: 3 }).get('/rows/r1'),
    }),
  },
];
