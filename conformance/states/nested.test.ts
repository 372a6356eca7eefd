import { DescribeExecutionCommand, SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { type Ended, makeMachine, run, types } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

const succeeding = { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 3, End: true } } };
const failing = { StartAt: 'A', States: { A: { Type: 'Fail', Error: 'Broken', Cause: 'why' } } };

async function nested(suffix: string, child: object, Parameters: object = {}, name = 'parent'): Promise<Ended> {
  const StateMachineArn = await makeMachine(target, child, { name: 'child' });
  const Resource = `arn:aws:states:::states:startExecution${suffix}`;
  const Start = { Type: 'Task', Resource, Parameters: { StateMachineArn, Input: { a: 1 }, ...Parameters }, End: true };
  const parent = await makeMachine(target, { StartAt: 'Start', States: { Start } }, { name });
  return run(target, parent);
}

/** Starts an execution whose task starts `one` of the machine `child` and waits for it. */
async function waiting(name: string, more: object = {}): Promise<string | undefined> {
  const StateMachineArn = await makeMachine(target, succeeding, { name: 'child' });
  const Start = {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Parameters: { StateMachineArn, Input: { a: 1 }, Name: 'one' },
    End: true,
    ...more,
  };
  const stateMachineArn = await makeMachine(target, { StartAt: 'Start', States: { Start } }, { name });
  const { executionArn } = await target.client(SFNClient).send(new StartExecutionCommand({ stateMachineArn }));
  return executionArn;
}

const describing = (executionArn: string | undefined) =>
  target.client(SFNClient).send(new DescribeExecutionCommand({ executionArn }));

const outputOf = ({ output = 'null' }: Ended) => JSON.parse(output) as Record<string, unknown>;
const childArn = 'arn:aws:states:us-east-1:000000000000:execution:child:';

describe('startExecution', () => {
  it('goes on when the execution has begun', async () => {
    const ended = await nested('', succeeding, { Name: 'one' });

    expect(outputOf(ended)).toMatchObject({
      ExecutionArn: `${childArn}one`,
      StartDate: expect.any(Number),
      SdkHttpMetadata: { HttpHeaders: { 'Content-Type': 'application/x-amz-json-1.0' }, HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: expect.any(String) },
    });
    const executionArn = `${childArn}one`;
    const { input } = await target.client(SFNClient).send(new DescribeExecutionCommand({ executionArn }));
    expect(input).toBe('{"a":1}');
  });

  it('refuses a name that is taken', async () => {
    await nested('.sync', succeeding, { Name: 'one' });

    expect(await nested('', succeeding, { Name: 'one' }, 'second')).toMatchObject({
      status: 'FAILED',
      error: 'StepFunctions.ExecutionAlreadyExistsException',
      cause: expect.stringMatching(
        /^Execution Already Exists: '\S+:one' \(Service: AWSStepFunctions; Status Code: 400; Error Code: ExecutionAlreadyExists; Request ID: [\da-f-]{36}; Proxy: null\)$/,
      ),
    });
  });
});

describe('startExecution.sync', () => {
  it('waits for the end, and tells the output as text', async () => {
    const ended = await nested('.sync', succeeding, { Name: 'one' });

    expect(outputOf(ended)).toEqual({
      ExecutionArn: `${childArn}one`,
      Input: '{"a":1}',
      InputDetails: { Included: true },
      Name: 'one',
      Output: '{"a":1}',
      OutputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      StartDate: expect.any(Number),
      StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:child',
      Status: 'SUCCEEDED',
      StopDate: expect.any(Number),
    });
    expect(types(ended).slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
    expect(ended.events[4]?.taskSubmittedEventDetails).toMatchObject({ resource: 'startExecution.sync' });
  });

  it('tells it as JSON in its second version', async () => {
    expect(outputOf(await nested('.sync:2', succeeding))).toMatchObject({
      Input: { a: 1 },
      Output: { a: 1 },
      Name: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    });
  });

  it('fails with all that is known of an execution that failed', async () => {
    const ended = await nested('.sync:2', failing, { Name: 'one' });

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(ended.cause ?? '')).toMatchObject({
      Cause: 'why',
      Error: 'Broken',
      ExecutionArn: `${childArn}one`,
      Input: '{"a":1}',
      Status: 'FAILED',
    });
    expect(types(ended)).toContain('TaskFailed');
  });

  it('fails as it is submitted where there is no such machine', async () => {
    const ended = await nested('.sync', succeeding, {
      StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:none',
    });

    expect(types(ended)).toContain('TaskSubmitFailed');
    expect(ended.error).toBe('StepFunctions.StateMachineDoesNotExistException');
  });

  it('waits with another one for the execution that that one started', async () => {
    const first = await waiting('first');
    await target.cloud.clock.advance('1s');
    const second = await waiting('second');
    await target.cloud.clock.advance('1s');

    expect([(await describing(first)).status, (await describing(second)).status]).toEqual(['RUNNING', 'RUNNING']);
    await target.cloud.clock.advance('5s');

    for (const parent of [first, second]) {
      const { status, output = '{}' } = await describing(parent);
      expect([status, JSON.parse(output)]).toMatchObject(['SUCCEEDED', { Name: 'one', Output: { a: 1 } }]);
    }
  });

  it('stops the execution when its own one is stopped', async () => {
    const parent = await waiting('parent');
    await target.cloud.clock.advance('1s');

    await target.client(SFNClient).send(new StopExecutionCommand({ executionArn: parent }));
    await target.cloud.clock.advance('1s');

    expect((await describing(`${childArn}one`)).status).toBe('ABORTED');
  });

  it('stops the execution when its own time is over', async () => {
    const parent = await waiting('parent', { TimeoutSeconds: 2 });

    await target.cloud.clock.advance('2s');
    await target.cloud.clock.advance('1s');

    expect(await describing(parent)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect((await describing(`${childArn}one`)).status).toBe('ABORTED');
  });
});
