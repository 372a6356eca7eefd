import { SFNClient, TestStateCommand, type TestStateInput } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

async function inspected(definition: object, input: Partial<TestStateInput> = {}) {
  const command = new TestStateCommand({
    roleArn: 'arn:aws:iam::000000000000:role/machine',
    definition: JSON.stringify(definition),
    inspectionLevel: 'DEBUG',
    ...input,
  });
  const { $metadata: _metadata, ...answer } = await target.client(SFNClient).send(command);
  return answer;
}

test('DEBUG tells what each filter of a Pass makes of the data, as in AWS’s own example', async () => {
  const definition = {
    Type: 'Pass',
    InputPath: '$.payload',
    Parameters: { data: 1 },
    ResultPath: '$.result',
    OutputPath: '$.result.data',
    Next: 'Another State',
  };

  expect(await inspected(definition, { input: '{"payload": {"foo": "bar"}}' })).toEqual({
    output: '1',
    inspectionData: {
      input: '{"payload": {"foo": "bar"}}',
      afterInputPath: '{"foo":"bar"}',
      afterParameters: '{"data":1}',
      afterResultSelector: '{"data":1}',
      afterResultPath: '{"payload":{"foo":"bar"},"result":{"data":1}}',
    },
    nextState: 'Another State',
    status: 'SUCCEEDED',
  });
});

test('variables that are given and those that are assigned are told', async () => {
  const definition = { Type: 'Pass', Assign: { 'total.$': '$.n', old: 2 }, End: true };

  expect(await inspected(definition, { input: '{"n":3}', variables: '{"old":1,"kept":true}' })).toMatchObject({
    inspectionData: { variables: '{"old":2,"kept":true,"total":3}' },
  });
});

test('a catcher puts the error where its ResultPath says', async () => {
  const definition = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Catch: [{ ErrorEquals: ['States.TaskFailed'], ResultPath: '$.error', Next: 'Undo' }],
    End: true,
  };
  const mock = { errorOutput: { error: 'E', cause: 'c' } };

  expect(await inspected(definition, { input: '{"n":3}', mock })).toMatchObject({
    status: 'CAUGHT_ERROR',
    output: '{"n":3,"error":{"Error":"E","Cause":"c"}}',
    nextState: 'Undo',
  });
});

test('the context object is as the caller says', async () => {
  const definition = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: { 'MessageBody.$': '$$.Task.Token', 'Name.$': '$$.Execution.Name' },
    End: true,
  };
  const context = '{"Task":{"Token":"token-1"},"Execution":{"Name":"mine"}}';

  expect(await inspected(definition, { mock: { result: '{"ok":true}' }, context })).toMatchObject({
    output: '{"ok":true}',
    inspectionData: { afterParameters: '{"MessageBody":"token-1","Name":"mine"}' },
  });
});

test('a Map tells its items, and what its selector makes of each', async () => {
  const definition = {
    Type: 'Map',
    ItemsPath: '$.items',
    ItemSelector: { 'at.$': '$$.Map.Item.Index', 'value.$': '$$.Map.Item.Value', 'all.$': '$.name' },
    ItemProcessor: { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } },
    End: true,
  };

  expect(await inspected(definition, { input: '{"items":[5,6],"name":"n"}', mock: { result: '[]' } })).toMatchObject({
    inspectionData: {
      afterItemsPath: '[5,6]',
      afterItemSelector: '[{"at":0,"value":5,"all":"n"},{"at":1,"value":6,"all":"n"}]',
    },
  });
});
