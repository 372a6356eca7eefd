import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Budget } from './budget.ts';
import { Exploration } from './exploration.ts';
import type { Scenario } from './scenario.ts';
import { fakeHttp } from './simulation/fake-http.ts';
import { hasPython } from './testing/has-python.ts';
import { templateOf } from './testing/template.ts';

const preamble = `
import json, os, uuid, urllib.request
import boto3
from botocore.config import Config
# By default boto3 asks DynamoDB ten times, for half a minute.
config = Config(retries={'mode': 'standard', 'total_max_attempts': 3})
table = boto3.resource('dynamodb', config=config).Table('Orders')

def charge(key):
    headers = {'content-type': 'application/json', 'idempotency-key': key}
    request = urllib.request.Request('https://pay.test/charges', data=b'{}', headers=headers, method='POST')
    with urllib.request.urlopen(request, timeout=2) as response:
        return json.load(response)
`;

/** Charges and stores the order; `key` is what the provider may know the charge by. */
const placing = (key: string): string => `${preamble}
def handler(event, context):
    order = event['headers']['idempotency-key']
    try:
        made = charge(${key})
    except Exception as error:
        print('no charge:', repr(error))
        return {'statusCode': 503}
    table.put_item(Item={'id': order, 'charge': made['id']})
    return {'statusCode': 201, 'body': json.dumps({'id': order})}
`;

/** Counts visits: by reading and writing, or in one call. */
const counting = (update: string): string => `${preamble}
def handler(event, context):
${update}
    return {'statusCode': 200}
`;
const readModifyWrite = `
    count = int(table.get_item(Key={'id': 'n'}, ConsistentRead=True).get('Item', {}).get('count', 0))
    table.put_item(Item={'id': 'n', 'count': count + 1})`;
const add = `
    table.update_item(Key={'id': 'n'}, UpdateExpression='ADD #c :one', ExpressionAttributeNames={'#c': 'count'}, ExpressionAttributeValues={':one': 1})`;

interface Charge {
  readonly id: string;
}

const payments = () =>
  fakeHttp('https://pay.test', {
    state: () => ({ charges: [] as Charge[], keys: {} as Record<string, Charge> }),
    'POST /charges': ({ headers, s, id }) => {
      const key = headers['idempotency-key'] ?? id('none');
      const charge = s.keys[key] ?? { id: id('ch') };
      if (!s.keys[key]) s.charges.push(charge);
      s.keys[key] = charge;
      return charge;
    },
  });

const scenario = (code: string, more: Partial<Scenario> = {}): Scenario => ({
  app: templateOf({ code, runtime: 'python3.11', tables: { Orders: 'id' }, timeoutSeconds: 25 }),
  external: [payments()],
  workers: 1,
  when: (w) =>
    w.client({ retries: 5, on: ['network', 409, 429, '5xx'] }).post('/do', { idempotencyKey: 'k1', json: {} }),
  ...more,
});

describe.skipIf(!hasPython('exploring functions of Python', 'boto3'))(
  'a function of Python',
  { timeout: 120_000 },
  () => {
    describe('that charges under a key of its own', () => {
      let exploration: Exploration;
      beforeAll(async () => {
        exploration = await Exploration.open('python', scenario(placing('str(uuid.uuid4())')));
      }, 120_000);
      afterAll(() => exploration?.[Symbol.asyncDispose]());

      const judge = async (title: string) => {
        const cell = exploration.cells.find((each) => exploration.titleOf(each).startsWith(title));
        if (!cell) throw new Error(`no cell ${title}`);
        return (await exploration.explore(cell)).verdict;
      };

      it('makes calls by boto3 and urllib that are boundary calls', () => {
        expect(exploration.faultFree.run.boundaryCalls.map(({ point }) => point)).toEqual([
          'try1 > api.POST(/do)#1',
          'try1 > lambda.Invoke(Worker)#1',
          'try1 > Worker > http.POST(pay.test/charges)#1',
          'try1 > Worker > ddb.PutItem(Orders)#1',
        ]);
      });

      it.each(['lost @ http.POST', 'hangAfter @ http.POST', 'crashAfter @ http.POST', 'crashBefore @ ddb.PutItem'])(
        'is found to charge twice: %s',
        async (title) => {
          const { grade, violations } = await judge(title);

          expect([grade, violations.map(({ code }) => code)]).toEqual(['broken', expect.arrayContaining(['DUP'])]);
        },
      );

      it.each(['error @ ddb.PutItem', 'throttle @ ddb.PutItem', 'reset @ ddb.PutItem', 'lost @ ddb.PutItem'])(
        'has a failure masked by the retries of boto3: %s',
        async (title) => {
          expect((await judge(title)).grade).toBe('masked');
        },
      );

      it('runs the same plan to the same end, whatever came in between', async () => {
        const point = exploration.faultFree.run.boundaryCalls.at(-1)?.point ?? '';
        const plans = ['lost*', 'hangAfter', 'crashAfter', 'duplicate'].map((kind) => ({ faults: [{ point, kind }] }));
        const runs = async () => {
          const traces: string[] = [];
          for (const plan of plans) traces.push((await exploration.judge(plan)).run.trace);
          return traces;
        };

        const first = await runs();

        expect(new Set(first).size).toBeGreaterThan(2);
        expect(await runs()).toEqual(first);
      });
    });

    it('that hands the client’s key on is green in every cell', async () => {
      await using exploration = await Exploration.open('python', scenario(placing('order')));

      const broken: string[] = [];
      for (const cell of exploration.cells) {
        const { verdict } = await exploration.explore(cell);
        if (verdict.grade === 'broken') broken.push(exploration.titleOf(cell));
      }

      expect(exploration.cells.length).toBeGreaterThan(20);
      expect(broken).toEqual([]);
    });

    it.each([
      ['by reading and writing loses one in a race', readModifyWrite, ['ORDER']],
      ['in one call loses none', add, []],
    ])('that counts %s', async (_what, update, codes) => {
      const race = { clients: 2, preemptions: 1 };
      await using exploration = await Exploration.open('python', scenario(counting(update), { race }));

      const { broken } = await exploration.races(new Budget(200));

      expect([...new Set(broken.flatMap(({ verdict }) => verdict.violations.map(({ code }) => code)))]).toEqual(codes);
    });

    it('that starts a thread is refused by its name', async () => {
      const code = counting('    import threading; threading.Thread(target=print).start()');

      await expect(Exploration.open('python', scenario(code))).rejects.toMatchObject({
        code: 'NotExplorable',
        message: expect.stringContaining('Worker uses threading.Thread'),
      });
    });
  },
);
