import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../cloud/cloud.ts';
import { type CloudClient, clientOf } from '../cloud-client.ts';
import { mockTask } from '../mock-task.ts';
import { remoteMocks } from '../remote-mocks.ts';
import { executionGraph } from './execution-graph.ts';
import { expectHistory } from './expect-history.ts';
import { readHistory } from './read-history.ts';

let cloud: Cloud;
let aws: CloudClient;
beforeAll(async () => {
  cloud = await startCloud({ clock: 'virtual', seed: 3 });
  aws = clientOf(cloud);
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const task = (next: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::ecs:runTask.sync',
  Parameters: {},
  ...next,
});
const retry = { Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 1 }] };
const capture = { ...retry, Catch: [{ ErrorEquals: ['Declined'], Next: 'Release' }] };
const saga = {
  StartAt: 'Reserve',
  States: {
    Reserve: task({ Next: 'Capture' }),
    Capture: task({ ...capture, Next: 'Both' }),
    Both: {
      Type: 'Parallel',
      Next: 'Each',
      Branches: [
        { StartAt: 'Left', States: { Left: { Type: 'Pass', Next: 'After' }, After: { Type: 'Pass', End: true } } },
        { StartAt: 'Right', States: { Right: { Type: 'Wait', Seconds: 5, End: true } } },
      ],
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$',
      ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } },
      Next: 'Done',
    },
    Done: { Type: 'Pass', Result: { shipped: true, parcel: 'p' }, End: true },
    Release: { Type: 'Pass', Next: 'Refused' },
    Refused: { Type: 'Fail', Error: 'OrderRefused', Cause: 'the card was declined' },
  },
};

async function execute(...answers: Parameters<typeof mockTask> extends [unknown, ...infer Answers] ? Answers : never) {
  const mocks = remoteMocks(cloud.endpoint);
  await mocks.add(mockTask('ecs:runTask', { Return: {} }), mockTask({ state: 'Capture' }, ...answers));
  const roleArn = 'arn:aws:iam::000000000000:role/machine';
  const input = { name: 'Saga', definition: JSON.stringify(saga), roleArn };
  const { stateMachineArn } = await aws.call('states', 'CreateStateMachine', input);
  const started = await aws.call('states', 'StartExecution', { stateMachineArn, name: 'one' });
  await cloud.clock.advance('1m');
  return started.executionArn as string;
}

const busy = { Throw: { Error: 'Busy', Cause: 'try later' } } as const;

describe('expectHistory', () => {
  it('holds for an execution that went as it says', async () => {
    const executionArn = await execute(busy, busy, { Return: { paid: true, by: 'card' } });

    (await expectHistory({ aws }, executionArn))
      .toPass('Reserve', 'Capture', 'Both', 'Left', 'After', 'Right', 'Each', 'Item', 'Item', 'Done')
      .toPassThrough('Reserve', 'Each')
      .notToEnter('Release')
      .toHaveTried('Capture', 3)
      .toHaveErrors('Capture', 'Busy', 'Busy')
      .toHaveOutput('Capture', { paid: true })
      .toSucceed({ shipped: true });
  });

  it('holds for one whose error was caught and that failed', async () => {
    const executionArn = await execute(busy, { Throw: { Error: 'Declined' } });

    (await expectHistory({ aws }, executionArn))
      .toPass('Reserve', 'Capture', 'Release', 'Refused')
      .toHaveCaught('Capture', 'Declined')
      .toHaveErrors('Refused', 'OrderRefused')
      .toFail('OrderRefused');
  });

  it.each<[string, (history: Awaited<ReturnType<typeof expectHistory>>) => unknown, RegExp]>([
    ['other states', (it) => it.toPass('Reserve'), /The states that were entered: \["Reserve"\] was expected/],
    ['another order', (it) => it.toPassThrough('Each', 'Both'), /in this order/],
    ['a state that was entered', (it) => it.notToEnter('Both'), /should not be entered.*"Both"/],
    ['another count', (it) => it.toHaveTried('Capture', 3), /How often Capture was tried: 3 was expected, and it is 2/],
    ['another output', (it) => it.toHaveOutput('Capture', { paid: false }), /The output of Capture/],
    ['a member that is not there', (it) => it.toHaveOutput('Done', { owner: 'x' }), /The output of Done/],
    ['an error that was not caught', (it) => it.toHaveCaught('Capture', 'Busy'), /Errors that Capture caught/],
    ['a state that was never entered', (it) => it.toHaveOutput('Nowhere', {}), /The state Nowhere was never entered/],
    ['a failure', (it) => it.toFail(), /The status of the execution: "FAILED" was expected/],
  ])('fails for %s, with both sides and the graph', async (_what, claim, message) => {
    const history = await expectHistory({ aws }, await execute(busy, { Return: { paid: true } }));

    expect(() => claim(history)).toThrow(message);
    expect(() => claim(history)).toThrow('✓ Capture');
  });
});

describe('the graph of an execution', () => {
  it('has a line for each state, with branches and items below theirs', async () => {
    const graph = executionGraph(await readHistory(aws, await execute(busy, { Return: [1, 2] })));

    expect(graph).toEqual([
      'Saga one SUCCEEDED in 7 s',
      '  ✓ Reserve    Task  0 ms',
      '  ✓ Capture    Task  2 s  2 tries  Busy: try later',
      '  ✓ Both       Parallel  5 s',
      '    branch 1',
      '      ✓ Left   Pass  0 ms',
      '      ✓ After  Pass  0 ms',
      '    branch 2',
      '      ✓ Right  Wait  5 s',
      '  ✓ Each       Map  0 ms',
      '    item 0',
      '      ✓ Item   Pass  0 ms',
      '    item 1',
      '      ✓ Item   Pass  0 ms',
      '  ✓ Done       Pass  0 ms',
    ]);
  });

  it('says what was caught and what failed', async () => {
    const graph = executionGraph(await readHistory(aws, await execute({ Throw: { Error: 'Declined' } })));

    expect(graph).toEqual([
      'Saga one FAILED in 0 ms OrderRefused: the card was declined',
      '  ✓ Reserve  Task  0 ms',
      '  ↷ Capture  Task  0 ms  caught  Declined',
      '  ✓ Release  Pass  0 ms',
      '  ✗ Refused  Fail  OrderRefused: the card was declined',
    ]);
  });
});
