import type { Exploration } from 'squall/vitest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answers, hit, isSafe, orders, provider } from './orders.ts';

let exploration: Exploration;

beforeAll(async () => {
  exploration = await orders(provider());
}, 120_000);
afterAll(() => exploration.close());

const callsOf = (text: string) => exploration.cells.filter(({ point }) => point.name.includes(text));

describe('gateway', { timeout: 60_000 }, () => {
  test('G1 the function outlives the gateway’s patience: the retry gets the original answer', async () => {
    const judged = await hit(exploration, 'lambda.Invoke(CreateOrder)', 'gateway504');

    expect(answers(judged)).toEqual([503, 201]);
    expect(isSafe(judged)).toBe(true);
  });

  test('G2 the connection is lost behind the commit: the retry replays status and body', async () => {
    const judged = await hit(exploration, 'api.POST(/orders)', 'lost');

    expect(answers(judged)).toEqual(['ECONNRESET', 201]);
    expect(judged.run.outcomes[0]?.headers['idempotency-replayed']).toBe('true');
    expect(isSafe(judged)).toBe(true);
  });

  test('G4 the function dies behind the commit: one effect, and it converges', async () => {
    const judged = await hit(exploration, 'ddb.TransactWriteItems', 'crashAfter');

    expect(answers(judged)).toEqual([500, 201]);
    expect(isSafe(judged)).toBe(true);
  });

  test.each(['api.POST(/orders)', 'lambda.Invoke(CreateOrder)'])(
    'G5 a throttle ahead of the function leaves no trace: %s',
    async (call) => {
      const judged = await hit(exploration, call, 'throttle');

      expect(judged.run.boundaryCalls.filter(({ point }) => point.startsWith('try1 > CreateOrder'))).toEqual([]);
      expect(isSafe(judged)).toBe(true);
    },
  );
});

describe('function', { timeout: 120_000 }, () => {
  test('F1, F2, F4 it dies around any call: one effect, and it converges', async () => {
    for (const cell of callsOf('try1 > CreateOrder').filter(({ kind }) => kind.name.startsWith('crash'))) {
      expect([exploration.titleOf(cell), isSafe(await exploration.explore(cell))]).toEqual([
        exploration.titleOf(cell),
        true,
      ]);
    }
  });

  test('F3 it is killed at its deadline: the lock goes by its own time', async () => {
    const judged = await hit(exploration, 'secrets.GetSecretValue', 'hang');

    expect(isSafe(judged)).toBe(true);
  });

  test('F5 a dependency that hangs is given up long before the function’s time is', async () => {
    for (const call of ['ddb.PutItem(Idempotency)', 'http.POST', 'ddb.TransactWriteItems']) {
      const judged = await hit(exploration, call, 'hang');

      expect(answers(judged)).toEqual([201]);
      expect(judged.run.outcomes[0]?.durationMs).toBeLessThan(10_000);
    }
  });

  test('F6 nothing is under way at the reply, in no cell', async () => {
    for (const cell of exploration.cells) {
      const { run } = await exploration.explore(cell);
      expect([exploration.titleOf(cell), run.incidents]).toEqual([exploration.titleOf(cell), []]);
    }
  });

  test('F7 a failed secret is not remembered by the warm environment', async () => {
    const judged = await hit(exploration, 'secrets.GetSecretValue', 'error*');

    expect(answers(judged)).toEqual([503, 201]);
    expect(
      new Set(
        judged.run.boundaryCalls.filter(({ operation }) => operation === 'GetSecretValue').map(({ code }) => code),
      ).has(undefined),
    ).toBe(true);
  });

  test('F10 no concurrency is left: the retry comes through', async () => {
    expect(isSafe(await hit(exploration, 'lambda.Invoke(CreateOrder)', 'throttle'))).toBe(true);
  });
});

describe('data store', { timeout: 120_000 }, () => {
  test('D1 one failure, throttle or reset is invisible to the client, at every call', async () => {
    const cells = callsOf('try1 > CreateOrder > ddb.').filter(({ kind }) =>
      ['error', 'throttle', 'reset'].includes(kind.name),
    );

    expect(cells.length).toBeGreaterThanOrEqual(6);
    for (const cell of cells)
      expect([exploration.titleOf(cell), answers(await exploration.explore(cell))]).toEqual([
        exploration.titleOf(cell),
        [201],
      ]);
  });

  test('D3, D4, I4 the lost answer of a conditional write is known as one’s own write', async () => {
    const judged = await hit(exploration, 'ddb.PutItem(Idempotency)', 'lost');

    expect(answers(judged)).toEqual([201]);
    expect(
      judged.run.boundaryCalls.some(({ code, attempt }) => code === 'ConditionalCheckFailedException' && attempt === 2),
    ).toBe(true);
  });

  test('D6 the lost answer of a transaction is one commit', async () => {
    const judged = await hit(exploration, 'ddb.TransactWriteItems', 'lost');

    expect(answers(judged)).toEqual([201]);
    expect(isSafe(judged)).toBe(true);
  });

  test('D7 a conflict of transactions, which the SDK does not try again', async () => {
    expect(isSafe(await hit(exploration, 'ddb.TransactWriteItems', 'conflict'))).toBe(true);
  });
});

describe('idempotency', { timeout: 120_000 }, () => {
  test('I1 the same request once more gets the same bytes', () => {
    const { run } = exploration.faultFree;

    expect(exploration.baseline.isReplayed).toBe(true);
    expect(run.replay?.outcomes[0]?.body).toBe(run.outcomes[0]?.body);
  });

  test('I3 who dies holding the lock lets go of it in the function’s own time', async () => {
    const judged = await hit(exploration, 'ddb.PutItem(Idempotency)', 'crashAfter');

    expect(answers(judged).at(-1)).toBe(201);
    expect(judged.run.outcomes[0]?.durationMs).toBeLessThanOrEqual(31_000);
  });

  test('S6 no secret is in any log, answer or URL, in no cell', async () => {
    for (const cell of exploration.cells) {
      const { run, verdict } = await exploration.explore(cell);
      expect(verdict.violations.map(({ code }) => code)).not.toContain('SECRET');
      expect(run.logs.join('\n')).not.toContain('sk_live_1');
    }
  });
});

describe('downstream', { timeout: 120_000 }, () => {
  test.each([
    ['H1', 'error'],
    ['H2', 'lost'],
    ['H5', 'reset'],
    ['H6', 'malformed'],
  ])('%s %s: tried again with the provider’s same key, one effect', async (_id, kind) => {
    const judged = await hit(exploration, 'http.POST', kind);

    expect(answers(judged)).toEqual([201]);
    expect(isSafe(judged)).toBe(true);
    expect(new Set(judged.run.sideEffects.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  test('H2 the answer never comes: given up, and one effect', async () => {
    expect(isSafe(await hit(exploration, 'http.POST', 'hangAfter'))).toBe(true);
  });

  test('C1 the retries of client, function and SDK together stay few', async () => {
    for (const cell of callsOf('http.POST')) {
      const { run } = await exploration.explore(cell);
      expect(run.boundaryCalls.filter(({ service }) => service === 'http').length).toBeLessThanOrEqual(12);
    }
  });
});

describe('queue', { timeout: 120_000 }, () => {
  test('Q1, Q6 an event that comes twice is handled once', async () => {
    for (const [call, kind] of [
      ['lambda.Invoke(FulfilOrder)', 'duplicate'],
      ['events.PutEvents', 'lost'],
    ] as const) {
      expect(isSafe(await hit(exploration, call, kind))).toBe(true);
    }
  });

  test('Q7 the commit is there and publishing fails: the event goes out later', async () => {
    const judged = await hit(exploration, 'events.PutEvents', 'error*');

    expect(answers(judged)).toEqual([201]);
    expect(
      judged.run.boundaryCalls.filter(({ point, code }) => point.includes('events.PutEvents') && code === undefined),
    ).toHaveLength(1);
    expect(isSafe(judged)).toBe(true);
  });

  test('Q8 no event without its order', async () => {
    const judged = await hit(exploration, 'ddb.TransactWriteItems', 'error*');
    const commit = judged.run.boundaryCalls.findIndex(
      ({ operation, status }) => operation === 'TransactWriteItems' && status === 'ok',
    );
    const send = judged.run.boundaryCalls.findIndex(({ operation }) => operation === 'PutEvents');

    expect(send).toBeGreaterThan(commit);
  });

  test('Q9 the message is not deleted: its redelivery does no harm', async () => {
    expect(isSafe(await hit(exploration, 'sqs.DeleteMessageBatch', 'lost'))).toBe(true);
  });
});
