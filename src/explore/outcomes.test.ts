import { describe, expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import type { Code } from './judge/verdict.ts';
import type { Scenario } from './scenario.ts';
import { fakeHttp } from './simulation/fake-http.ts';
import { templateOf } from './testing/template.ts';

const sdk = `const { DynamoDBClient, PutItemCommand, GetItemCommand, ScanCommand, DeleteItemCommand } = require('@aws-sdk/client-dynamodb');
const c = new DynamoDBClient({ maxAttempts: 2 });
const json = (statusCode, body) => ({ statusCode, body: JSON.stringify(body) });
`;

const opened = (code: string, { timeoutSeconds = 5, ...more }: Partial<Scenario> & { timeoutSeconds?: number } = {}) =>
  Exploration.open('subject', {
    app: templateOf({ code: sdk + code, tables: { Orders: 'id' }, route: '$default', timeoutSeconds }),
    when: (w) => w.client({ retries: 3 }).post('/orders', { idempotencyKey: 'k1', json: {} }),
    ...more,
  });

/** All codes of the cells whose titles begin so; every such cell is explored. */
async function codesOf(exploration: Exploration, title: string): Promise<Code[]> {
  const cells = exploration.cells.filter((cell) => exploration.titleOf(cell).startsWith(title));
  if (cells.length === 0) throw new Error(`no cell ${title}`);
  const found: Code[] = [];
  for (const cell of cells) {
    found.push(...(await exploration.explore(cell)).verdict.violations.map(({ code }) => code));
  }
  return [...new Set(found)];
}

/** Titles of red cells, with their codes. */
async function redOf(exploration: Exploration): Promise<string[]> {
  const red = exploration.faultFree.verdict.violations.map(({ code }) => `without faults ${code}`);
  for (const cell of exploration.cells) {
    const { verdict } = await exploration.explore(cell);
    if (verdict.grade === 'broken')
      red.push(`${exploration.titleOf(cell)} ${verdict.violations.map(({ code }) => code)}`);
  }
  return red;
}

describe('a refusal that turns into a success', { timeout: 60_000 }, () => {
  const twice: Scenario['when'] = async (w) => {
    await w.client().post('/seats', { json: { by: 'ann' } });
    await w.client().post('/seats', { json: { by: 'bob' } });
  };
  const booking = (onFailure: string): string => `
exports.handler = async (event) => {
  const { by } = JSON.parse(event.body);
  let taken;
  try {
    const { Item } = await c.send(new GetItemCommand({ TableName: 'Orders', Key: { id: { S: 'seat' } }, ConsistentRead: true }));
    taken = Item && Item.by.S !== by;
  } catch { ${onFailure} }
  if (taken) return json(409, { error: 'taken' });
  try {
    await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: 'seat' }, by: { S: by } } }));
  } catch { return json(503, {}); }
  return json(201, { by });
};`;

  it('is red, also where the row is another user’s now', async () => {
    await using exploration = await opened(booking('taken = false;'), { when: twice });

    expect(await codesOf(exploration, 'error* @ ')).toContain('ACCEPTED');
    const found = exploration.results.flatMap(({ verdict }) => verdict.violations);
    expect(found[0]).toMatchObject({
      code: 'ACCEPTED',
      what: expect.stringContaining('answered with 201, success; without faults it is refused with 409'),
    });
  });

  it('is not told of who fails closed: whoever could not be served may be refused later, or not', async () => {
    await using exploration = await opened(booking('return json(503, {});'), { when: twice });

    expect(await redOf(exploration)).toEqual([]);
    const failed = await exploration.explore(
      exploration.cells.find((cell) => exploration.titleOf(cell).startsWith('error* @')) ?? expect.fail('no cell'),
    );
    expect(failed.verdict.grade).toBe('failed');
  });

  it('in a race is red too, for its token and in its regression test', async () => {
    const racing = (condition: string): string => `
exports.handler = async (event) => {
  const by = event.headers['idempotency-key'];
  const { Item } = await c.send(new GetItemCommand({ TableName: 'Orders', Key: { id: { S: 'seat' } }, ConsistentRead: true }));
  if (Item) return json(Item.by.S === by ? 201 : 409, {});
  try {
    await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: 'seat' }, by: { S: by } }${condition} }));
  } catch (error) {
    if (error.name === 'ConditionalCheckFailedException') return json(409, {});
    throw error;
  }
  return json(201, {});
};`;
    const race: Partial<Scenario> = {
      when: (w) => w.client({ retries: 2 }).post('/seats', { idempotencyKey: w.name }),
      race: { clients: 2, preemptions: 1 },
    };
    await using exploration = await opened(racing(''), race);

    const { broken } = await exploration.races(exploration.budget());
    const [found] = broken;
    expect(found?.verdict.violations.map(({ code }) => code)).toContain('ACCEPTED');
    const again = await exploration.replay(found?.token ?? '');
    expect(again.hasDrifted).toBe(false);
    expect(again.verdict).toEqual(found?.verdict);

    await using twin = await opened(racing(", ConditionExpression: 'attribute_not_exists(id)'"), race);
    expect((await twin.races(twin.budget())).broken).toEqual([]);
    // The very order that broke it does no harm to what is mended.
    expect((await twin.replay(found?.token ?? '')).verdict.violations).toEqual([]);
  });
});

describe('a success that is refused for good', { timeout: 60_000 }, () => {
  const reading = (status: number): string => `
exports.handler = async () => {
  try {
    const { Item } = await c.send(new GetItemCommand({ TableName: 'Orders', Key: { id: { S: 'o1' } }, ConsistentRead: true }));
    return Item ? json(200, { id: Item.id.S }) : json(404, {});
  } catch { return json(${status}, {}); }
};`;
  const scenario: Partial<Scenario> = {
    given: (w) => w.table('Orders').put({ id: 'o1' }),
    when: (w) => w.client({ retries: 3 }).get('/orders/o1'),
  };

  it('is red: a failure that is told as 404 is asked for never again', async () => {
    await using exploration = await opened(reading(404), scenario);

    expect(await codesOf(exploration, 'error* @ ddb.GetItem')).toEqual(['REFUSED']);
  });

  it.each([503, 429])('is none where it is told as %d', async (status) => {
    await using exploration = await opened(reading(status), scenario);

    expect(await redOf(exploration)).toEqual([]);
  });

  it('is looked for in every request: the second one is charged and refused', async () => {
    const provider = () =>
      fakeHttp<{ charges: object[] }>('https://provider.test', {
        state: () => ({ charges: [] }),
        'POST /charges': ({ s, id }) => {
          s.charges.push({});
          return { id: id('ch') };
        },
      });
    const paying = (status: number): string => `
exports.handler = async (event) => {
  if (event.rawPath === '/ping') return json(200, {});
  const answer = await fetch('https://provider.test/charges', { method: 'POST' }).catch(() => undefined);
  return answer?.ok ? json(201, {}) : json(${status}, {});
};`;
    const when: Scenario['when'] = async (w) => {
      await w.client().post('/ping');
      await w.client().post('/pay');
    };
    await using exploration = await opened(paying(402), { external: [provider()], when });
    expect(await codesOf(exploration, 'lost @ http.POST')).toContain('CHARGED');

    await using busy = await opened(paying(429), { external: [provider()], when });
    expect(await codesOf(busy, 'lost @ http.POST')).not.toContain('CHARGED');
  });
});

describe('an answer that is another one', { timeout: 60_000 }, () => {
  const listing = (onFailure: string, read = 'ConsistentRead: true'): string => `
exports.handler = async (event) => {
  if (event.requestContext.http.method === 'POST') {
    const Item = { id: { S: 'o1' }, at: { S: new Date().toISOString() }, total: { N: '42' } };
    await c.send(new PutItemCommand({ TableName: 'Orders', Item }));
    return json(201, { id: 'o1', request: crypto.randomUUID(), at: Date.now() });
  }
  try {
    const { Items } = await c.send(new ScanCommand({ TableName: 'Orders', ${read} }));
    return json(200, { orders: Items.map(({ id, at, total }) => ({ id: id.S, at: at.S, total: Number(total.N) })), ms: performance.now() });
  } catch { ${onFailure} }
};`;
  const when: Scenario['when'] = async (w) => {
    await w.client({ retries: 3 }).post('/orders', { json: {} });
    await w.client({ retries: 3 }).get('/orders');
  };

  it('is red: an empty list because reading it failed', async () => {
    await using exploration = await opened(listing('return json(200, { orders: [], ms: 0 });'), { when });

    expect(await codesOf(exploration, 'error* @ ')).toContain('ANSWER');
    await using ignoring = await opened(listing('return json(200, { orders: [], ms: 0 });'), {
      when,
      ignore: ['answer.orders'],
    });
    expect(await redOf(ignoring)).toEqual([]);
  });

  it('is none where the failure is told, and none by time and chance', async () => {
    await using exploration = await opened(listing('return json(503, {});'), { when });

    expect(await redOf(exploration)).toEqual([]);
  });

  it('is none where an eventually consistent read tells of what was there before', async () => {
    await using exploration = await opened(listing('return json(503, {});', 'ConsistentRead: false'), { when });

    expect(await codesOf(exploration, 'stale @ ')).toEqual([]);
    const stale = exploration.results.find(({ cell }) => cell.kind.name === 'stale');
    expect(stale?.run.outcomes.at(-1)?.json).toMatchObject({ orders: [] });
    expect(await redOf(exploration)).toEqual([]);
  });

  it('is none where a key is answered as it is when it comes again', async () => {
    const code = `
exports.handler = async (event) => {
  const id = { S: event.headers['idempotency-key'] };
  try {
    await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id }, ConditionExpression: 'attribute_not_exists(id)' }));
    return json(201, { isNew: true });
  } catch (error) {
    if (error.name === 'ConditionalCheckFailedException') return json(200, { isNew: false });
    throw error;
  }
};`;
    await using exploration = await opened(code);

    expect(await redOf(exploration)).toEqual([]);
  });
});

describe('what depends on how long things take', { timeout: 60_000 }, () => {
  it('is no difference: a duration that is stored and told', async () => {
    const code = `
exports.handler = async () => {
  const begun = Date.now();
  await c.send(new GetItemCommand({ TableName: 'Orders', Key: { id: { S: 'o1' } } }));
  const ms = Date.now() - begun;
  await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: 'o1' }, ms: { N: String(ms) }, total: { N: '42' } } }));
  return json(201, { ms, seconds: Math.floor(ms / 1000), total: 42 });
};`;
    await using exploration = await opened(code, { timeoutSeconds: 20 });

    expect(await redOf(exploration)).toEqual([]);
  });
});

describe('work that is left behind at the reply', { timeout: 60_000 }, () => {
  const code = (work: string): string => `
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const audit = () => c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: 'audit' } } }));
exports.handler = async () => {
  ${work}
  return json(200, {});
};`;

  it.each([
    ['a timer', 'setTimeout(audit, 100);'],
    ['a promise', 'later(100).then(audit);'],
    ['an immediate', 'setImmediate(audit);'],
  ])('is late though it has called nothing yet: %s', async (_what, work) => {
    await using exploration = await opened(code(work));

    expect(exploration.faultFree.verdict.violations.map((each) => each.code)).toEqual(['LATE']);
  });

  it.each([
    ['a timer that only guards', 'await Promise.race([audit(), later(5000)]);'],
    ['work that is waited for', 'await later(100); await audit();'],
  ])('is none: %s', async (_what, work) => {
    await using exploration = await opened(code(work));

    expect(exploration.faultFree.verdict.violations).toEqual([]);
  });
});

describe('time', { timeout: 60_000 }, () => {
  const asking = (signal: string): string => `
exports.handler = async () => {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const answer = await fetch('https://provider.test/rates'${signal}).catch(() => undefined);
    if (answer?.ok) return json(200, await answer.json());
  }
  return json(503, {});
};`;
  const external = () => [fakeHttp('https://provider.test', { 'GET /rates': () => ({ rate: 2 }) })];

  it('is not to be spent by a client until the gateway gives up', async () => {
    await using exploration = await opened(asking(''), { external: external(), timeoutSeconds: 60 });

    expect(await codesOf(exploration, 'hang @ http.GET')).toEqual(['SLOW']);
    await using limited = await opened(asking(', { signal: AbortSignal.timeout(2000) }'), {
      external: external(),
      timeoutSeconds: 60,
    });
    expect(await redOf(limited)).toEqual([]);
  });

  it('is what the client says it has', async () => {
    const when =
      (within: string): Scenario['when'] =>
      (w) =>
        w.client({ retries: 3, within }).post('/rates');
    const code = asking(', { signal: AbortSignal.timeout(12_000) }');
    await using patient = await opened(code, { external: external(), timeoutSeconds: 40, when: when('29s') });
    await using hasty = await opened(code, { external: external(), timeoutSeconds: 40, when: when('10s') });

    expect(await codesOf(patient, 'hang @ http.GET')).toEqual([]);
    expect(await codesOf(hasty, 'hang @ http.GET')).toEqual(['SLOW']);
  });

  it('is not to run out: a promise that nobody keeps when the call fails', async () => {
    const code = (onError: string): string => `
exports.handler = async () => {
  const rates = await new Promise((resolve, reject) => {
    fetch('https://provider.test/rates').then((answer) => (answer.ok ? resolve(answer.json()) : ${onError}), () => ${onError});
  });
  return json(200, rates);
};`;
    await using exploration = await opened(code('undefined'), { external: external() });
    expect(await codesOf(exploration, 'error @ http.GET')).toEqual(['TIMEOUT']);

    await using twin = await opened(code("reject(new Error('no rates'))"), { external: external() });
    expect(await redOf(twin)).toEqual([]);
  });
});
