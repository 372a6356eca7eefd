import { describe, expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import { type FaultSet, f } from './faults/fault-set.ts';
import type { Scenario } from './scenario.ts';
import { fakeHttp } from './simulation/fake-http.ts';
import type { When } from './simulation/scenario-verbs.ts';
import { templateOf } from './testing/template.ts';

interface Provider {
  readonly charges: { readonly id: string }[];
}

const provider = () =>
  fakeHttp<Provider>('https://provider.test', {
    state: () => ({ charges: [] }),
    'POST /charges': ({ s, id }) => {
      const charge = { id: id('ch') };
      s.charges.push(charge);
      return charge;
    },
    'GET /rates': () => ({ rate: 2 }),
  });

const scenario = (code: string, more: Partial<Scenario> = {}): Scenario => ({
  app: templateOf({ code }),
  external: [provider()],
  when: (w) => w.client({ retries: 3 }).post('/do', { idempotencyKey: 'k1', json: {} }),
  ...more,
});

const opened = (code: string, more?: Partial<Scenario>) => Exploration.open('subject', scenario(code, more));

/** Verdict codes of a cell, by the beginning of its title. */
async function codesOf(exploration: Exploration, title: string): Promise<string[]> {
  const cell = exploration.cells.find((each) => exploration.titleOf(each).startsWith(title));
  if (!cell)
    throw new Error(`no cell ${title}: ${exploration.cells.map((each) => exploration.titleOf(each)).join(', ')}`);
  return (await exploration.explore(cell)).verdict.violations.map(({ code }) => code);
}

const charging =
  "exports.handler = async () => { const r = await fetch('https://provider.test/charges', { method: 'POST' }); if (!r.ok) throw new Error('no'); return { statusCode: 200, body: await r.text() }; };";

describe('what is refused, with a reason', () => {
  it.each([
    ['an endless loop', 'exports.handler = async () => { for (;;) {} };', /Worker loops without an end at/],
    [
      'a child process',
      "exports.handler = async () => { require('child_process').execSync('id'); };",
      /Worker uses child_process\.execSync/,
    ],
    ['a socket', "exports.handler = async () => { require('net').connect(80); };", /Worker uses net\.connect/],
    [
      'work that nobody can count',
      "exports.handler = async () => { const real = new Function('return setTimeout')(); await new Promise((r) => real(r, 100)); return 'ok'; };",
      /Worker uses work outside of JavaScript that cannot be counted/,
    ],
    [
      'a service that nothing plays',
      "exports.handler = async () => { await fetch('https://elsewhere.test/').catch(() => {}); return 'ok'; };",
      /nothing plays https:\/\/elsewhere\.test/,
    ],
    [
      'a run that fails by itself',
      'exports.handler = async () => { throw new Error("mine"); };',
      /Without any fault POST \/do ends with 500/,
    ],
    [
      'randomness of its own',
      "exports.handler = async () => ({ statusCode: 200, body: String(new Function('return Math.random()')()) });",
      /Two runs without faults are not the same: the client’s answers differ/,
    ],
    [
      'time of its own in a call',
      "exports.handler = async () => { const t = new Function('return performance.now()')(); await fetch('https://provider.test/charges', { method: 'POST', body: JSON.stringify({ t }) }); return 'ok'; };",
      /at try1 > Worker > http\.POST\(provider\.test\/charges\)#1 payload\.t differs/,
    ],
  ])('%s', async (_what, code, message) => {
    await expect(opened(code, { when: (w) => w.client().post('/do', {}) })).rejects.toMatchObject({
      code: 'NotExplorable',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/./),
    });
  });

  it('a scenario that asks for nothing, or for what is not there', async () => {
    await expect(opened(charging, { when: () => undefined })).rejects.toMatchObject({ code: 'NotExplorable' });
    await expect(opened(charging, { when: (w) => w.invoke('Other') })).rejects.toMatchObject({
      code: 'NotFound',
      hint: 'Of this kind it has: Worker.',
    });
    await expect(opened(charging, { app: 42 as never })).rejects.toMatchObject({ code: 'InvalidOption' });
  });
});

describe('verdicts', () => {
  it('a charge whose answer is lost is made twice, and the same one is found by its token', async () => {
    await using exploration = await opened(charging);

    expect(await codesOf(exploration, 'lost @ http.POST')).toContain('DUP');
    expect(await codesOf(exploration, 'reset @ http.POST')).toEqual([]);
    const [result] = exploration.results;
    const again = await exploration.replay(result?.token ?? '');
    expect(again.hasDrifted).toBe(false);
    expect(again.verdict).toEqual(result?.verdict);
  });

  it('a call that is not awaited is late, already without faults', async () => {
    await using exploration = await opened(
      "exports.handler = async () => { fetch('https://provider.test/charges', { method: 'POST' }).catch(() => {}); return 'ok'; };",
    );

    expect(exploration.faultFree.verdict.violations.map(({ code }) => code)).toContain('LATE');
  });

  it('a secret in a log is found', async () => {
    const code =
      "const { SecretsManagerClient, GetSecretValueCommand } = require('@aws-sdk/client-secrets-manager'); const c = new SecretsManagerClient(); exports.handler = async () => { const { SecretString } = await c.send(new GetSecretValueCommand({ SecretId: 'provider' })); console.log('using', SecretString); return 'ok'; };";
    await using exploration = await opened(code, { given: (w) => w.secret('provider').set('sk_live_42') });

    expect(exploration.faultFree.verdict.violations.map(({ code: found }) => found)).toEqual(['SECRET']);
  });

  it('an invariant of the user’s is told in his own words', async () => {
    await using exploration = await opened(charging, {
      then: ({ sideEffects }) => {
        if (sideEffects.length > 1) throw new Error('charged twice, said the user');
      },
    });

    expect(await codesOf(exploration, 'lost @ http.POST')).toContain('INVARIANT');
  });

  it('who gives up is stuck only if nothing hit the last try', async () => {
    await using exploration = await opened(
      "let n = 0; exports.handler = async () => { n += 1; const r = await fetch('https://provider.test/rates').catch(() => undefined); globalThis.broken ||= !r?.ok; if (globalThis.broken) return { statusCode: 503, body: 'for ever' }; return 'ok'; };",
    );

    expect(await codesOf(exploration, 'error @ http.GET')).toEqual(['STUCK']);
  });

  it('work outside of JavaScript is waited for', async () => {
    const code =
      "exports.handler = async () => { const z = require('zlib'); const b = await require('util').promisify(z.gzip)(Buffer.alloc(3e6)); const d = await crypto.subtle.digest('SHA-256', b); const r = await fetch('https://provider.test/rates'); return { statusCode: 200, body: Buffer.from(d).toString('hex') + (await r.text()) }; };";
    await using exploration = await opened(code);

    expect(exploration.faultFree.run.outcomes[0]?.durationMs).toBe(0);
    expect(await codesOf(exploration, 'reset @ http.GET')).toEqual([]);
  });
});

describe('faults by name', () => {
  const asking =
    "exports.handler = async () => { const t = Date.now(); for (let n = 0; n < 3; n++) { const r = await fetch('https://provider.test/rates').catch(() => undefined); if (!r?.ok) return { statusCode: 503, body: 'away' }; } return { statusCode: 200, body: 'ok ' + (t - Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE)) }; };";
  const withFaults = (faults: FaultSet) =>
    opened(asking, { faults, when: (w) => w.client({ retries: 5 }).post('/do', {}) });
  const statuses = async (exploration: Exploration, title: string) => {
    const cell = exploration.cells.find((each) => exploration.titleOf(each).startsWith(title));
    if (!cell) throw new Error(`no cell ${title}`);
    return (await exploration.explore(cell)).run.outcomes[0]?.tries.map(({ status }) => status);
  };

  it('an outage also fails the next calls of the same name', async () => {
    await using exploration = await withFaults(f.outage(3).plus(f.only('error')));

    expect(await statuses(exploration, 'error @ http.GET(provider.test/rates)#1')).toEqual([503, 200]);
    expect(await statuses(exploration, 'outage(3) @ http.GET(provider.test/rates)#1')).toEqual([503, 503, 503, 200]);
  });

  it('a clock that is off is the function’s alone', async () => {
    await using exploration = await withFaults(f.skew('-5m'));
    const [cell] = exploration.cells;
    const faultFree = Number(exploration.faultFree.run.outcomes[0]?.body.split(' ')[1]);

    const { run } = await exploration.explore(cell ?? expect.fail('no cell'));

    expect(Number(run.outcomes[0]?.body.split(' ')[1])).toBe(faultFree - 300_000);
  });

  it('a secret is rotated before the call that meets the rotation', async () => {
    const code =
      "const { SecretsManagerClient, GetSecretValueCommand } = require('@aws-sdk/client-secrets-manager'); const c = new SecretsManagerClient(); exports.handler = async () => ({ statusCode: 200, body: (await c.send(new GetSecretValueCommand({ SecretId: 'provider' }))).SecretString });";
    await using exploration = await opened(code, {
      faults: f.rotate('provider'),
      given: (w) => w.secret('provider').set('old!'),
    });
    const [cell] = exploration.cells;

    const { run } = await exploration.explore(cell ?? expect.fail('no cell'));

    expect(exploration.faultFree.run.outcomes[0]?.body).toBe('old!');
    expect(run.outcomes[0]?.body).toMatch(/^old!-./);
  });
});

describe('bugs that users plant', () => {
  const sdk =
    "const { DynamoDBClient, PutItemCommand, GetItemCommand, UpdateItemCommand, BatchWriteItemCommand } = require('@aws-sdk/client-dynamodb'); const c = new DynamoDBClient({});";
  const planted = (code: string, more: Partial<Scenario> = {}) =>
    opened('', {
      app: templateOf({ code: sdk + code, tables: { Orders: 'id', Counters: 'id' } }),
      external: [],
      ...more,
    });

  it('the own write that is taken for somebody else’s: 409, and yet it is there', async () => {
    const code =
      "exports.handler = async (e) => { try { await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: 'o1' } }, ConditionExpression: 'attribute_not_exists(id)' })); return { statusCode: 201 }; } catch (error) { return { statusCode: error.name === 'ConditionalCheckFailedException' ? 409 : 500 }; } };";
    await using exploration = await planted(code, { when: (w) => w.client().post('/do', { json: {} }) });

    expect(await codesOf(exploration, 'lost @ ddb.PutItem')).toContain('CHARGED');
    expect(await codesOf(exploration, 'error @ ddb.PutItem')).toEqual([]);
  });

  it('a counter that counts twice', async () => {
    await using exploration = await planted(
      "exports.handler = async () => { await c.send(new UpdateItemCommand({ TableName: 'Counters', Key: { id: { S: 'n' } }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } } })); return 'ok'; };",
    );

    expect(await codesOf(exploration, 'lost @ ddb.UpdateItem')).toEqual(['DIVERGED']);
  });

  it('an update that is lost when two come at once, and found as an order of calls', async () => {
    const code =
      "exports.handler = async () => { const { Item } = await c.send(new GetItemCommand({ TableName: 'Counters', Key: { id: { S: 'n' } }, ConsistentRead: true })); await c.send(new PutItemCommand({ TableName: 'Counters', Item: { id: { S: 'n' }, n: { N: String(Number(Item?.n?.N ?? 0) + 1) } } })); return 'ok'; };";
    await using exploration = await planted(code, {
      when: (w) => w.client().post('/do', { json: {} }),
      race: { clients: 2, preemptions: 1 },
    });

    const { broken } = await exploration.races(exploration.budget());

    expect(broken[0]?.verdict.violations[0]).toMatchObject({ code: 'ORDER', what: expect.stringContaining('n: 2') });
    expect(broken[0]?.run.plan.choices?.length).toBe(1);
  });

  it('the rest of a batch that nobody writes', async () => {
    const code =
      "exports.handler = async () => { const put = (id) => ({ PutRequest: { Item: { id: { S: id } } } }); await c.send(new BatchWriteItemCommand({ RequestItems: { Orders: [put('a'), put('b'), put('c')] } })); return 'ok'; };";
    await using exploration = await planted(code);

    expect(await codesOf(exploration, 'partial @ ddb.BatchWriteItem')).toContain('LOST');
  });

  it('but not the rest of a batch that the client is told to ask again for', async () => {
    const code =
      "exports.handler = async () => { const put = (id) => ({ PutRequest: { Item: { id: { S: id } } } }); const { UnprocessedItems } = await c.send(new BatchWriteItemCommand({ RequestItems: { Orders: [put('a'), put('b')] } })); return { statusCode: UnprocessedItems.Orders ? 503 : 201 }; };";
    await using exploration = await planted(code, { when: (w) => w.client({ retries: 3 }).post('/do', { json: {} }) });

    expect(await codesOf(exploration, 'partial @ ddb.BatchWriteItem')).toEqual([]);
  });

  it('a failure that is told as success', async () => {
    await using exploration = await planted(
      "exports.handler = async () => { await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: 'a' } } })).catch(() => {}); return 'ok'; };",
    );

    expect(await codesOf(exploration, 'error* @ ddb.PutItem')).toContain('LOST');
    expect(await codesOf(exploration, 'error @ ddb.PutItem')).toEqual([]);
  });

  it('an SDK whose retries were taken away', async () => {
    await using exploration = await planted(
      "const once = new DynamoDBClient({ maxAttempts: 1 }); exports.handler = async () => { await once.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: 'a' } } })); return 'ok'; };",
    );

    expect(await codesOf(exploration, 'throttle @ ddb.PutItem')).toEqual(['VISIBLE']);
  });

  it('an event that is charged again by its retry a minute later', async () => {
    const code =
      "exports.handler = async () => { await fetch('https://provider.test/charges', { method: 'POST' }); await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: 'a' } } })); };";
    await using exploration = await planted(code, {
      external: [provider()],
      when: (w) => w.invoke('Worker', {}, { async: true }),
    });

    expect(exploration.faultFree.run.sideEffects).toHaveLength(1);
    expect(await codesOf(exploration, 'crashAfter @ http.POST')).toContain('DUP');
    expect(await codesOf(exploration, 'crashBefore @ http.POST')).toEqual([]);
  });

  it('memory that leaks from one request into the next, in warm environments alone', async () => {
    const code =
      "let last; exports.handler = async (e) => { last ??= e.headers['idempotency-key']; await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: last } } })); return { statusCode: 200, body: last }; };";
    let count = 0;
    const when: Scenario['when'] = (w) => {
      count += 1;
      return w.client({ retries: 3 }).post('/do', { idempotencyKey: `k${count}` });
    };
    await using exploration = await planted(code, {
      when,
      warm: true,
      ignore: ['Orders'],
      then: ({ outcome }) => {
        if (outcome.idempotencyKey !== outcome.body) throw new Error('somebody else’s answer');
      },
    }).catch((error: unknown) => ({ error, [Symbol.asyncDispose]: async () => undefined }));

    // Keys that differ from run to run are themselves a reason to refuse: what it says names the difference.
    expect('error' in exploration ? String(exploration.error) : '').toMatch(/not the same/);

    const fixed = (w: When) =>
      w.client({ retries: 3 }).post('/do', { idempotencyKey: w.name === 'warm' ? 'first' : 'second' });
    await using warm = await planted(code, { when: fixed, warm: true });
    await using cold = await planted(code, { when: fixed });
    expect([warm.faultFree.run.outcomes[0]?.body, cold.faultFree.run.outcomes[0]?.body]).toEqual(['first', 'second']);
    expect(warm.faultFree.run.state['table Orders']).toHaveLength(1);
  });

  describe('and nothing where nothing is wrong', () => {
    const storing =
      "exports.handler = async (e) => { await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: e.headers['idempotency-key'] }, at: { S: new Date().toISOString() }, by: { S: crypto.randomUUID() } } })); return { statusCode: 201, body: 'ok' }; };";

    it('with every fault', async () => {
      await using exploration = await planted(storing);

      for (const cell of exploration.cells) await exploration.explore(cell);

      expect(exploration.results.length).toBeGreaterThan(15);
      expect(exploration.results.filter(({ verdict }) => verdict.grade === 'broken')).toEqual([]);
    });

    it('with every pair of those that leave most behind', async () => {
      await using exploration = await planted(storing, {
        depth: 2,
        faults: f.only('lost', 'hangAfter', 'crashAfter', 'error', 'hang'),
      });

      const { broken, explored } = await exploration.pairs(exploration.budget());

      expect(explored).toBeGreaterThan(20);
      expect(broken).toEqual([]);
    });
  });
});
