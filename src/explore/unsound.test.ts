import { describe, expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import { f } from './faults/fault-set.ts';
import { fakeHttp } from './simulation/fake-http.ts';
import type { When } from './simulation/scenario-verbs.ts';
import { consumerTemplate } from './testing/consumer-template.ts';
import { redCells } from './testing/red-cells.ts';
import { templateOf } from './testing/template.ts';

const fine = "exports.handler = async () => ({ statusCode: 201, body: 'ok' });";

describe('nothing explored is no success', () => {
  it('a path that no route takes is refused with the routes that there are', async () => {
    const opened = Exploration.open('typo', {
      app: templateOf({ code: fine }),
      when: (w) => w.client().post('/doo', { json: {} }),
    });

    await expect(opened).rejects.toMatchObject({
      code: 'NotExplorable',
      message:
        'Without any fault the gateway itself answers POST /doo with 404 {"message":"Not Found"}: no route takes it.',
      hint: 'Did you mean POST /do? Routes of the API: POST /do.',
    });
  });

  it('also where another request of the scenario is taken', async () => {
    const opened = Exploration.open('typo', {
      app: templateOf({ code: fine }),
      when: async (w) => {
        await w.client().post('/do', { json: {} });
        await w.client().get('/do');
      },
    });

    await expect(opened).rejects.toMatchObject({
      message: expect.stringContaining('answers GET /do with 404'),
      hint: 'Did you mean POST /do? Routes of the API: POST /do.',
    });
  });

  it('a refusal of the function’s own is none of the gateway’s', async () => {
    await using exploration = await Exploration.open('refusal', {
      app: templateOf({ code: "exports.handler = async () => ({ statusCode: 404, body: 'no such order' });" }),
      when: (w) => w.client().post('/do', { json: {} }),
    });

    expect(exploration.cells.length).toBeGreaterThan(0);
  });

  it('faults that apply to no call are refused', async () => {
    const opened = Exploration.open('nothing', {
      app: templateOf({ code: fine }),
      faults: f.only('partial'),
      when: (w) => w.client().post('/do', { json: {} }),
    });

    await expect(opened).rejects.toMatchObject({
      code: 'NotExplorable',
      message: 'There is nothing to explore: none of the faults (partial) applies to a call of the scenario.',
      hint: 'Its calls: api.POST(/do)#1, lambda.Invoke(Worker)#1.',
    });
  });
});

describe('a consumer that fails without faults', () => {
  const failing =
    "const pay = () => { throw new TypeError('no price for j1'); };\nexports.handler = async () => pay();";
  const open = (code: string, hasDlq = false) =>
    Exploration.open('consumer', {
      app: consumerTemplate(code, { hasDlq }),
      when: (w) => w.send('Jobs', { id: 'j1' }),
    });

  it('is told at once, with its own error and where, when its queue has no dead-letter queue', async () => {
    await expect(open(failing)).rejects.toMatchObject({
      code: 'NotExplorable',
      message: expect.stringMatching(
        /^Without any fault Worker fails with every delivery \(3 in a row\), and its queue has no dead-letter queue: the message comes back for ever\.\nTypeError: no price for j1\n {4}at pay \(index\.js:1:\d+\)\n {4}at exports\.handler \(index\.js:2:\d+\)$/,
      ),
      hint: 'Mend the function, or give the queue a redrive policy if it may fail.',
    });
  });

  it('also when it reports its failures instead of throwing them', async () => {
    const reporting =
      'exports.handler = async ({ Records }) => ({ batchItemFailures: Records.map((r) => ({ itemIdentifier: r.messageId })) });';

    await expect(open(reporting)).rejects.toMatchObject({
      message: expect.stringMatching(/^Without any fault Worker fails with every delivery .*batchItemFailures/s),
    });
  });

  it('is explored when its messages end in a dead-letter queue', async () => {
    await using exploration = await open(failing, true);

    expect(exploration.faultFree.run.end).toBe('quiet');
    expect(exploration.faultFree.run.state['queue Dead']).toHaveLength(1);
    expect(exploration.faultFree.run.logs.join('\n')).toMatch(/at pay \(\/var\/task\/index\.js:1:\d+\)/);
  });

  it('is explored when it succeeds in the end', async () => {
    const second =
      "exports.handler = async ({ Records }) => { if (Number(Records[0].attributes.ApproximateReceiveCount) < 3) throw new Error('not yet'); };";
    await using exploration = await open(second);

    expect(exploration.faultFree.run.end).toBe('quiet');
  });
});

describe('what nobody hears of', () => {
  const provider = () =>
    fakeHttp('https://pay.test', {
      'POST /charges': ({ webhook }) => {
        webhook('/do', { type: 'paid' });
        return {};
      },
    });
  const hooked = (hook: string) => ({
    app: templateOf({
      code: `exports.handler = async ({ body }) => {
        if (body) { ${hook} return { statusCode: 200 }; }
        await fetch('https://pay.test/charges', { method: 'POST' });
        return { statusCode: 202 };
      };`,
    }),
    external: [provider()],
    when: (w: When) => w.client().post('/do'),
  });

  it('a webhook that is never taken is told with the function’s own error', async () => {
    await expect(Exploration.open('webhook', hooked("throw new TypeError('no such order');"))).rejects.toMatchObject({
      code: 'NotExplorable',
      message: expect.stringMatching(
        /^Without any fault a webhook is never taken: POST \/do ends with 500, however often it is sent\.\nTypeError: no such order/,
      ),
    });
    await using exploration = await Exploration.open('webhook', hooked(''));
    expect(exploration.cells.length).toBeGreaterThan(0);
  });

  const sweeping = (code: string) => ({
    app: templateOf({ code: `let count = 0;\nexports.handler = async () => { count += 1; ${code} };` }),
    when: (w: When) => w.schedule('Worker', { every: '1m', times: 2 }),
  });

  it('a schedule whose function always fails is told, and one that works is explored by itself', async () => {
    await expect(Exploration.open('schedule', sweeping("throw new TypeError('no table');"))).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Without any fault lambda\.Invoke\(Worker\) fails whenever it is asked for\.\nTypeError: no table/,
      ),
    });
    expect(await redCells(sweeping("if (count === 1) throw new Error('not yet');"))).toEqual({});
  });

  const event = (code: string, resources: Record<string, object> = {}) => ({
    app: templateOf({ code: `exports.handler = async () => { ${code} };`, resources }),
    when: (w: When) => w.invoke('Worker', {}, { async: true }),
  });
  const failed = { 'Fn::GetAtt': ['Failed', 'Arn'] };

  it('events that a function fails with without any fault are told where nobody keeps them', async () => {
    const failing = "throw new TypeError('no such attribute');";
    const kept = {
      Failed: { Type: 'AWS::SQS::Queue', Properties: {} },
      Config: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Worker' },
          Qualifier: '$LATEST',
          DestinationConfig: { OnFailure: { Destination: failed } },
        },
      },
    };

    await expect(Exploration.open('event', event(failing))).rejects.toMatchObject({
      code: 'NotExplorable',
      message: expect.stringMatching(
        /^Without any fault Worker fails with everything that is delivered to it, and what failed is kept nowhere\.\nTypeError: no such attribute/,
      ),
    });
    await using exploration = await Exploration.open('event', event(failing, kept));
    expect(exploration.cells.length).toBeGreaterThan(0);
  });

  const changed = (settings: object) => ({
    app: templateOf({
      code: "exports.handler = async () => { throw new TypeError('no image'); };",
      resources: {
        Failed: { Type: 'AWS::SQS::Queue', Properties: {} },
        Users: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            TableName: 'Users',
            BillingMode: 'PAY_PER_REQUEST',
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
          },
        },
        Changes: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            FunctionName: { Ref: 'Worker' },
            EventSourceArn: { 'Fn::GetAtt': ['Users', 'StreamArn'] },
            StartingPosition: 'TRIM_HORIZON',
            ...settings,
          },
        },
      },
    }),
    when: (w: When) => w.call('dynamodb', 'PutItem', { TableName: 'Users', Item: { id: { S: 'u1' } } }),
  });

  it('so are records of a stream, whether they are given up or come back for ever', async () => {
    await expect(Exploration.open('stream', changed({ MaximumRetryAttempts: 1 }))).rejects.toMatchObject({
      message: expect.stringMatching(/^Without any fault Worker fails with .* kept nowhere\.\nTypeError: no image/),
    });
    await expect(Exploration.open('stream', changed({}))).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Without any fault Worker fails .* its stream sets no limit to attempts: .*\nTypeError: no image/,
      ),
    });
    const settings = { MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: failed } } };
    await using exploration = await Exploration.open('stream', changed(settings));
    expect(exploration.cells.length).toBeGreaterThan(0);
  });

  it('a schedule alone is held to the invariants, too', async () => {
    const then = () => {
      throw new Error('never right');
    };

    expect((await redCells({ ...sweeping(''), then }))['without faults']).toEqual(['INVARIANT']);
  });
});
