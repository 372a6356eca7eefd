import { SFNClient, TestStateCommand, type TestStateInput } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const roleArn = 'arn:aws:iam::000000000000:role/machine';

/** Tests a state, and leaves out what every answer has. */
async function tested(definition: object, input: Partial<TestStateInput> = {}) {
  const command = new TestStateCommand({ roleArn, definition: JSON.stringify(definition), ...input });
  const { $metadata: _metadata, ...answer } = await target.client(SFNClient).send(command);
  return answer;
}

const invoke = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
const retry = { ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 2 };
const failing = { ...invoke, Retry: [retry], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Undo' }] };
const map = {
  Type: 'Map',
  ItemProcessor: { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } },
  MaxConcurrency: 2,
  ToleratedFailureCount: 1,
  End: true,
};
const mockOf = (error: string) => ({ errorOutput: { error, cause: 'too much' } });

test('TestState tells the output, the status and the next state', async () => {
  expect(await tested({ Type: 'Pass', Result: { a: 1 }, Next: 'B' })).toEqual({
    output: '{"a":1}',
    status: 'SUCCEEDED',
    nextState: 'B',
  });
  expect(await tested({ Type: 'Succeed' }, { input: '{"x":1}' })).toEqual({ output: '{"x":1}', status: 'SUCCEEDED' });
  expect(await tested({ Type: 'Fail', Error: 'SomeFailure', Cause: 'why' })).toEqual({
    error: 'SomeFailure',
    cause: 'why',
    status: 'FAILED',
  });
  expect(await tested({ Type: 'Wait', Seconds: 5, Next: 'B' }, { input: '{"x":1}' })).toEqual({
    output: '{"x":1}',
    status: 'SUCCEEDED',
    nextState: 'B',
  });
});

test('TestState follows the rules of a Choice', async () => {
  const choice = { Type: 'Choice', Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'Yes' }], Default: 'No' };

  expect(await tested(choice, { input: '{"ok":true}' })).toMatchObject({ nextState: 'Yes', status: 'SUCCEEDED' });
  expect(await tested(choice, { input: '{"ok":false}' })).toMatchObject({ nextState: 'No', status: 'SUCCEEDED' });
});

test('a wait of more than five minutes is over its time', async () => {
  expect(await tested({ Type: 'Wait', Seconds: 301, End: true })).toMatchObject({
    status: 'FAILED',
    error: 'States.Timeout',
  });
});

test('a task without a mock makes its call', async () => {
  const sqs = target.client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
  const send = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sqs:sendMessage', End: true };

  const answer = await tested({ ...send, Parameters: { QueueUrl, MessageBody: 'hello' } });

  expect(answer).toMatchObject({ status: 'SUCCEEDED', output: expect.stringContaining('MessageId') });
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages).toMatchObject([{ Body: 'hello' }]);
  await expect(tested(send, { roleArn: undefined })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a mock stands for the call, and DEBUG tells what happened to the data', async () => {
  const result = '{"orderId":"12345","status":"processed"}';
  const definition = { ...invoke, Parameters: { FunctionName: 'process-order' } };

  expect(await tested(definition, { roleArn: undefined, mock: { result }, inspectionLevel: 'DEBUG' })).toEqual({
    output: result,
    inspectionData: {
      input: '{}',
      afterInputPath: '{}',
      afterParameters: '{"FunctionName":"process-order"}',
      result,
      afterResultSelector: result,
      afterResultPath: result,
    },
    status: 'SUCCEEDED',
  });
});

test('an error is tried again, then caught', async () => {
  const options = { mock: mockOf('Busy'), inspectionLevel: 'DEBUG' as const };
  const at = (retrierRetryCount: number) => tested(failing, { ...options, stateConfiguration: { retrierRetryCount } });

  expect(await at(0)).toMatchObject({
    status: 'RETRIABLE',
    error: 'Busy',
    cause: 'too much',
    inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 2 } },
  });
  expect(await at(1)).toMatchObject({
    status: 'RETRIABLE',
    inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 6 } },
  });
  expect(await at(2)).toMatchObject({
    status: 'CAUGHT_ERROR',
    nextState: 'Undo',
    output: '{"Error":"Busy","Cause":"too much"}',
    inspectionData: { errorDetails: { catchIndex: 0 } },
  });
  expect(await tested({ ...invoke, Retry: [retry] }, { mock: mockOf('Other') })).toEqual({
    status: 'FAILED',
    error: 'Other',
    cause: 'too much',
  });
});

test('a Map with a mock tells its items and limits, and fails when too many items do', async () => {
  const options = { input: '[1,2,3,4]', mock: { result: '[10,20]' }, inspectionLevel: 'DEBUG' as const };

  expect(await tested(map, options)).toMatchObject({
    status: 'SUCCEEDED',
    output: '[10,20]',
    inspectionData: { afterItemsPath: '[1,2,3,4]', maxConcurrency: 2, toleratedFailureCount: 1, result: '[10,20]' },
  });
  const failed = (mapIterationFailureCount: number) =>
    tested(map, { ...options, stateConfiguration: { mapIterationFailureCount } });
  expect(await failed(1)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await failed(2)).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  await expect(failed(5)).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a state of a whole machine is found by its name, wherever it stands', async () => {
  const machine = JSON.stringify({
    StartAt: 'M',
    States: {
      M: { ...map, End: undefined, Next: 'P' },
      P: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'X', States: { X: { Type: 'Pass', Result: 7, End: true } } }],
        End: true,
      },
    },
  });
  const of = (stateName: string) => tested({}, { definition: machine, stateName });

  expect(await of('X')).toEqual({ output: '7', status: 'SUCCEEDED' });
  expect(await of('Each')).toEqual({ output: '{}', status: 'SUCCEEDED' });
  await expect(of('Nope')).rejects.toMatchObject({ name: 'ValidationException' });
});

test.each<[string, object, Partial<TestStateInput>, string, string]>([
  [
    'a Map without a mock',
    map,
    {},
    'InvalidDefinition',
    "Invalid State Machine Definition: 'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]'",
  ],
  [
    'a mock of a Pass',
    { Type: 'Pass', End: true },
    { mock: { result: '1' } },
    'ValidationException',
    "State type 'Pass' is not supported when a mock is specified",
  ],
  [
    'a mock of both',
    invoke,
    { mock: { result: '1', errorOutput: { error: 'E' } } },
    'ValidationException',
    'A test mock should have only one of the following fields: [result, errorOutput].',
  ],
  [
    'secrets of a mock',
    invoke,
    { mock: { result: '1' }, revealSecrets: true },
    'ValidationException',
    'TestState does not support RevealSecrets when a mock is specified.',
  ],
  [
    'a mock that is no JSON',
    invoke,
    { mock: { result: '{' } },
    'ValidationException',
    'Mocked result must be valid JSON',
  ],
  [
    'a type that is none',
    { Type: 'Nap' },
    {},
    'InvalidDefinition',
    "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /Type'",
  ],
])('TestState refuses %s', async (_name, definition, input, name, message) => {
  await expect(tested(definition, input)).rejects.toMatchObject({ name, message });
});

test('nothing of a test is left in the world', async () => {
  const before = target.cloud.clock.now();
  await tested({ Type: 'Wait', Seconds: 60, End: true });
  expect(target.cloud.clock.now()).toBe(before);
});
