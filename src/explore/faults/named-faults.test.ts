import { describe, expect, it } from 'vitest';
import { Exploration } from '../exploration.ts';
import type { Scenario } from '../scenario.ts';
import { fakeHttp, reply } from '../simulation/fake-http.ts';
import { apiOf, consumerOf, redCells } from '../testing/red-cells.ts';
import { f } from './fault-set.ts';

const order: Scenario['when'] = (w) =>
  w.client({ retries: 4 }).post('/orders', { idempotencyKey: 'k1', json: { id: 'o1' } });

const twice: Scenario['when'] = async (w) => {
  await w.client({ retries: 4 }).post('/orders', { json: { id: 'o1' } });
  await w.client({ retries: 4 }).post('/orders', { json: { id: 'o1' } });
};

/** A provider that knows keys. */
const payments = () =>
  fakeHttp('https://pay.test', {
    state: () => ({ charges: [] as string[], keys: {} as Record<string, string> }),
    'POST /charges': ({ headers, s, id }) => {
      const key = headers['idempotency-key'] ?? 'none';
      s.keys[key] ??= id('ch');
      if (!s.charges.includes(s.keys[key])) s.charges.push(s.keys[key]);
      return { id: s.keys[key] };
    },
    'DELETE /charges/:id': ({ params, s }) => {
      s.charges = s.charges.filter((each) => each !== params.id);
      s.keys = {};
      return { deleted: params.id };
    },
  });

const only = (red: Record<string, unknown>, kind: string): void => {
  expect(Object.keys(red)).not.toEqual([]);
  expect(Object.keys(red).filter((title) => !title.startsWith(kind))).toEqual([]);
};

describe('f.later', { timeout: 120_000 }, () => {
  const remembering = (memory: string): object =>
    apiOf(`
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  const known = await get(key);
  if (known && ${memory}) return json(201, { id: known.order.S });
  const order = key + '-' + Math.floor(Date.now() / 3600000);
  const until = { N: String(Date.now() + 24 * 3600000) };
  await c.send(new TransactWriteItemsCommand({ TransactItems: [
    { Put: { TableName: 'Orders', Item: { id: { S: key }, order: { S: order }, until } } },
    { Put: { TableName: 'Orders', Item: { id: { S: order } } } },
  ] }));
  return json(201, { id: order });
};`);
  const faults = f.defaults().plus(f.later('25h'));
  const scenario = { when: order, faults, ignore: ['answer', 'Orders.until'] };

  it('finds a key that is forgotten before its client has given up', async () => {
    const red = await redCells({ ...scenario, app: remembering('Number(known.until.N) > Date.now()') });
    only(red, 'later(25h) @ api.');
    expect(Object.values(red)).toEqual([expect.arrayContaining(['DUP'])]);
  });

  it('is survived by a key that is kept', async () => {
    expect(await redCells({ ...scenario, app: remembering('true') })).toEqual({});
  });
});

describe('f.throttled and f.outageOf', { timeout: 120_000 }, () => {
  const code =
    'exports.handler = async ({ Records }) => { for (const { body } of Records) await put(JSON.parse(body).id); };';
  const when: Scenario['when'] = (w) => w.send('jobs', { id: 'j1' });

  it.each([
    ['throttled(3m)', f.throttled('3m')],
    ['outageOf', f.outageOf('ddb.…(Orders)')],
    ['outageOf', f.outageOf('ddb/Orders/…j1…')],
  ])('%s finds a queue that gives up sooner than its table is back', async (name, faults) => {
    const all = f.defaults().plus(faults);

    const red = await redCells({ app: consumerOf(code, 3), when, faults: all });
    only(red, name);
    expect(Object.values(red).flat()).toContain('DEAD');
    expect(await redCells({ app: consumerOf(code, 20), when, faults: all })).toEqual({});
  });

  it('meets no other table', async () => {
    const faults = f.outageOf('ddb.…(Others)').plus(f.only('error'));

    expect(await redCells({ app: consumerOf(code, 3), when, faults })).toEqual({});
  });
});

describe('f.thawed', { timeout: 120_000 }, () => {
  const hosts = () =>
    ['https://a.test', 'https://b.test'].map((url) => fakeHttp(url, { 'GET /': () => ({ ok: true }) }));
  const asking = (patience: string): object =>
    apiOf(`
exports.handler = async (event) => {
  let left = 1;
  const ask = async (url) => {
    ${patience}
    try { return await fetch(url); } catch (error) { if (left-- > 0) return fetch(url); throw error; }
  };
  await ask('https://a.test/');
  await ask('https://b.test/');
  await put('o1');
  return json(200, {});
};`);
  const faults = f.defaults().plus(f.thawed());

  it('finds who has patience with one dead connection, and not with two', async () => {
    only(
      await redCells({ app: asking(''), external: hosts(), when: twice, faults }),
      'thawed @ step2.try1 › lambda.Invoke',
    );
  });

  it('is survived by patience with each', async () => {
    expect(await redCells({ app: asking('left = 1;'), external: hosts(), when: twice, faults })).toEqual({});
  });
});

describe('faults of providers', { timeout: 120_000 }, () => {
  const charging = (onAnswer: string): object =>
    apiOf(`
exports.handler = async () => {
  const answer = await pay('/charges');
  ${onAnswer}
  if (!answer.ok) return json(503, {});
  const charge = await answer.json();
  if (charge.error) return json(503, {});
  await put('o1', { charge: { S: charge.id } });
  return json(201, {});
};`);
  const known = charging('');

  it('f.errorBody finds who looks at the status alone', async () => {
    const careless = charging(
      "if (answer.ok) { await put('o1', { charge: { S: (await answer.json()).id ?? '?' } }); return json(201, {}); }",
    );
    const faults = f.defaults().plus(f.errorBody());

    only(await redCells({ app: careless, external: [payments()], when: order, faults }), 'errorBody');
    expect(await redCells({ app: known, external: [payments()], when: order, faults })).toEqual({});
  });

  it('f.keyInUse finds who takes it for a refusal', async () => {
    const careless = charging("if (answer.status === 409) return json(422, { error: 'declined' });");
    const faults = f.defaults().plus(f.keyInUse());

    only(await redCells({ app: careless, external: [payments()], when: order, faults }), 'keyInUse');
    expect(await redCells({ app: known, external: [payments()], when: order, faults })).toEqual({});
  });

  it('f.tooLarge finds who refuses and keeps the money', async () => {
    const storing = (onFailure: string): object =>
      apiOf(`
exports.handler = async () => {
  const answer = await pay('/charges');
  if (!answer.ok) return json(503, {});
  const { id } = await answer.json();
  try { await put('o1', { charge: { S: id } }); } catch (error) {
    if (error.name !== 'ValidationException') throw error;
    ${onFailure}
    return json(413, { error: 'too large' });
  }
  return json(201, {});
};`);
    const faults = f.defaults().plus(f.tooLarge());
    const scenario = { external: [payments()], when: order, faults };

    const red = await redCells({ ...scenario, app: storing('') });
    only(red, 'tooLarge @ ddb.PutItem');
    expect(Object.values(red).flat()).toContain('CHARGED');
    const refund = "await pay('/charges/' + id, { method: 'DELETE', body: undefined });";
    expect(await redCells({ ...scenario, app: storing(refund) })).toEqual({});
  });

  it('f.rotate finds who keeps a key that the provider refuses now', async () => {
    const provider = fakeHttp('https://pay.test', {
      state: () => ({ charges: [] as string[] }),
      'POST /charges': ({ headers, secret, s }) => {
        if (headers.authorization !== secret('provider')) return reply(401, { error: 'key' });
        if (s.charges.length === 0) s.charges.push('ch_1');
        return { id: 'ch_1' };
      },
    });
    const fetching = (onRefusal: string): object =>
      apiOf(`
const { SecretsManagerClient, GetSecretValueCommand } = require('@aws-sdk/client-secrets-manager');
const secrets = new SecretsManagerClient({});
let key;
const keyOf = async () => (key ??= (await secrets.send(new GetSecretValueCommand({ SecretId: 'provider' }))).SecretString);
exports.handler = async () => {
  const charge = async () => pay('/charges', { headers: { authorization: await keyOf(), 'idempotency-key': 'k1' } });
  let answer = await charge();
  ${onRefusal}
  if (!answer.ok) return json(503, {});
  await put('o1');
  return json(201, {});
};`);
    const scenario: Omit<Scenario, 'app'> = {
      external: [provider],
      given: (w) => w.secret('provider').set('sk_old'),
      when: order,
      faults: f.defaults().plus(f.rotate('provider')),
    };

    const again = 'if (answer.status === 401) { key = undefined; answer = await charge(); }';
    expect(Object.keys(await redCells({ ...scenario, app: fetching('') }))).toEqual([
      'rotate(provider) @ http.POST(pay.test/charges)#1',
    ]);
    expect(await redCells({ ...scenario, app: fetching(again) })).toEqual({});
  });
});

describe('f.denied and f.responseTooLarge', { timeout: 120_000 }, () => {
  const denied = f.defaults().plus(f.denied());

  it('says what AWS says, in whose name and of what', async () => {
    const app = apiOf(
      'exports.handler = async () => { try { await put("o1"); } catch (e) { console.log(e.name, e.message); throw e; } return json(201, {}); };',
    );
    await using exploration = await Exploration.open('denied', { app, when: order, faults: f.denied() });
    const { run } = await exploration.explore(exploration.cells[0] ?? expect.fail('no cell'));

    expect(run.logs.join()).toMatch(
      /AccessDeniedException User: arn:aws:sts::\d{12}:assumed-role\/.+ is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:[\w-]+:\d{12}:table\/Orders because no identity-based policy allows the dynamodb:PutItem action/,
    );
    expect(run.boundaryCalls.filter(({ code }) => code === 'AccessDeniedException')).toHaveLength(1);
  });

  it('finds an app that tells its client that a denial is the client’s own mistake', async () => {
    const telling = (status: number): object =>
      apiOf(`
exports.handler = async () => {
  try { await put('o1'); } catch (e) { return json(e.name.startsWith('AccessDenied') ? ${status} : 503, {}); }
  return json(201, {});
};`);

    const red = await redCells({ app: telling(403), when: order, faults: denied });
    only(red, 'denied @ ddb.PutItem');
    expect(Object.values(red).flat()).toContain('REFUSED');
    expect(await redCells({ app: telling(503), when: order, faults: denied })).toEqual({});
  });

  it('is answered by Lambda with the function’s error, and by the API as such errors are', async () => {
    const app = apiOf(`exports.handler = async () => json(201, {});`);
    await using exploration = await Exploration.open('large', { app, when: order, faults: f.responseTooLarge() });
    const [cell] = exploration.cells;
    if (!cell) throw new Error('Nothing to explore');

    const { run } = await exploration.explore(cell);

    const invoke = run.boundaryCalls.find(({ operation }) => operation === 'Invoke');
    expect([invoke?.status, invoke?.code, invoke?.applied]).toEqual(['ok', 'Unhandled', true]);
    expect(run.outcomes[0]?.tries[0]?.status).toBe(500);
  });

  it('finds a charge that is made again after a response that was too large', async () => {
    const charging = (key: string): object =>
      apiOf(
        `exports.handler = async (event) => { const { id } = await (await pay('/charges', { headers: { 'idempotency-key': ${key} } })).json(); return json(201, {}); };`,
      );
    const scenario = { when: order, external: [payments()], faults: f.responseTooLarge() };

    const red = await redCells({ ...scenario, app: charging('crypto.randomUUID()') });
    expect(red).toEqual({ 'responseTooLarge @ lambda.Invoke(Worker)#1': expect.arrayContaining(['DUP']) });
    const keyed = { ...scenario, external: [payments()], app: charging("event.headers['idempotency-key']") };
    expect(await redCells(keyed)).toEqual({});
  });
});

describe('f.deploy', { timeout: 120_000 }, () => {
  const counting = (write: string, read: string): object =>
    apiOf(`
exports.handler = async (event) => {
  const { id } = JSON.parse(event.body);
  const known = await get(id);
  if (known) return json(200, { count: Number(${read}) });
  await put(id, ${write});
  return json(200, { count: 1 });
};`);
  const previous = counting("{ n: { N: '1' } }", 'known.n.N');

  it('finds code that cannot read what the previous code wrote, nor be read by it', async () => {
    const app = counting("{ count: { N: '1' } }", 'known.count.N');

    const red = await redCells({ app, when: twice, faults: f.defaults().plus(f.deploy(previous)) });
    expect(Object.keys(red)).toEqual([
      'deploy @ lambda.Invoke(Worker)#1',
      'mixed @ lambda.Invoke(Worker)#1',
      'mixed @ step2.try1 › lambda.Invoke(Worker)#1',
    ]);
  });

  it('lets the present code meet events that were queued while the previous one served', async () => {
    const reading = (member: string): object =>
      apiOf(
        `exports.handler = async (event) => { if (!event.${member}) throw new Error('no ${member}'); await put('o1'); };`,
      );
    const when: Scenario['when'] = (w) => w.invoke('Worker', { n: 1 }, { async: true });
    await using exploration = await Exploration.open('events', {
      app: reading('n'),
      when,
      faults: f.deploy(reading('count')),
    });
    const queued = exploration.cells.find(
      ({ kind, point }) => kind.name === 'deploy' && !point.boundaryCall.traits.has('delivery'),
    );
    const { verdict, run } = await exploration.explore(queued ?? expect.fail('no such cell'));

    // The previous code cannot read the event: whoever still runs it fails at least once.
    expect(run.boundaryCalls.filter(({ code }) => code === 'Unhandled')).toEqual([]);
    expect(verdict.grade).toBe('masked');
  });

  it('is survived by code that writes both and reads either', async () => {
    const app = counting("{ n: { N: '1' }, count: { N: '1' } }", '(known.count ?? known.n).N');

    expect(await redCells({ app, when: twice, faults: f.defaults().plus(f.deploy(previous)) })).toEqual({});
  });
});
