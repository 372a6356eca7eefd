import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExplorationElsewhere } from '../../src/explore/elsewhere/exploration-elsewhere.ts';
import { expectState } from '../../src/explore/expect-state.ts';
import { f } from '../../src/explore/faults/fault-set.ts';
import type { Scenario } from '../../src/explore/scenario.ts';
import { fakeHttp } from '../../src/explore/simulation/fake-http.ts';
import { templateOf } from '../../src/explore/testing/template.ts';
import { type CloudClient, connect } from '../../src/harness/cloud-client.ts';
import { deployTemplate } from '../../src/harness/deploy-template.ts';

/** Another process, reached by nothing but its port. */
let cloud: ChildProcess;
let endpoint = '';
let aws: CloudClient;

beforeAll(async () => {
  const argv = ['--conditions=squall-source', 'src/cli/main.ts', 'up', '--port', '0', '--json'];
  cloud = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve, reject) => {
    cloud.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
    cloud.once('exit', (code) => reject(new Error(`squall up ended with ${code}`)));
  });
  endpoint = (JSON.parse(line) as { endpoint: string }).endpoint;
  aws = connect(endpoint);
});

afterAll(() => {
  cloud.kill('SIGTERM');
});

const handler = (headers: string): string => `
const { DynamoDBClient, GetItemCommand, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const c = new DynamoDBClient({ maxAttempts: 2 });
exports.handler = async (event) => {
  const id = event.headers['idempotency-key'];
  const TableName = process.env.TABLE;
  const { Item } = await c.send(new GetItemCommand({ TableName, Key: { id: { S: id } }, ConsistentRead: true }));
  if (Item) return { statusCode: 201, body: JSON.stringify({ id }) };
  const body = JSON.stringify({ amount: 42 });
  const charge = await fetch(process.env.PAYMENTS + '/charges', { method: 'POST', body, headers: ${headers} });
  if (!charge.ok) return { statusCode: 503, body: '{}' };
  await c.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
  return { statusCode: 201, body: JSON.stringify({ id }) };
};`;

const deployed = (stack: string, code: string, timeoutSeconds = 5): Promise<unknown> => {
  const variables = { PAYMENTS: 'https://api.payments.test', TABLE: stack };
  const template = templateOf({ code, tables: { [stack]: 'id' }, variables, timeoutSeconds });
  return deployTemplate(aws, stack, JSON.stringify(template), {});
};

function scenarioOf(table: string): Scenario {
  const payments = fakeHttp('https://api.payments.test', {
    state: () => ({ charges: [] as object[], keys: {} as Record<string, object> }),
    'POST /charges': ({ body, headers, s, id }) => {
      const key = headers['idempotency-key'] ?? id('none');
      const charge = s.keys[key] ?? { id: id('ch'), ...body };
      if (!s.keys[key]) s.charges.push(charge);
      s.keys[key] = charge;
      return charge;
    },
  });
  return {
    external: [payments],
    faults: f.only('error', 'throttle', 'reset', 'lost'),
    ignore: ['fake *keys'],
    when: (w) =>
      w
        .client({ retries: 2, on: ['network', '5xx', 429], backoff: '10ms' })
        .post('/do', { idempotencyKey: 'k1', json: {} }),
    then: ({ outcome, world }) => {
      if (outcome.ok) expectState(world.table(table)).toHaveCount(1);
    },
  };
}

const opened = (stack: string, more: Partial<Scenario> = {}) =>
  ExplorationElsewhere.open(
    stack,
    { ...scenarioOf(stack), ...more },
    { url: endpoint, stack, empty: true, settle: '50ms' },
  );

/** Red cells with their codes, and how many there are of all. */
async function explored(exploration: ExplorationElsewhere) {
  const red: string[] = [];
  for (const cell of exploration.cells) {
    const { title, verdict, run } = await exploration.explore(cell);
    expect(run.unreached).toEqual([]);
    if (verdict.grade === 'broken') red.push(`${title} ${verdict.violations.map(({ code }) => code)}`);
  }
  return { red, titles: exploration.cells.map((cell) => exploration.titleOf(cell)) };
}

describe('exploring at an endpoint', { timeout: 120_000 }, () => {
  it('finds a charge without a key that is made twice, by the names of Squall’s own exploring', async () => {
    await deployed('Careless', handler('{}'));
    await using exploration = await opened('Careless');

    const { red, titles } = await explored(exploration);

    expect((await exploration.faultFree()).verdict.violations).toEqual([]);
    expect(titles).toContain('lost @ ddb.PutItem(Careless)#1');
    expect(red).toEqual(['lost @ http.POST(api.payments.test/charges)#1 DUP,DIVERGED']);
  });

  it('is green for the twin that hands the key on, and leaves its function as it was', async () => {
    await deployed('Careful', handler("{ 'idempotency-key': id }"));
    const settings = async () => {
      const FunctionName = (await functions('Careful'))[0];
      return aws.call('lambda', 'GetFunctionConfiguration', { FunctionName });
    };
    const before = (await settings()).Environment;
    {
      await using exploration = await opened('Careful');
      expect((await settings()).Environment).not.toEqual(before);

      const { red, titles } = await explored(exploration);

      expect(red).toEqual([]);
      expect(titles).toHaveLength(15);
    }
    expect((await settings()).Environment).toEqual(before);
  });

  it('holds a call without an answer until its function is ended, and no longer', async () => {
    await deployed('Held', handler("{ 'idempotency-key': id }"), 1);
    await using exploration = await opened('Held', { faults: f.only('hang', 'hangAfter', 'stale').at('PutItem') });

    const { red, titles } = await explored(exploration);

    expect(titles).toEqual(['hang @ ddb.PutItem(Held)#1', 'hangAfter @ ddb.PutItem(Held)#1']);
    expect(red).toEqual([]);
    expect(exploration.results.map(({ verdict }) => verdict.grade)).toEqual(['recovered', 'recovered']);
  });

  it('refuses a fake that no variable leads to, and a run that cannot be repeated', async () => {
    await deployed('Refused', handler('{}'));
    const other = fakeHttp('https://elsewhere.test', { 'GET /': () => ({}) });

    await expect(opened('Refused', { external: [other] })).rejects.toThrow(
      'No function has a variable that holds https://elsewhere.test',
    );

    const scenario = scenarioOf('Refused');
    const kept = ExplorationElsewhere.open('kept', scenario, { url: endpoint, stack: 'Refused', settle: '50ms' });
    await expect(kept).rejects.toThrow('Two runs without faults differ');
  });

  it('lets an invariant fail that asks for what cannot be read there', async () => {
    await deployed('Unseen', handler('{}'));
    await using exploration = await opened('Unseen', { then: ({ logs }) => void logs.length });

    const { verdict } = await exploration.faultFree();

    expect(verdict.violations.map(({ what }) => what)).toEqual(['the log cannot be read in another cloud.']);
  });
});

async function functions(StackName: string): Promise<string[]> {
  const { StackResources } = await aws.call<{
    readonly StackResources: readonly { readonly ResourceType: string; readonly PhysicalResourceId: string }[];
  }>('cloudformation', 'DescribeStackResources', { StackName });
  return StackResources.filter(({ ResourceType }) => ResourceType === 'AWS::Lambda::Function').map(
    ({ PhysicalResourceId }) => PhysicalResourceId,
  );
}
