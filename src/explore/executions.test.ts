import { describe, expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import { f } from './faults/fault-set.ts';
import type { Scenario } from './scenario.ts';
import { fakeHttp } from './simulation/fake-http.ts';
import { machineTemplate } from './testing/machine-template.ts';

const retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3 }];

/** Explores every cell; answers the titles of what was broken by their codes, and what is told of it. */
async function explore(scenario: Scenario) {
  await using exploration = await Exploration.open('machine', scenario);
  for (const cell of exploration.cells) await exploration.explore(cell);
  const { results, faultFree } = exploration;
  expect(faultFree.verdict.violations).toEqual([]);
  const broken = results.flatMap(({ title, verdict }) =>
    verdict.violations.map(({ code, what }) => ({ code, title, what })),
  );
  return {
    broken,
    red: broken.map(({ code, title }) => `${code}: ${title}`),
    titles: results.map(({ title }) => title),
    points: faultFree.run.boundaryCalls.map(({ point }) => point),
    outcomes: faultFree.run.outcomes,
    state: faultFree.run.state,
  };
}

const put = `const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const db = new DynamoDBClient({ requestHandler: { requestTimeout: 2000, throwOnRequestTimeout: true } });
exports.handler = async ({ id }) => {
  await db.send(new PutItemCommand({ TableName: 'Packed', Item: { id: { S: id } } }));
  return { id };
};`;

const worker = (more: object) => ({
  Type: 'Task',
  Resource: '${Worker}',
  TimeoutSeconds: 20,
  ...more,
});

describe('a Map', () => {
  const packing = (item: object): Scenario => {
    const Pack = worker({ End: true, ...item });
    const Left = { Type: 'Pass', End: true };
    const ItemProcessor = { StartAt: 'Pack', States: { Pack, ...('Catch' in item && { Left }) } };
    const PackAll = { Type: 'Map', ItemsPath: '$.items', ItemProcessor, End: true };
    const machine = { StartAt: 'PackAll', States: { PackAll } };
    return {
      app: machineTemplate({ code: put, tables: { Packed: 'id' }, machine }),
      when: (w) => w.start('ship', { items: [{ id: 'a' }, { id: 'b' }] }),
    };
  };

  it('names calls by machine, state and item', async () => {
    const { points, state } = await explore({ ...packing({ Retry: retry }), faults: f.only('reset') });

    expect(points).toEqual(
      expect.arrayContaining([
        'try1 > sfn.ContinueExecution(ship/PackAll)#1',
        'try1 > sfn.RunTask(ship/Pack[1])#1',
        'try1 > ship/Pack[1] > lambda.Invoke(Worker)#1',
        'try1 > ship/Pack[1] > Worker > ddb.PutItem(Packed)#1',
      ]),
    );
    expect(state['state machine ship']).toMatchObject([{ status: 'SUCCEEDED', output: [{ id: 'a' }, { id: 'b' }] }]);
  });

  it('that leaves an item behind and goes on is found by what is missing', async () => {
    const { red } = await explore(packing({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Left' }] }));

    expect(red).toContain('LOST: throttle @ ship/Pack[1] › lambda.Invoke(Worker)#1');
    expect(red).not.toContainEqual(expect.stringMatching(/^EXECUTION/));
  });

  it('that half-fails fails its execution: told with status, error and what was usual', async () => {
    const { broken } = await explore(packing({}));

    expect(broken).toContainEqual({
      code: 'EXECUTION',
      title: 'throttle @ ship/Pack[1] › lambda.Invoke(Worker)#1',
      what: 'Of ship an execution ended FAILED with Lambda.TooManyRequestsException; without faults SUCCEEDED.',
    });
  });

  it('whose items are tried again survives every fault', async () => {
    expect((await explore(packing({ Retry: retry }))).red).toEqual([]);
  });
});

describe('a payment', () => {
  const payments = fakeHttp('https://pay.test', {
    state: () => ({ charges: [] as string[], keys: {} as Record<string, string> }),
    'POST /charges': ({ headers, s, id }) => {
      const key = headers['idempotency-key'] ?? id('none');
      if (s.keys[key] === undefined) s.charges.push(id('ch'));
      s.keys[key] ??= s.charges.at(-1) ?? '';
      return { id: s.keys[key] };
    },
  });
  const pay = (key: string) => `exports.handler = async ({ order }) => {
  const headers = { 'idempotency-key': ${key} };
  const answer = await fetch('https://pay.test/charges', { method: 'POST', headers, body: '{}', signal: AbortSignal.timeout(1500) });
  if (!answer.ok) throw new Error('unpaid');
  return { charge: (await answer.json()).id.length > 0 };
};`;
  const paying = (key: string): Scenario => ({
    app: machineTemplate({
      code: pay(key),
      machine: { StartAt: 'Pay', States: { Pay: worker({ Retry: retry, End: true }) } },
    }),
    external: [payments],
    when: (w) => w.start('ship', { order: 'o1' }),
  });

  it('is doubled by Retry where each try has a key of its own', async () => {
    const { red } = await explore(paying("require('crypto').randomUUID()"));

    expect(red).toContain('DUP: lost @ lambda.Invoke(Worker)#1');
    expect(red).toContain('DUP: crashAfter @ http.POST(pay.test/charges)#1');
  });

  it('is made once where the order is its key', async () => {
    expect((await explore(paying('order'))).red).toEqual([]);
  });
});

describe('an express machine', () => {
  const machine = { StartAt: 'Pack', States: { Pack: worker({ Retry: retry, End: true }) } };
  const express: Scenario = {
    app: machineTemplate({ code: put, tables: { Packed: 'id' }, machine, type: 'EXPRESS' }),
    when: (w) => w.start('ship', { id: 'a' }),
  };

  it('answers what came out, and survives every fault of its steps', async () => {
    const { outcomes, red, titles } = await explore(express);

    expect(outcomes).toMatchObject([{ ok: true, request: 'states.StartSyncExecution', json: { id: 'a' } }]);
    expect(titles).toContain('reset @ sfn.RunTask(ship/Pack)#1');
    expect(red).toEqual([]);
  });
});

describe('an execution that waits for ever', () => {
  const hasty = {
    StartAt: 'Pack',
    States: { Pack: { ...worker({ Retry: retry, End: true }), TimeoutSeconds: undefined } },
  };

  it('is found at once, with the state that has no timeout', async () => {
    const { broken } = await explore({
      app: machineTemplate({ code: put, tables: { Packed: 'id' }, machine: hasty }),
      when: (w) => w.start('ship', { id: 'a' }),
    });

    const stuck = broken.filter(({ code }) => code === 'STUCK');
    expect(stuck).toEqual(
      ['hang', 'hangAfter'].map((kind) => ({
        code: 'STUCK',
        title: `${kind} @ lambda.Invoke(Worker)#1`,
        what: 'An execution of ship waits for ever in Pack: nothing is left that could wake it.',
      })),
    );
    expect(broken.filter(({ title }) => !/^hang(?:After)? @ lambda/.test(title))).toEqual([]);
  });
});

/** Asks by a queue, and the one who answers sends the token back. */
const asking = (answer: string) => `const { SFNClient, SendTaskSuccessCommand } = require('@aws-sdk/client-sfn');
const sfn = new SFNClient({ requestHandler: { requestTimeout: 1000, throwOnRequestTimeout: true } });
exports.handler = async ({ Records }) => {
  for (const { body } of Records) {
    const { token } = JSON.parse(body);
    const send = () => sfn.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"isFine":true}' }));
    ${answer}
  }
};`;

describe('a callback', () => {
  const ask = (more: object) => ({
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { QueueUrl: '${Questions}', MessageBody: { 'token.$': '$$.Task.Token' } },
        End: true,
        ...more,
      },
    },
  });
  const Questions = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'questions' } };
  const Source = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Worker' }, EventSourceArn: { 'Fn::GetAtt': ['Questions', 'Arn'] } },
  };
  const scenario = (answer: string, more: object = {}): Scenario => ({
    app: machineTemplate({
      code: asking(answer),
      machine: ask(more),
      resources: { Questions, Source },
      substitutions: { Questions: { Ref: 'Questions' } },
    }),
    when: (w) => w.start('ship'),
  });

  it('that never comes is red with the state that waits for it', async () => {
    const { broken, points } = await explore(scenario('await send().catch(() => {});'));

    expect(points).toContain('try1 > ship/Ask > sqs.SendMessage(questions)#1');
    expect(broken).toContainEqual({
      code: 'STUCK',
      title: expect.stringMatching(/^error\* @ .*sfn\.SendTaskSuccess/),
      what: 'An execution of ship waits for ever in Ask: nothing is left that could wake it.',
    });
  });

  it('that is sent until it has come, and asked for again in time, survives every fault', async () => {
    const told =
      "await send().catch((error) => { if (error.name !== 'TaskTimedOut' && error.name !== 'InvalidToken') throw error; });";

    expect((await explore(scenario(told, { HeartbeatSeconds: 300, Retry: retry }))).red).toEqual([]);
  });

  it('that nobody sends without any fault is refused with the state', async () => {
    await expect(explore(scenario(''))).rejects.toMatchObject({
      code: 'NotExplorable',
      message: 'Without any fault an execution of ship waits for ever in Ask: nothing is left that could wake it.',
      hint: expect.stringContaining('HeartbeatSeconds'),
    });
  });
});

describe('an API in front of an express machine', () => {
  const integration = {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationSubtype: 'StepFunctions-StartSyncExecution',
      CredentialsArn: { 'Fn::GetAtt': ['MachineRole', 'Arn'] },
      PayloadFormatVersion: '1.0',
      RequestParameters: { StateMachineArn: { Ref: 'Ship' }, Input: '$request.body' },
    },
  };
  const route = {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: 'POST /ship',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Start' }]] },
    },
  };
  const scenario = (more: object): Scenario => ({
    app: machineTemplate({
      code: put,
      tables: { Packed: 'id' },
      type: 'EXPRESS',
      machine: { StartAt: 'Pack', States: { Pack: worker({ End: true, ...more }) } },
      resources: { Start: integration, StartRoute: route },
    }),
    when: (w) => w.client({ retries: 5, on: ['network', 429, '5xx'] }).post('/ship', { json: { id: 'a' } }),
  });

  it('is answered 200 where the execution failed: found by the answer', async () => {
    const { red, points } = await explore(scenario({}));

    expect(points).toEqual(
      expect.arrayContaining([
        'try1 > sfn.StartSyncExecution(ship)#1',
        'try1 > sfn.RunTask(ship/Pack)#1',
        'try1 > ship/Pack > lambda.Invoke(Worker)#1',
      ]),
    );
    expect(red).toContain('ANSWER: throttle @ lambda.Invoke(Worker)#1');
  });

  it('is as without faults where its states are tried again', async () => {
    const { red } = await explore(scenario({ Retry: retry }));

    // An HTTP API hands the service's own 400 on.
    expect(red).toEqual(['REFUSED: throttle @ sfn.StartSyncExecution(ship)#1']);
  });
});

describe('a Parallel', () => {
  const branch = (name: string) => ({
    StartAt: name,
    States: { [name]: worker({ Parameters: { id: name }, Retry: retry, End: true }) },
  });
  const both = { Type: 'Parallel', Branches: [branch('Left'), branch('Right')], End: true };

  it('has its branches overtaken by one another', async () => {
    const { titles, red } = await explore({
      app: machineTemplate({
        code: put,
        tables: { Packed: 'id' },
        machine: { StartAt: 'Both', States: { Both: both } },
      }),
      when: (w) => w.start('ship'),
    });

    expect(titles).toContain('overtaken @ ship/Left › lambda.Invoke(Worker)#1');
    expect(red).toEqual([]);
  });
});

/** Starts an execution for each request; its name comes from the request or from chance. */
const starting = (name: string) => `const { SFNClient, StartExecutionCommand } = require('@aws-sdk/client-sfn');
const sfn = new SFNClient({ requestHandler: { requestTimeout: 1000, throwOnRequestTimeout: true } });
exports.handler = async (event) => {
  if (!event.body) return event;
  const [stateMachineArn] = [process.env.SHIP];
  const key = event.headers['idempotency-key'];
  await sfn.send(new StartExecutionCommand({ stateMachineArn, name: ${name}, input: JSON.stringify({ key }) }));
  return { statusCode: 202, body: '{}' };
};`;

describe('a function that starts executions', () => {
  const scenario = (name: string): Scenario => ({
    app: machineTemplate({
      code: starting(name),
      variables: { SHIP: 'arn:aws:states:us-east-1:000000000000:stateMachine:ship' },
      machine: { StartAt: 'Pack', States: { Pack: { Type: 'Wait', Seconds: 3600, End: true } } },
    }),
    when: (w) => w.client({ retries: 5, on: ['network', 429, '5xx'] }).post('/do', { idempotencyKey: 'k1', json: {} }),
    then: ({ outcome, world }) => {
      if (outcome.ok) expect(world.executions('ship').find({ status: 'SUCCEEDED' })).toBeDefined();
    },
  });

  it('starts two where their names are of chance', async () => {
    const { broken } = await explore(scenario('undefined'));

    expect(broken).toContainEqual({
      code: 'DUP',
      title: 'lost @ api.POST(/do)#1',
      what: 'The client was told of success, and the state is not that of the fault-free run: state machine ship has 1 more.',
    });
  });

  it('starts one where the request names it', async () => {
    expect((await explore(scenario('key'))).red).toEqual([]);
  });
});
