import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
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
});
