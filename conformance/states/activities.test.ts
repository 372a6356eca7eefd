import {
  CreateActivityCommand,
  DeleteActivityCommand,
  DescribeActivityCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
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
  const machineOf = (arn: string) => ({
    StartAt: 'Work',
    States: { Work: { Type: 'Task', Resource: arn, End: true } },
  });
  async function started(arn: string, name: string, input: object): Promise<string> {
    const stateMachineArn = await makeMachine(target, machineOf(arn), { name });
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

  it('fails where the activity is gone', async () => {
    const arn = await make('gone');
    const machine = await makeMachine(target, machineOf(arn), { name: 'gone' });
    await client().send(new DeleteActivityCommand({ activityArn: arn }));

    const ended = await run(target, machine);

    expect(ended.status).toBe('FAILED');
    expect(types(ended).slice(1)).toEqual(['TaskStateEntered', 'ActivityScheduleFailed', 'ExecutionFailed']);
  });
});
