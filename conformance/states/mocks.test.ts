import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateActivityCommand, SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { startCloud } from '../../src/cloud/cloud.ts';
import type { MockConfig, TaskMock } from '../../src/cloud/service-kit/workflow-mocks.ts';
import { useCloud } from '../cloud.ts';
import { makeMachine, run, types } from './machines.ts';

const mockFile: MockConfig = {
  StateMachines: {
    Shipping: {
      TestCases: {
        Happy: { Ship: 'Shipped' },
        Retried: { Ship: 'ShippedLate' },
        Exhausted: { Ship: 'Never' },
      },
    },
  },
  MockedResponses: {
    Shipped: { '0': { Return: { Parcel: 'p-1' } } },
    ShippedLate: {
      '0': { Throw: { Error: 'ECS.AmazonECSException', Cause: 'busy' } },
      '1-2': { Throw: { Error: 'States.TaskFailed', Cause: 'still busy' } },
      '3': { Return: { Parcel: 'p-2' } },
    },
    Never: { '0': { Throw: { Error: 'ECS.AmazonECSException', Cause: 'busy' } } },
  },
};
const target = useCloud({ clock: 'virtual', seed: 11, workflowMocks: mockFile });
const headers = { 'x-squall': '1', 'content-type': 'application/json' };
const mocks = (method: string, body?: object) =>
  fetch(`${target.cloud.endpoint}/_squall/states/mocks`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
const mock = async (given: TaskMock): Promise<void> => {
  expect((await mocks('POST', given)).status).toBe(200);
};

const task = (Resource: string, more: object = {}) => ({
  StartAt: 'Ship',
  States: { Ship: { Type: 'Task', Resource, Parameters: { Cluster: 'c' }, End: true, ...more } },
});
const runTask = 'arn:aws:states:::ecs:runTask.sync';
const retried = { Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 5 }] };

describe('A task of a service that Squall has not got', () => {
  it('is refused by name when no mock stands for it', async () => {
    const made = makeMachine(target, task(runTask), { name: 'Unmocked' });

    await expect(made).rejects.toThrow(/ecs:runTask\.sync.*no mock/);
  });

  it('answers its mock with the events of a real one', async () => {
    await mock({ resource: 'ecs:runTask', answers: [{ Return: { TaskArn: 't' } }] });
    const ended = await run(target, await makeMachine(target, task(runTask)));

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"TaskArn":"t"}' });
    expect(types(ended)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('fails naming the resource once its mock is taken away', async () => {
    await mock({ resource: 'ecs:runTask', answers: [{ Return: {} }] });
    const machine = await makeMachine(target, task(runTask));
    expect(await (await mocks('DELETE')).json()).toEqual({ removed: 1 });

    const ended = await run(target, machine);

    expect(ended.status).toBe('FAILED');
    expect(ended.cause).toMatch(/ecs:runTask\.sync.*no mock/);
  });

  it('is mocked where it is named by aws-sdk', async () => {
    const resource = 'arn:aws:states:::aws-sdk:glue:startJobRun';
    await mock({ resource: 'aws-sdk:glue:*', answers: [{ Return: { JobRunId: 'j' } }] });

    const ended = await run(target, await makeMachine(target, task(resource)));

    expect(ended.output).toBe('{"JobRunId":"j"}');
  });
});

describe('Answers of a mock', () => {
  it('are given one by one to the attempts of a state, the last one to all that follow', async () => {
    const answers = [{ Throw: { Error: 'Busy', Cause: 'later' } }, { Return: { n: 2 } }] as const;
    await mock({ resource: 'ecs:runTask', answers });
    const machine = await makeMachine(target, task(runTask, retried));

    const first = await run(target, machine);
    const second = await run(target, machine);

    for (const ended of [first, second]) {
      expect(ended.output).toBe('{"n":2}');
      expect(types(ended).filter((type) => type === 'TaskFailed')).toHaveLength(1);
    }
  });

  it('are those of the machine and state where one is named so', async () => {
    await mock({ machine: 'Other', state: 'Ship', answers: [{ Return: { by: 'other' } }] });
    await mock({ machine: 'm', state: 'Ship', answers: [{ Return: { by: 'm' } }] });

    const ended = await run(target, await makeMachine(target, task('arn:aws:states:::sqs:sendMessage')));

    expect(ended.output).toBe('{"by":"m"}');
  });

  it('come in place of a function, with its events', async () => {
    await mock({ state: 'Ship', answers: [{ Return: { ok: true } }] });
    const resource = 'arn:aws:lambda:us-east-1:000000000000:function:ship';

    const ended = await run(target, await makeMachine(target, task(resource)));

    expect(ended.output).toBe('{"ok":true}');
    expect(types(ended)).toContain('LambdaFunctionSucceeded');
  });

  it('come in place of the holder of a token and of the worker of an activity', async () => {
    const { activityArn = '' } = await target.client(SFNClient).send(new CreateActivityCommand({ name: 'work' }));
    await mock({ state: 'Ship', answers: [{ Return: 1 }] });
    const token = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';

    const held = await run(target, await makeMachine(target, task(token), { name: 'held' }));
    const worked = await run(target, await makeMachine(target, task(activityArn), { name: 'worked' }));

    expect([held.output, worked.output]).toEqual(['1', '1']);
    expect(types(held)).toContain('TaskSubmitted');
    expect(types(worked)).toEqual(
      expect.arrayContaining(['ActivityScheduled', 'ActivityStarted', 'ActivitySucceeded']),
    );
  });

  it('go with the world: a reset and a restore take back what was added', async () => {
    const before = target.cloud.snapshot();
    await mock({ resource: 'ecs:runTask', answers: [{ Return: {} }] });
    await target.cloud.restore(before);

    await expect(makeMachine(target, task(runTask), { name: 'Later' })).rejects.toThrow(/no mock/);
  });

  it('are refused where they say nothing, with what is wrong', async () => {
    const refused = await mocks('POST', { resource: 'ecs:runTask', answers: [{ Result: 1 }] });

    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      message: 'The answer 0 of the mock has neither Return nor Throw alone.',
    });
  });
});

describe('A mock file of Step Functions Local', () => {
  it('answers by the test case behind the ARN that is started', async () => {
    const machine = await makeMachine(target, task(runTask), { name: 'Shipping' });

    const ended = await run(target, `${machine}#Happy`);

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"Parcel":"p-1"}', stateMachineArn: machine });
  });

  it('answers attempts by their numbers and ranges', async () => {
    const machine = await makeMachine(target, task(runTask, retried), { name: 'Shipping' });

    const ended = await run(target, `${machine}#Retried`);

    expect(ended.output).toBe('{"Parcel":"p-2"}');
    const failed = ended.events.flatMap(({ taskFailedEventDetails: told }) => told?.cause ?? []);
    expect(failed).toEqual(['busy', 'still busy', 'still busy']);
  });

  it('says which call of which state it has no answer for', async () => {
    const machine = await makeMachine(target, task(runTask, retried), { name: 'Shipping' });

    const ended = await run(target, `${machine}#Exhausted`);

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(ended.cause).toContain(
      `No mocked response of the test case 'Exhausted' stands for call 1 of the state 'Ship'`,
    );
  });

  it('refuses a test case that it does not have', async () => {
    const machine = await makeMachine(target, task(runTask), { name: 'Shipping' });

    await expect(run(target, `${machine}#Sad`)).rejects.toThrow(/no test case 'Sad' of Shipping.*Happy, Retried/);
  });

  it('answers sync executions of express machines too', async () => {
    const definition = task('arn:aws:states:::ecs:runTask');
    const machine = await makeMachine(target, definition, { name: 'Shipping', type: 'EXPRESS' });

    const ended = await target
      .client(SFNClient)
      .send(new StartSyncExecutionCommand({ stateMachineArn: `${machine}#Happy` }));

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"Parcel":"p-1"}' });
  });

  it('is read from its path, and a path without one is said', async () => {
    const path = join(tmpdir(), `mocks-${process.pid}.json`);
    writeFileSync(path, JSON.stringify(mockFile));

    await using cloud = await startCloud({ workflowMocks: path });
    const listed = await (await fetch(`${cloud.endpoint}/_squall/states/mocks`, { headers })).json();

    expect(listed).toMatchObject({ mocks: [{ machine: 'Shipping', testCase: 'Happy' }, {}, {}] });
    await expect(startCloud({ workflowMocks: '/nowhere.json' })).rejects.toThrow(
      'The mock file /nowhere.json cannot be read (ENOENT).',
    );
  });
});
