import { describe, expect, it } from 'vitest';
import { Budget } from '../budget.ts';
import { Exploration } from '../exploration.ts';
import { templateOf } from '../testing/template.ts';
import { tellIncomplete, tellSearch } from './searched.ts';

const code =
  "const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb'); const c = new DynamoDBClient({}); exports.handler = async (e) => { await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: e.headers['idempotency-key'] } } })); return { statusCode: 201, body: 'ok' }; };";

const open = (budget: number | { readonly plans?: number; readonly time?: string }) =>
  Exploration.open('subject', {
    app: templateOf({ code, tables: { Orders: 'id' } }),
    when: (w) => w.client({ retries: 3 }).post('/do', { idempotencyKey: 'k1', json: {} }),
    race: { clients: 2, preemptions: 1 },
    depth: 2,
    budget,
  });

describe('what searches tell', () => {
  it('a budget of plans cuts pairs and orders at the same place every time, and that is said', async () => {
    await using exploration = await open(4);

    const pairs = await exploration.pairs(exploration.budget());
    const races = await exploration.races(new Budget(2));

    expect(pairs).toMatchObject({ explored: 4, isComplete: false, cutBy: 'plans' });
    expect(races).toMatchObject({ explored: 2, isComplete: false, cutBy: 'plans' });
    expect(pairs.known).toBeGreaterThan(4);
    expect(races.known).toBeGreaterThan(2);
    const [ofPairs, ofOrders] = exploration.searched;
    expect(ofPairs && tellSearch(ofPairs)).toMatch(
      /^pairs 4\/\d+: none broken .*INCOMPLETE: the budget of 4 plans is spent$/,
    );
    expect(ofOrders && tellSearch(ofOrders)).toMatch(/^orders 2\/\d+\+: none broken\. INCOMPLETE/);
    expect(ofOrders && tellIncomplete(ofOrders)).toMatch(/2 of at least \d+ orders .*allowIncomplete: true/s);
  });

  it('a time cap says that it cut', async () => {
    await using exploration = await open({ time: '0s' });

    await exploration.races(exploration.budget());

    const [orders] = exploration.searched;
    expect(orders?.cutBy).toBe('time');
    expect(orders && tellSearch(orders)).toContain('the time cap of 0 s cut it');
  });

  it('orders that were all tried are told with how many there are', async () => {
    await using exploration = await open(1000);

    const { explored, known, isComplete } = await exploration.races(exploration.budget());

    expect({ known, isComplete }).toEqual({ known: explored, isComplete: true });
    expect(exploration.searched.map(tellSearch)).toEqual([`orders ${explored}/${explored}: none broken`]);
  });
});
