import {
  CreateActivityCommand,
  DeleteActivityCommand,
  DescribeActivityCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine, run, types } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 11 });
const client = () => target.client(SFNClient);
const activityArn = (name: string) => `arn:aws:states:us-east-1:000000000000:activity:${name}`;

async function make(name: string): Promise<string> {
  const { activityArn: arn = '' } = await client().send(new CreateActivityCommand({ name }));
  return arn;
}

/** Lets time pass until an answer is there: when the call arrives, nobody can tell. */
async function passing<T>(answer: Promise<T>, step: string): Promise<T> {
  let isThere = false;
  const noted = answer.finally(() => {
    isThere = true;
  });
  while (!isThere) {
    await target.cloud.clock.advance(step);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return noted;
}

describe('activities', () => {
  it('are made once by their name, described, and deleted as often as one likes', async () => {
    const created = await client().send(
      new CreateActivityCommand({ name: 'One.2-3_4', tags: [{ key: 'a', value: 'b' }] }),
    );
    await target.cloud.clock.advance('1m');
    const again = await client().send(new CreateActivityCommand({ name: 'One.2-3_4' }));

    expect(created.activityArn).toBe(activityArn('One.2-3_4'));
    expect(again).toMatchObject({ activityArn: created.activityArn, creationDate: created.creationDate });
    const { activityArn: arn } = created;
    expect(await client().send(new DescribeActivityCommand({ activityArn: arn }))).toMatchObject({
      activityArn: arn,
      name: 'One.2-3_4',
      creationDate: created.creationDate,
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    });
    await client().send(new DeleteActivityCommand({ activityArn: arn }));
    await client().send(new DeleteActivityCommand({ activityArn: arn }));
    await expect(client().send(new DescribeActivityCommand({ activityArn: arn }))).rejects.toMatchObject({
      name: 'ActivityDoesNotExist',
      message: `Activity Does Not Exist: '${arn}'`,
    });
  });

  it.each([
    'with space',
    'a<b',
    'a>b',
    'a{b',
    '[b]',
    'a?',
    'a*',
    'a"b',
    'a#',
    'a%',
    'a\\b',
    'a^',
    'a|b',
    'a~',
    'a`',
    'a$',
    'a&',
    'a,',
    'a;',
    'a:',
    'a/',
  ])('cannot be called %s', async (name) => {
    await expect(client().send(new CreateActivityCommand({ name }))).rejects.toMatchObject({
      name: 'InvalidName',
      message: `Invalid Name: '${name}'`,
    });
  });

  it('refuses ARNs of other things', async () => {
    const invalid = { name: 'InvalidArn', message: "Invalid Arn: 'Invalid ARN prefix: nothing'" };

    await expect(client().send(new DescribeActivityCommand({ activityArn: 'nothing' }))).rejects.toMatchObject(invalid);
    await expect(client().send(new DeleteActivityCommand({ activityArn: 'nothing' }))).rejects.toMatchObject(invalid);
    await expect(client().send(new GetActivityTaskCommand({ activityArn: 'nothing' }))).rejects.toMatchObject(invalid);
  });

  it('are listed page by page', async () => {
    for (const name of ['p1', 'p2', 'p3']) await make(name);

    const names: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client().send(new ListActivitiesCommand({ maxResults: 2, nextToken }));
      expect(page.activities?.length).toBeLessThanOrEqual(2);
      names.push(...(page.activities ?? []).map(({ name }) => name));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);

    expect(names).toEqual(expect.arrayContaining(['p1', 'p2', 'p3']));
    await expect(client().send(new ListActivitiesCommand({ nextToken: 'none' }))).rejects.toMatchObject({
      name: 'InvalidToken',
    });
  });
});

describe('a task of an activity', () => {
  const machineOf = (arn: string, more: object = {}) => ({
    StartAt: 'Work',
    States: { Work: { Type: 'Task', Resource: arn, End: true, ...more } },
  });
  async function started(arn: string, name: string, input: object, more: object = {}): Promise<string> {
    const stateMachineArn = await makeMachine(target, machineOf(arn, more), { name });
    const { executionArn = '' } = await client().send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    return executionArn;
  }

  it('is given to the worker that asks, with its input and a token, once', async () => {
    const arn = await make('asked');
    const executionArn = await started(arn, 'asked', { order: 7 });
    await target.cloud.clock.advance('1s');

    const task = await client().send(new GetActivityTaskCommand({ activityArn: arn, workerName: 'ann' }));
    const second = await passing(client().send(new GetActivityTaskCommand({ activityArn: arn })), '20s');

    expect(task).toMatchObject({ taskToken: expect.stringMatching(/./), input: '{"order":7}' });
    expect(second.taskToken).toBeUndefined();
    const { events = [] } = await client().send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.slice(1)).toMatchObject([
      { type: 'TaskStateEntered' },
      {
        type: 'ActivityScheduled',
        previousEventId: 2,
        activityScheduledEventDetails: { resource: arn, input: '{"order":7}', inputDetails: { truncated: false } },
      },
      { type: 'ActivityStarted', previousEventId: 3, activityStartedEventDetails: { workerName: 'ann' } },
    ]);
    expect(await client().send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'RUNNING' });
  });

  it('reaches a worker that waits for it, the first that came', async () => {
    const arn = await make('waited');
    const first = client().send(new GetActivityTaskCommand({ activityArn: arn }));
    await target.cloud.clock.advance('5s');
    await started(arn, 'waited', { a: 1 });

    expect(await passing(first, '1s')).toMatchObject({ input: '{"a":1}' });
  });

  /** What history tells of a task behind its ActivityStarted, and how its execution is. */
  async function heard(executionArn: string) {
    const { events = [] } = await client().send(new GetExecutionHistoryCommand({ executionArn }));
    const { status } = await client().send(new DescribeExecutionCommand({ executionArn }));
    const begun = events.findIndex(({ type }) => type === 'ActivityStarted');
    return { events: events.slice(begun + 1), status };
  }

  /** A task that a worker has taken. */
  async function taken(name: string, more: object = {}) {
    const arn = await make(name);
    const executionArn = await started(arn, name, {}, more);
    await target.cloud.clock.advance('1s');
    const { taskToken } = await client().send(new GetActivityTaskCommand({ activityArn: arn, workerName: 'ann' }));
    return { executionArn, taskToken };
  }

  it('succeeds with what its worker says', async () => {
    const { executionArn, taskToken } = await taken('done');

    await client().send(new SendTaskSuccessCommand({ taskToken, output: '{"ok":true}' }));

    expect(await heard(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      events: [
        {
          type: 'ActivitySucceeded',
          previousEventId: 4,
          activitySucceededEventDetails: { output: '{"ok":true}', outputDetails: { truncated: false } },
        },
        { type: 'TaskStateExited', previousEventId: 5, stateExitedEventDetails: { output: '{"ok":true}' } },
        { type: 'ExecutionSucceeded' },
      ],
    });
  });

  it('fails with what its worker says', async () => {
    const { executionArn, taskToken } = await taken('failed');

    await client().send(new SendTaskFailureCommand({ taskToken, error: 'Broken', cause: 'why' }));

    const { events, status } = await heard(executionArn);
    expect([status, events.map(({ type }) => type)]).toEqual(['FAILED', ['ActivityFailed', 'ExecutionFailed']]);
    expect(events[0]?.activityFailedEventDetails).toEqual({ error: 'Broken', cause: 'why' });
  });

  it('is timed out by its own time, which begins as it is scheduled', async () => {
    const arn = await make('slow');
    const executionArn = await started(arn, 'slow', {}, { TimeoutSeconds: 10 });

    await target.cloud.clock.advance('11s');

    const { events = [] } = await client().send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.slice(2)).toMatchObject([
      { type: 'ActivityScheduled', activityScheduledEventDetails: { timeoutInSeconds: 10 } },
      { type: 'ActivityTimedOut', previousEventId: 3, activityTimedOutEventDetails: { error: 'States.Timeout' } },
      { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'States.Timeout' } },
    ]);
  });

  it('needs heartbeats from when a worker has taken it', async () => {
    const arn = await make('beating');
    const executionArn = await started(arn, 'beating', {}, { HeartbeatSeconds: 10 });
    await target.cloud.clock.advance('30s');
    const { taskToken } = await client().send(new GetActivityTaskCommand({ activityArn: arn }));

    for (let beat = 0; beat < 3; beat += 1) {
      await target.cloud.clock.advance('8s');
      await client().send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    const before = await heard(executionArn);
    await target.cloud.clock.advance('11s');

    expect([before.status, before.events]).toEqual(['RUNNING', []]);
    const { events, status } = await heard(executionArn);
    expect([status, events[0]?.type]).toEqual(['FAILED', 'ActivityTimedOut']);
    expect(events[0]?.activityTimedOutEventDetails).toEqual({ error: 'States.HeartbeatTimeout' });
    await expect(client().send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it('fails where the activity is gone', async () => {
    const arn = await make('gone');
    const machine = await makeMachine(target, machineOf(arn), { name: 'gone' });
    await client().send(new DeleteActivityCommand({ activityArn: arn }));

    const ended = await run(target, machine);

    expect(ended.status).toBe('FAILED');
    expect(types(ended).slice(1)).toEqual(['TaskStateEntered', 'ActivityScheduleFailed', 'ExecutionFailed']);
  });
});
