import { type FakeHttp, f, fakeHttp } from 'squall/vitest';
import { retrying, type Subject } from './subject.ts';

const catalogue = (): FakeHttp<{ readonly asked: string[] }> =>
  fakeHttp<{ readonly asked: string[] }>('https://catalogue.test', {
    state: () => ({ asked: [] }),
    'GET /products/:id': ({ params }) => ({ id: params.id, price: 10 }),
  });

const counter = `
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  try {
    LINE
  } catch (error) {
    if (error.name === 'TransactionCanceledException' && error.CancellationReasons[0].Code === 'ConditionalCheckFailed') return json(200, { counted: key });
    return json(503, {});
  }
  return json(200, { counted: key });
};`;
const add =
  "{ TableName: 'Counters', Key: { id: 'votes' }, UpdateExpression: 'ADD votes :one', ExpressionAttributeValues: { ':one': 1 } }";
const counted = `await db.send(new TransactWriteCommand({ ClientRequestToken: key, TransactItems: [
      { Put: { TableName: 'Seen', Item: { id: key }, ConditionExpression: 'attribute_not_exists(id)' } }, { Update: ${add} } ] }));`;

const withdrawing = `
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  const { amount } = JSON.parse(event.body);
  const Key = { id: 'acc' };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { Item } = await db.send(new GetCommand({ TableName: 'Accounts', Key, ConsistentRead: true }));
    if (Item.done.includes(key)) return json(200, { ok: true });
    if (Item.balance < amount) return json(422, { error: 'not enough' });
    try {
      await db.send(new UpdateCommand({ TableName: 'Accounts', Key, UpdateExpression: 'SET balance = :b, done = :d, version = :next',
        LINE
        ExpressionAttributeValues: { ':b': Item.balance - amount, ':d': [...Item.done, key], ':next': Item.version + 1, ':v': Item.version } }));
      return json(200, { ok: true });
    } catch (error) {
      if (error.name !== 'ConditionalCheckFailedException') return json(503, {});
    }
  }
  return json(409, { error: 'busy' });
};`;

const naming = `
exports.handler = async (event) => {
  const { name } = JSON.parse(event.body);
  const owner = event.headers['idempotency-key'];
  const read = () => db.send(new GetCommand({ TableName: 'Names', Key: { name }, ConsistentRead: true }));
  const { Item } = await read();
  if (Item) return Item.owner === owner ? json(201, { name }) : json(409, { error: 'taken' });
  try {
    await db.send(new PutCommand({ TableName: 'Names', Item: { name, owner } LINE }));
  } catch (error) {
    if (error.name !== 'ConditionalCheckFailedException') throw error;
    const { Item } = await read();
    return Item && Item.owner === owner ? json(201, { name }) : json(409, { error: 'taken' });
  }
  return json(201, { name });
};`;

const keyed = `
exports.handler = async (event) => {
  const id = event.headers['idempotency-key'];
  const { text } = JSON.parse(event.body);
  let known;
  try {
    known = (await db.send(new GetCommand({ TableName: 'Notes', Key: { id }, ConsistentRead: true }))).Item;
  } catch { LINE }
  if (known && known.text !== text) return json(422, { error: 'another payload' });
  await db.send(new PutCommand({ TableName: 'Notes', Item: { id, text } }));
  return json(201, { id });
};`;

const shipping = `
exports.handler = async (event) => {
  const id = event.rawPath.split('/')[2];
  const Key = { id };
  if (event.requestContext.http.method === 'POST') {
    await db.send(new PutCommand({ TableName: 'Orders', Item: { id, status: 'paid' } }));
    return json(201, { id });
  }
  const { Item } = await db.send(new GetCommand({ TableName: 'Orders', Key LINE }));
  if (!Item || Item.status !== 'paid') return json(422, { error: 'not paid' });
  await db.send(new UpdateCommand({ TableName: 'Orders', Key, UpdateExpression: 'SET shipped = :yes', ExpressionAttributeValues: { ':yes': true } }));
  return json(200, { id });
};`;

const importing = `
exports.handler = async (event) => {
  const items = JSON.parse(event.body).map((id) => ({ PutRequest: { Item: { id } } }));
  let RequestItems = { Rows: items };
  LINE
  return json(201, { imported: items.length });
};`;
const write = 'const { UnprocessedItems } = await db.send(new BatchWriteCommand({ RequestItems }));';

const swallowing = `
exports.handler = async (event) => {
  const { text } = JSON.parse(event.body);
  const id = event.headers['idempotency-key'];
  const save = () => db.send(new PutCommand({ TableName: 'Rows', Item: { id, text } }));
  try {
    LINE
  } catch (error) {
    console.error(error.message);
    return json(500, { error: 'try again' });
  }
  return json(201, { id });
};`;

const limiting = `
exports.handler = async (event) => {
  const request = event.requestContext.requestId;
  const id = 'u1#' + Math.floor(Date.now() / 60_000);
  try {
    await db.send(new UpdateCommand({ TableName: 'Limits', Key: { id }, UpdateExpression: 'ADD requests :one', ConditionExpression: 'attribute_not_exists(requests) OR size(requests) < :max OR contains(requests, :request)', ExpressionAttributeValues: { ':one': new Set([request]), ':request': request, ':max': 2 } }));
  } catch (error) {
    if (error.name !== 'ConditionalCheckFailedException') return json(503, {});
    return { ...json(429, { error: 'slow down' }), headers: { 'retry-after': '60' } };
  }
  return json(200, { pong: true });
};`;

const cleaning = `
exports.handler = async () => json(404, {});
exports.Clean = async () => {
  const { Items } = await db.send(new ScanCommand({ TableName: 'Sessions', ConsistentRead: true }));
  for (const { id, until } of Items) if (until < Date.now() / 1000) await db.send(new DeleteCommand({ TableName: 'Sessions', Key: { id } }));
};`;

const caching = `
exports.handler = async (event) => {
  const id = event.rawPath.split('/')[2];
  const cached = await db.send(new GetCommand({ TableName: 'Cache', Key: { id } })).catch(() => ({}));
  if (cached.Item && cached.Item.until > Date.now()) return json(200, JSON.parse(cached.Item.body));
  let product;
  try {
    const answer = await fetch('https://catalogue.test/products/' + id, { signal: AbortSignal.timeout(1500) });
    if (!answer.ok) return json(503, {});
    product = await answer.json();
  } catch { return json(503, {}); }
  await db.send(new PutCommand({ TableName: 'Cache', Item: { id, body: JSON.stringify(product), until: Date.now() + 60_000 } })).catch(() => {});
  return json(200, product);
};`;

const uploading = `
const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
const { getSignedUrl } = require('@aws-sdk/s3-request-presigner');
const s3 = new S3Client({});
exports.handler = async (event) => {
  const id = event.headers['idempotency-key'];
  await db.send(new PutCommand({ TableName: 'Uploads', Item: { id, status: 'waiting' } }));
  return json(201, { id, url: await getSignedUrl(s3, new PutObjectCommand({ Bucket: 'uploads', Key: id }), { expiresIn: 300 }) });
};`;

const saving = (name: string, line: string, finds: string, faults = f.defaults()): Subject => ({
  name,
  code: swallowing,
  right: 'await save();',
  wrong: line,
  finds,
  isTwinAbove: name !== 'a failure that is told as success',
  shape: { tables: { Rows: 'id' } },
  scenario: () => ({
    when: (w) => w.client(retrying).post('/rows', { idempotencyKey: 'k1', json: { text: 'a' } }),
    faults,
  }),
});

/** Tables: counters, versions, uniqueness, batches, limits, caches. */
export const tables: readonly Subject[] = [
  {
    name: 'a counter that counts a key once',
    code: counter,
    right: counted,
    wrong: `await db.send(new UpdateCommand(${add}));`,
    finds: 'DIVERGED',
    shape: { tables: { Counters: 'id', Seen: 'id' } },
    scenario: () => ({
      when: (w) => w.client(retrying).post('/votes', { idempotencyKey: `k-${w.name}` }),
      race: { clients: 2, preemptions: 1 },
    }),
  },
  {
    name: 'an account with a version',
    code: withdrawing,
    right: "ConditionExpression: 'version = :v',",
    wrong: "ConditionExpression: 'attribute_exists(id) OR version = :v',",
    finds: 'ORDER',
    shape: { tables: { Accounts: 'id' } },
    scenario: () => ({
      given: (w) => w.table('Accounts').put({ id: 'acc', balance: 100, done: [], version: 1 }),
      when: (w) => w.client(retrying).post('/withdraw', { idempotencyKey: `k-${w.name}`, json: { amount: 30 } }),
      race: { clients: 2, preemptions: 1 },
    }),
  },
  {
    name: 'an account that has enough for one',
    code: withdrawing,
    right: "ConditionExpression: 'version = :v',",
    wrong: "ConditionExpression: 'attribute_exists(id) OR version = :v',",
    finds: 'ACCEPTED',
    shape: { tables: { Accounts: 'id' } },
    scenario: () => ({
      given: (w) => w.table('Accounts').put({ id: 'acc', balance: 50, done: [], version: 1 }),
      when: (w) => w.client(retrying).post('/withdraw', { idempotencyKey: `k-${w.name}`, json: { amount: 30 } }),
      race: { clients: 2, preemptions: 1 },
    }),
  },
  {
    name: 'a name that only one can have',
    code: naming,
    right: ", ConditionExpression: 'attribute_not_exists(#n)', ExpressionAttributeNames: { '#n': 'name' }",
    wrong: '',
    finds: 'ACCEPTED',
    shape: { tables: { Names: 'name' } },
    scenario: () => ({
      when: (w) => w.client(retrying).post('/names', { idempotencyKey: `k-${w.name}`, json: { name: 'ann' } }),
      race: { clients: 2, preemptions: 1 },
    }),
  },
  {
    name: 'a key that comes with another payload',
    code: keyed,
    right: 'return json(503, {});',
    wrong: 'known = undefined;',
    finds: 'ACCEPTED',
    shape: { tables: { Notes: 'id' } },
    scenario: () => ({
      when: async (w) => {
        await w.client({ retries: 3 }).post('/notes', { idempotencyKey: 'k1', json: { text: 'mine' } });
        await w.client({ retries: 3 }).post('/notes', { idempotencyKey: 'k1', json: { text: 'yours' } });
      },
    }),
  },
  {
    name: 'decides by a consistent read',
    code: shipping,
    right: ', ConsistentRead: true',
    wrong: '',
    finds: 'REFUSED',
    shape: { tables: { Orders: 'id' } },
    scenario: () => ({
      when: async (w) => {
        await w.client({ retries: 3 }).post('/orders/o1', {});
        await w.client({ retries: 3 }).put('/orders/o1', {});
      },
    }),
  },
  {
    name: 'a batch write that goes on until nothing is left',
    code: importing,
    right: `while (RequestItems && Object.keys(RequestItems).length > 0) { ${write} RequestItems = UnprocessedItems; }`,
    wrong: write,
    finds: 'LOST',
    shape: { tables: { Rows: 'id' } },
    scenario: () => ({ when: (w) => w.client({ retries: 3 }).post('/rows', { json: ['a', 'b', 'c', 'd'] }) }),
  },
  saving('a failure that is told as success', 'await save().catch(() => {});', 'LOST'),
  saving('a save that nobody waits for', 'save();', 'LATE'),
  saving('a save after the reply', 'setTimeout(save, 100);', 'LATE'),
  saving(
    'a save in a loop that swallows',
    'for (let i = 0; i < 2; i += 1) { try { await save(); break; } catch {} }',
    'LOST',
    f.defaults().plus(f.outage(10)),
  ),
  saving('a save as part of allSettled', 'await Promise.allSettled([save()]);', 'LOST'),
  {
    name: 'a rate limit by table',
    code: limiting,
    shape: { tables: { Limits: 'id' } },
    scenario: () => ({
      when: async (w) => {
        for (let n = 0; n < 3; n += 1) await w.client({ retries: 3, on: ['network', '5xx'] }).get('/ping');
      },
      ignore: ['Limits'],
    }),
  },
  {
    name: 'a rate limit that clients wait for',
    code: limiting,
    shape: { tables: { Limits: 'id' } },
    scenario: () => ({
      when: async (w) => {
        for (let n = 0; n < 3; n += 1) await w.client({ retries: 8, backoff: '20s' }).get('/ping');
      },
      ignore: ['Limits'],
    }),
  },
  {
    name: 'a schedule that cleans up',
    code: cleaning,
    shape: { functions: ['Clean'], tables: { Sessions: 'id' } },
    scenario: () => ({
      given: (w) => w.table('Sessions').put({ id: 's1', until: 1 }, { id: 's2', until: 9_999_999_999 }),
      when: (w) => w.schedule('Clean', { every: '1h', times: 3 }),
    }),
  },
  {
    name: 'a cache in a table',
    code: caching,
    shape: { tables: { Cache: 'id' } },
    scenario: () => ({
      external: [catalogue()],
      when: async (w) => {
        await w.client({ retries: 3 }).get('/products/p1');
        await w.client({ retries: 3 }).get('/products/p1');
      },
      ignore: ['Cache'],
      race: { clients: 2, preemptions: 1 },
    }),
  },
  {
    name: 'an upload by a presigned URL',
    code: uploading,
    shape: { tables: { Uploads: 'id' }, buckets: ['uploads'] },
    scenario: () => ({ when: (w) => w.client(retrying).post('/uploads', { idempotencyKey: 'u1' }) }),
  },
];
