import { type FakeHttp, f, fakeHttp } from 'squall/vitest';
import { retrying, type Subject } from './subject.ts';

const printer = (): FakeHttp<{ readonly prints: string[] }> =>
  fakeHttp<{ readonly prints: string[] }>('https://print.test', {
    state: () => ({ prints: [] }),
    'PUT /labels/:id': ({ params, s }) => {
      if (!s.prints.includes(params.id ?? '')) s.prints.push(params.id ?? '');
      return { id: params.id };
    },
  });

const lease = `
const lock = async (id, owner, token) => {
  try {
    await db.send(new PutCommand({ TableName: 'Locks', Item: { id, owner, until: Date.now() + 20_000 },
      ConditionExpression: LINE,
      ExpressionAttributeNames: { '#o': 'owner', '#u': 'until' }, ExpressionAttributeValues: { ':o': owner, ':now': Date.now() } }));
    return true;
  } catch (error) {
    if (error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
};
exports.handler = async (event) => {
  const id = event.rawPath.split('/')[2];
  const owner = event.headers['idempotency-key'] + event.requestContext.requestId;
  if (!(await lock(id, owner))) return json(409, { error: 'busy' });
  const answer = await fetch('https://print.test/labels/' + id, { method: 'PUT', signal: AbortSignal.timeout(1500) });
  if (!answer.ok) throw new Error('printer: ' + answer.status);
  await db.send(new PutCommand({ TableName: 'Labels', Item: { id, printed: true } }));
  await db.send(new DeleteCommand({ TableName: 'Locks', Key: { id }, ConditionExpression: '#o = :o', ExpressionAttributeNames: { '#o': 'owner' }, ExpressionAttributeValues: { ':o': owner } })).catch(() => {});
  return json(200, { id });
};`;

const fenced = `
exports.handler = async (event) => {
  const id = 'stock';
  const key = event.headers['idempotency-key'];
  const owner = key + event.requestContext.requestId;
  try {
    await db.send(new PutCommand({ TableName: 'Locks', Item: { id, owner, until: Date.now() + 6000 },
      ConditionExpression: 'attribute_not_exists(id) OR #u < :now OR #o = :o',
      ExpressionAttributeNames: { '#o': 'owner', '#u': 'until' }, ExpressionAttributeValues: { ':o': owner, ':now': Date.now() } }));
  } catch (error) {
    if (error.name === 'ConditionalCheckFailedException') return json(409, { error: 'busy' });
    return json(503, {});
  }
  try {
    const { Item } = await db.send(new GetCommand({ TableName: 'Stock', Key: { id }, ConsistentRead: true }));
    if (Item.takers.includes(key)) return json(200, { key });
    await db.send(new PutCommand({ TableName: 'Stock', Item: { id, takers: [...Item.takers, key], count: Item.count - 1 } LINE }));
    return json(200, { key });
  } catch (error) {
    const { Item } = await db.send(new GetCommand({ TableName: 'Stock', Key: { id }, ConsistentRead: true }));
    return Item.takers.includes(key) ? json(200, { key }) : json(503, {});
  } finally {
    await db.send(new DeleteCommand({ TableName: 'Locks', Key: { id }, ConditionExpression: '#o = :o', ExpressionAttributeNames: { '#o': 'owner' }, ExpressionAttributeValues: { ':o': owner } })).catch(() => {});
  }
};`;

const remembering = `
const ttl = 3600;
exports.handler = async (event) => {
  const id = event.headers['idempotency-key'];
  const now = Math.floor(Date.now() / 1000);
  const { Item } = await db.send(new GetCommand({ TableName: 'Sessions', Key: { id }, ConsistentRead: true }));
  if (LINE) return json(200, { token: Item.token, valid: Item.until > now });
  const token = crypto.randomUUID();
  await db.send(new PutCommand({ TableName: 'Sessions', Item: { id, token, until: now + ttl } }));
  return json(200, { token, valid: true });
};`;

/** Locks, leases and what expires. */
export const locks: readonly Subject[] = [
  {
    name: 'a lease that expires',
    code: lease,
    right: "'attribute_not_exists(id) OR #u < :now OR #o = :o'",
    wrong: "'attribute_not_exists(id) OR (#o = :o AND #u > :now)'",
    finds: 'STUCK',
    shape: { tables: { Locks: 'id', Labels: 'id' } },
    scenario: () => ({
      external: [printer()],
      when: (w) => w.client({ ...retrying, backoff: '10s' }).put('/labels/l1', { idempotencyKey: 'k1' }),
      ignore: ['Locks'],
    }),
  },
  {
    name: 'a write that is fenced against who came later',
    code: fenced,
    right:
      ", ConditionExpression: '#c = :c', ExpressionAttributeNames: { '#c': 'count' }, ExpressionAttributeValues: { ':c': Item.count }",
    wrong: '',
    finds: 'ORDER',
    shape: { tables: { Locks: 'id', Stock: 'id' }, timeoutSeconds: 10 },
    scenario: () => ({
      given: (w) => w.table('Stock').put({ id: 'stock', takers: [], count: 5 }),
      when: (w) => w.client({ ...retrying, backoff: '3s' }).post('/take', { idempotencyKey: `k-${w.name}` }),
      ignore: ['Locks'],
      race: { clients: 2, preemptions: 1 },
    }),
  },
  {
    name: 'a session that ends by its own time',
    code: remembering,
    right: 'Item && Item.until > Date.now() / 1000',
    wrong: 'Item',
    finds: 'INVARIANT',
    shape: { tables: { Sessions: 'id' } },
    scenario: () => ({
      when: (w) => w.client(retrying).post('/sessions', { idempotencyKey: 'k1' }),
      then: ({ outcome }) => {
        const { valid } = (outcome.json ?? {}) as { readonly valid?: boolean };
        if (outcome.ok && !valid) throw new Error('The session that was handed out is over.');
      },
      faults: f.defaults().plus(f.later('25h')),
    }),
  },
];
