import { retrying, type Subject } from './subject.ts';

const create = `
exports.handler = async (event) => {
  const { id, name } = JSON.parse(event.body);
  const owner = event.headers['idempotency-key'];
  try {
    await db.send(new PutCommand({ TableName: 'Items', Item: { id, name, owner }, ConditionExpression: 'attribute_not_exists(id)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }));
  } catch (error) {
    if (error.name !== 'ConditionalCheckFailedException') throw error;
    LINE
    return json(409, { error: 'exists' });
  }
  return json(201, { id, name });
};`;

const document = `
exports.handler = async (event) => {
  const id = event.rawPath.split('/')[2];
  const method = event.requestContext.http.method;
  const key = event.headers['idempotency-key'];
  if (method === 'GET') {
    const { Item } = await db.send(new GetCommand({ TableName: 'Docs', Key: { id }, ConsistentRead: true }));
    return Item ? { ...json(200, { id, text: Item.text }), headers: { etag: String(Item.version) } } : json(404, { error: 'not found' });
  }
  if (method === 'DELETE') {
    await db.send(new DeleteCommand({ TableName: 'Docs', Key: { id } }));
    return { statusCode: 204 };
  }
  const { text } = JSON.parse(event.body);
  const version = Number(event.headers['if-match']);
  try {
    await db.send(new UpdateCommand({
      TableName: 'Docs', Key: { id }, UpdateExpression: 'SET #t = :t, version = :next, lastKey = :k',
      LINE
      ExpressionAttributeNames: { '#t': 'text' },
      ExpressionAttributeValues: { ':t': text, ':v': version, ':next': version + 1, ':k': key },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }));
  } catch (error) {
    if (error.name !== 'ConditionalCheckFailedException') throw error;
    if (!error.Item || error.Item.lastKey.S !== key) return json(412, { error: 'changed meanwhile' });
  }
  return { ...json(200, { id, text }), headers: { etag: String(version + 1) } };
};`;
const guarded = "ConditionExpression: 'version = :v',";

const put = (text: string, version: string, key: string) => ({
  idempotencyKey: key,
  json: { text },
  headers: { 'if-match': version },
});

const docs = { tables: { Docs: 'id' } };
const first = { id: 'd1', text: 'old', version: 1, lastKey: 'k0' };

const list = `
exports.handler = async (event) => {
  const { limit = '10', cursor } = event.queryStringParameters ?? {};
  try {
    const page = await db.send(new QueryCommand({
      TableName: 'Notes', KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': 'u1' }, Limit: Number(limit),
      ExclusiveStartKey: cursor && JSON.parse(Buffer.from(cursor, 'base64url').toString()),
    }));
    const next = page.LastEvaluatedKey && Buffer.from(JSON.stringify(page.LastEvaluatedKey)).toString('base64url');
    return json(200, { notes: page.Items.map(({ sk, text }) => ({ id: sk, text })), next });
  } catch (error) {
    LINE
  }
};`;

const stamped = `
exports.handler = async (event) => {
  const begin = performance.now();
  const key = event.headers['idempotency-key'];
  const { Item } = await db.send(new GetCommand({ TableName: 'Jobs', Key: { id: key }, ConsistentRead: true }));
  if (Item) return json(201, { id: Item.number, createdAt: Item.createdAt });
  const number = crypto.randomUUID();
  const createdAt = new Date().toISOString();
  await db.send(new PutCommand({ TableName: 'Jobs', Item: { id: key, number, createdAt, expiresAt: Math.floor(Date.now() / 1000) + 3600, tookMs: Math.round(performance.now() - begin) } }));
  return json(201, LINE);
};`;

/** What people write first: create, list, read, replace, delete. */
export const requests: readonly Subject[] = [
  {
    name: 'create with a condition, 409 for duplicates',
    code: create,
    right: 'if (error.Item && error.Item.owner.S === owner) return json(201, { id, name });',
    wrong: '',
    finds: 'CHARGED',
    shape: { tables: { Items: 'id' } },
    scenario: () => ({
      when: async (w) => {
        const client = w.client({ retries: 3 });
        await client.post('/items', { idempotencyKey: `k1-${w.name}`, json: { id: 'i1', name: 'ann' } });
        await client.post('/items', { idempotencyKey: `k2-${w.name}`, json: { id: 'i1', name: 'bob' } });
      },
      race: { clients: 2, preemptions: 1 },
    }),
  },
  {
    name: 'list with pages',
    code: list,
    right: "return json(503, { error: 'try again' });",
    wrong: 'return json(200, { notes: [] });',
    finds: 'ANSWER',
    shape: { tables: { Notes: 'pk/sk' } },
    scenario: () => ({
      given: (w) => w.table('Notes').put(...['a', 'b', 'c'].map((sk) => ({ pk: 'u1', sk, text: `note ${sk}` }))),
      when: async (w) => {
        const client = w.client({ retries: 3 });
        const page = await client.get('/notes', { query: { limit: '2' } });
        const { next } = page.json as { readonly next: string };
        await client.get('/notes', { query: { limit: '2', cursor: next } });
      },
    }),
  },
  {
    name: 'read one, 404 for what is not there',
    code: document,
    right: guarded,
    shape: docs,
    scenario: () => ({
      given: (w) => w.table('Docs').put(first),
      when: async (w) => {
        await w.client({ retries: 2 }).get('/docs/d1');
        await w.client({ retries: 2 }).get('/docs/d2');
      },
    }),
  },
  {
    name: 'replace with If-Match',
    code: document,
    right: guarded,
    shape: docs,
    scenario: () => ({
      given: (w) => w.table('Docs').put(first),
      when: (w) => w.client(retrying).put('/docs/d1', put(`by ${w.name}`, '1', `k-${w.name}`)),
      race: { clients: 2, preemptions: 1 },
    }),
  },
  {
    name: 'read, then replace with If-Match',
    code: document,
    right: guarded,
    wrong: "ConditionExpression: 'attribute_exists(id) OR version = :v',",
    finds: 'ORDER',
    shape: docs,
    scenario: () => ({
      given: (w) => w.table('Docs').put(first),
      when: async (w) => {
        const client = w.client(retrying);
        const { headers } = await client.get('/docs/d1');
        await client.put('/docs/d1', put(`by ${w.name}`, headers.etag ?? '', `k-${w.name}`));
      },
      race: { clients: 2, preemptions: 1 },
    }),
  },
  {
    name: 'read, then replace, again after 412',
    code: document,
    right: guarded,
    shape: docs,
    scenario: () => ({
      given: (w) => w.table('Docs').put(first),
      when: async (w) => {
        const client = w.client(retrying);
        for (let round = 0; round < 3; round += 1) {
          const { headers } = await client.get('/docs/d1');
          const { status } = await client.put(
            '/docs/d1',
            put(`by ${w.name}`, headers.etag ?? '', `k-${w.name}${round}`),
          );
          if (status !== 412) return;
        }
      },
      // Each round has a key of its own.
      ignore: ['Docs.lastKey'],
      race: { clients: 2, preemptions: 1 },
    }),
  },
  {
    name: 'delete, again and again',
    code: document,
    right: guarded,
    shape: docs,
    scenario: () => ({
      given: (w) => w.table('Docs').put(first),
      when: async (w) => {
        await w.client({ retries: 3 }).delete('/docs/d1');
        await w.client({ retries: 3 }).delete('/docs/d1');
        await w.client({ retries: 3 }).get('/docs/d1');
      },
      race: { clients: 2, preemptions: 1 },
    }),
  },
  {
    name: 'stores durations, times and ids',
    code: stamped,
    right: '{ id: number, createdAt }',
    wrong: '{ id: crypto.randomUUID(), createdAt }',
    finds: 'REPLAY',
    shape: { tables: { Jobs: 'id' } },
    scenario: () => ({ when: (w) => w.client(retrying).post('/jobs', { idempotencyKey: 'k1', json: {} }) }),
  },
];
